#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The modified beta-geometric / negative binomial model of who buys again (Batislam, Denizel and Filiztekin,
/// "Empirical validation and comparison of models for customer base analysis", 2007).
///
/// As long as customers stay, each buys at a rate of their own; the rates are Gamma(r, α) over the customers. After
/// every purchase, the first one too, a customer leaves for good with a chance of their own, Beta(a, b).
///
/// From real sales its ranking is good and its percentages often are not: see `LifetimeCheck`.
public struct MBGNBD: Sendable, Hashable {
  /// The shape of the purchase rates: the smaller, the more they differ.
  public let r: Double
  /// Their scale, in days: r/α is the mean rate a day.
  public let alpha: Double
  /// With `b`, the chances of leaving after a purchase: a/(a+b) is their mean.
  public let a: Double
  /// See `a`.
  public let b: Double

  /// All four are above 0.
  public init(r: Double, alpha: Double, a: Double, b: Double) {
    self.r = r
    self.alpha = alpha
    self.a = a
    self.b = b
  }

  /// The probability that a customer has not left:
  /// 1 / (1 + a/(b+x) · ((α+T)/(α+t_x))^(r+x)).
  ///
  /// It is no headline: who bought once and never again is mostly "alive" by it.
  public func probabilityAlive(_ history: History) -> Double {
    let x = Double(history.repeats)
    let longer = log((alpha + Double(history.age)) / (alpha + Double(history.ageAtLast)))
    return 1 / (1 + a / (b + x) * exp((r + x) * longer))
  }

  /// The probability of at least one purchase day within so many days from the observation day:
  /// P(alive) · (1 − ((α+T)/(α+T+t))^(r+x)).
  public func probabilityOfPurchase(_ history: History, within days: Int) -> Double {
    let exponent = r + Double(history.repeats)
    let longer = log1p(Double(days) / (alpha + Double(history.age)))
    return probabilityAlive(history) * -expm1(-exponent * longer)
  }

  /// The expected number of purchase days within so many days from the observation day.
  ///
  /// Were nobody to leave, the number N would be negative binomial with r + x and z = t/(α+T+t); the customer makes
  /// the (j+1)th of them after having stayed j times, with the chance of a Beta(a, b+x+1):
  /// P(alive) · Σⱼ P(N > j) · (b+x+1)ⱼ / (a+b+x+1)ⱼ, where (·)ⱼ is the rising factorial. All terms are positive, and
  /// nothing becomes infinite at a = 1, as the closed form with ₂F₁ does. O(N).
  public func expectedPurchaseDays(_ history: History, within days: Int) -> Double {
    let x = Double(history.repeats)
    let exponent = r + x
    let whole = alpha + Double(history.age) + Double(days)
    let z = Double(days) / whole
    var exactly = exp(-exponent * log1p(Double(days) / (alpha + Double(history.age))))
    var more = 1 - exactly
    var stayed = 1.0
    var sum = 0.0
    var j = 0.0
    // Past the mode of N the terms fall at least as fast as a geometric series.
    while more > 1e-12, j < 1_000_000 {
      sum += more * stayed
      stayed *= (b + x + 1 + j) / (a + b + x + 1 + j)
      exactly *= (exponent + j) / (j + 1) * z
      more -= exactly
      j += 1
    }
    return probabilityAlive(history) * sum
  }
}
