import Segmentation

/// What came of the customers of one group: how many bought, and for how much.
public struct CampaignGroup: Sendable, Hashable {
  public let customers: Int
  /// What each customer who bought has spent; all others have spent nothing.
  public let revenues: [Double]

  /// - Parameter customers: at least as many as there are revenues.
  public init(customers: Int, revenues: [Double]) {
    self.customers = customers
    self.revenues = revenues
  }

  public var responders: Int { revenues.count }

  /// Responders over customers.
  public var responseRate: Double { Double(responders) / Double(customers) }

  public var revenue: Double { revenues.reduce(into: CompensatedSum()) { $0.add($1) }.value }

  public var revenuePerCustomer: Double { revenue / Double(customers) }

  /// The sample variance of the revenue of one customer, buyers or not: two passes.
  var variance: Double {
    let mean = revenuePerCustomer
    var sum = CompensatedSum()
    for revenue in revenues { sum.add((revenue - mean) * (revenue - mean)) }
    sum.add(Double(customers - responders) * mean * mean)
    return sum.value / Double(customers - 1)
  }
}

/// The difference that a campaign made: targets less controls.
public struct Effect: Sendable, Hashable {
  public let difference: Double
  /// The 95 % confidence interval of the difference.
  public let low: Double
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

/// Targets against controls, of a segment or of a whole list.
public struct Uplift: Sendable, Hashable {
  /// 1 − the confidence.
  static let risk = 0.05
  /// How often a difference of `smallest` goes unseen.
  static let missed = 0.2

  public let targets: CampaignGroup
  public let controls: CampaignGroup

  public init(targets: CampaignGroup, controls: CampaignGroup) {
    self.targets = targets
    self.controls = controls
  }

  /// The difference of the response rates. The test is the pooled two-proportion z; the interval is Wald's,
  /// each group with its own variance.
  ///
  /// Nil where a group is empty, or all or none have bought.
  public var response: Effect? {
    guard targets.customers > 0, controls.customers > 0 else { return nil }
    let (n, m) = (Double(targets.customers), Double(controls.customers))
    let (p, q) = (targets.responseRate, controls.responseRate)
    let pooled = Double(targets.responders + controls.responders) / (n + m)
    let error = (pooled * (1 - pooled) * (1 / n + 1 / m)).squareRoot()
    guard error > 0 else { return nil }
    let z = (p - q) / error
    let reach = -Normal.quantile(Self.risk / 2) * (p * (1 - p) / n + q * (1 - q) / m).squareRoot()
    return Effect(
      difference: p - q, low: p - q - reach, high: p - q + reach, statistic: z, freedom: nil,
      p: Normal.twoSided(z),
      smallest: -(Normal.quantile(Self.risk / 2) + Normal.quantile(Self.missed)) * error)
  }

  /// Whether the response rates rest on so few customers (under five bought, or did not, in a group, by the
  /// rate of both) that the z test is rough.
  public var isRough: Bool {
    let (n, m) = (Double(targets.customers), Double(controls.customers))
    let bought = Double(targets.responders + controls.responders)
    return min(n, m) * min(bought, n + m - bought) / (n + m) < 5
  }

  /// The difference of the revenue per customer: Welch's t with the degrees of freedom of Welch and
  /// Satterthwaite (Welch, "The generalization of 'Student's' problem", 1947).
  ///
  /// Nil where a group has fewer than two customers, or nobody's revenue differs.
  public var revenue: Effect? {
    guard targets.customers > 1, controls.customers > 1 else { return nil }
    let (n, m) = (Double(targets.customers), Double(controls.customers))
    let (a, b) = (targets.variance / n, controls.variance / m)
    let error = (a + b).squareRoot()
    guard error > 0 else { return nil }
    let freedom = (a + b) * (a + b) / (a * a / (n - 1) + b * b / (m - 1))
    let distribution = StudentT(freedom: freedom)
    let difference = targets.revenuePerCustomer - controls.revenuePerCustomer
    let t = difference / error
    let critical = distribution.criticalValue(Self.risk)
    return Effect(
      difference: difference, low: difference - critical * error, high: difference + critical * error,
      statistic: t, freedom: freedom, p: distribution.twoSided(t),
      smallest: (critical + distribution.criticalValue(2 * Self.missed)) * error)
  }
}
