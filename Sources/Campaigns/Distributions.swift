#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The standard normal distribution.
public enum Normal {
  /// The probability of a value beyond ± z.
  public static func twoSided(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }

  /// The value below which a share `p` in (0, 1) lies: Newton's steps on the cumulative distribution.
  public static func quantile(_ p: Double) -> Double {
    guard p < 0.5 else { return p == 0.5 ? 0 : -quantile(1 - p) }
    // Abramowitz and Stegun 26.2.23 is within 0.00045.
    let t = (-2 * log(p)).squareRoot()
    var z =
      -(t - (2.515517 + t * (0.802853 + t * 0.010328))
        / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))))
    for _ in 0..<8 {
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      let step = (erfc(-z / 2.0.squareRoot()) / 2 - p) / density
      z -= step
      if abs(step) < 1e-15 * max(1, abs(z)) { break }
    }
    return z
  }
}

/// Student's t distribution.
public struct StudentT: Sendable {
  /// Degrees of freedom, above 0; they need not be whole.
  public let freedom: Double

  /// The distribution with so many degrees of freedom, above 0.
  public init(freedom: Double) {
    self.freedom = freedom
  }

  /// The probability of a value beyond ± t: the regularised incomplete beta function at ν / (ν + t²) for ν/2
  /// and 1/2 (DLMF 8.17).
  public func twoSided(_ t: Double) -> Double {
    let square = t * t / freedom
    guard square > 0 else { return 1 }
    let a = freedom / 2
    // x^a (1 − x)^b / B(a, b), with x = 1 / (1 + square) and b = 1/2.
    let front = exp(-a * log1p(square) + (log(square) - log1p(square)) / 2 - Self.logBeta(a))
    let x = 1 / (1 + square)
    return x < (a + 1) / (a + 2.5)
      ? front * Self.continuedFraction(a, 0.5, x) / a
      : 1 - front * Self.continuedFraction(0.5, a, square / (1 + square)) / 0.5
  }

  /// The value beyond ± which a share `tails` in (0, 1) lies. The root is bracketed, then halved and taken by
  /// secants (Newton's step with the density) in turn.
  public func criticalValue(_ tails: Double) -> Double {
    var low = 0.0
    var high = max(1, -Normal.quantile(tails / 2))
    while twoSided(high) > tails {
      low = high
      high *= 2
    }
    var t = (low + high) / 2
    for _ in 0..<200 {
      let excess = twoSided(t) - tails
      if excess > 0 { low = t } else { high = t }
      let density =
        exp(-(freedom + 1) / 2 * log1p(t * t / freedom) - Self.logBeta(freedom / 2)) / freedom.squareRoot()
      let next = t + excess / (2 * density)
      let better = next > low && next < high ? next : (low + high) / 2
      if abs(better - t) <= 1e-15 * t { return better }
      t = better
    }
    return t
  }

  /// log B(a, 1/2) = log Γ(a) + log Γ(1/2) − log Γ(a + 1/2). Where a is large the logarithms are nearly equal
  /// and their difference is taken from its series (DLMF 5.11.13).
  private static func logBeta(_ a: Double) -> Double {
    let half = log(Double.pi) / 2
    guard a >= 64 else { return lgamma(a) + half - lgamma(a + 0.5) }
    let inverse = 1 / a
    let square = inverse * inverse
    let series = inverse * (-1.0 / 8 + square * (1.0 / 192 + square * (-1.0 / 640 + square * 17 / 14336)))
    return half - (log(a) / 2 + series)
  }

  /// The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method.
  private static func continuedFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    func safe(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / safe(1 - (a + b) * x / (a + 1))
    var h = d
    for step in 1...100_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / safe(1 + even * d)
      c = safe(1 + even / c)
      h *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / safe(1 + odd * d)
      c = safe(1 + odd / c)
      h *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return h
  }
}
