/// The difference that a campaign made: targets less controls.
public struct Effect: Sendable, Hashable {
  /// How the difference was measured and tested.
  public enum Method: String, Sendable {
    /// The response rates of all, by the pooled z test of two proportions.
    case proportions
    /// The response rates segment by segment: see `Uplift.stratifiedResponse`.
    case postStratified
    /// The revenue per customer as it is, by Welch's t test.
    case welch
    /// The revenue per customer less what the one before explains: see `Uplift.adjustedRevenue`.
    case cuped
  }

  /// How the confidence interval was made.
  public enum Interval: String, Sendable {
    /// ± the standard error times a quantile of the normal or t distribution.
    case wald
    /// From the score intervals of both rates, for small groups: see `Uplift.response(_:)`.
    case newcombe
  }

  /// What was compared, and by which test.
  public let method: Method
  /// How the ends of the interval were found.
  public let interval: Interval
  /// Targets less controls: of response rates, or of revenue per customer in currency.
  public let difference: Double
  /// The 95 % confidence interval of the difference.
  public let low: Double
  /// Its upper end.
  public let high: Double
  /// The test's statistic, z or t.
  public let statistic: Double
  /// The degrees of freedom of a t; nil for a z.
  public let freedom: Double?
  /// How likely a difference at least as great is where the campaign does nothing.
  public let p: Double
  /// The smallest true difference that groups of this size show, at 5 %, in four of five campaigns.
  public let smallest: Double

  /// Whether there is a difference, at 5 %.
  public var isTold: Bool { p < 0.05 }
}

extension Effect {
  /// 1 − the confidence.
  static let risk = 0.05
  /// How often a difference of `smallest` goes unseen.
  static let missed = 0.2

  /// A z test, its interval Wald's.
  ///
  /// - Parameters:
  ///   - error: the standard error of the interval.
  ///   - testError: that of the test, where nothing but chance is at work.
  init?(_ method: Method, z difference: Double, error: Double, testError: Double) {
    guard testError > 0 else { return nil }
    let z = difference / testError
    let critical = -Normal.quantile(Self.risk / 2)
    self.init(
      method: method, interval: .wald, difference: difference, low: difference - critical * error,
      high: difference + critical * error, statistic: z, freedom: nil, p: Normal.twoSided(z),
      smallest: (critical - Normal.quantile(Self.missed)) * testError)
  }

  /// Welch's t test, with the degrees of freedom of Welch and Satterthwaite (Welch, "The generalization of
  /// 'Student's' problem", 1947).
  ///
  /// - Parameters:
  ///   - targets: the sample variance of one target, and how many there are.
  ///   - controls: the same of the controls.
  /// - Returns: nil where nothing varies, or a group has fewer than two customers.
  init?(
    _ method: Method, t difference: Double, targets: (variance: Double, count: Int),
    controls: (variance: Double, count: Int)
  ) {
    guard targets.count > 1, controls.count > 1 else { return nil }
    let (n, m) = (Double(targets.count), Double(controls.count))
    let (a, b) = (targets.variance / n, controls.variance / m)
    let error = (a + b).squareRoot()
    guard error > 0 else { return nil }
    let freedom = (a + b) * (a + b) / (a * a / (n - 1) + b * b / (m - 1))
    let distribution = StudentT(freedom: freedom)
    let critical = distribution.criticalValue(Self.risk)
    let t = difference / error
    self.init(
      method: method, interval: .wald, difference: difference, low: difference - critical * error,
      high: difference + critical * error, statistic: t, freedom: freedom, p: distribution.twoSided(t),
      smallest: (critical + distribution.criticalValue(2 * Self.missed)) * error)
  }
}
