import Segmentation

/// What came of the customers of one group: how many bought, and for how much.
public struct CampaignGroup: Sendable, Hashable {
  /// How many are in the group, buyers or not.
  public let customers: Int
  /// What each customer who bought has spent; all others have spent nothing.
  public let revenues: [Double]

  /// - Parameter customers: at least as many as there are revenues.
  public init(customers: Int, revenues: [Double]) {
    self.customers = customers
    self.revenues = revenues
  }

  /// How many have bought.
  public var responders: Int { revenues.count }

  /// Responders over customers.
  public var responseRate: Double { Double(responders) / Double(customers) }

  /// What they spent together.
  public var revenue: Double { revenues.reduce(into: CompensatedSum()) { $0.add($1) }.value }

  /// The revenue over all customers of the group, not only those who bought.
  public var revenuePerCustomer: Double { revenue / Double(customers) }

  /// The sample variance of the revenue of one customer, buyers or not: two passes.
  var variance: Double {
    let mean = revenuePerCustomer
    var sum = CompensatedSum()
    for revenue in revenues { sum.add((revenue - mean) * (revenue - mean)) }
    sum.add(Double(customers - responders) * mean * mean)
    return sum.value / Double(customers - 1)
  }

  /// Wilson's 95 % interval of the response rate (Wilson, "Probable inference", 1927).
  var scoreInterval: (low: Double, high: Double) {
    let n = Double(customers)
    let z = Normal.quantile(Effect.risk / 2)
    let (rate, square) = (responseRate, z * z / n)
    let centre = rate + square / 2
    let reach = -z * (rate * (1 - rate) / n + square / (4 * n)).squareRoot()
    return (max(0, (centre - reach) / (1 + square)), min(1, (centre + reach) / (1 + square)))
  }
}

/// Targets against controls, of a segment or of a whole list.
public struct Uplift: Sendable, Hashable {
  /// Those whom the campaign reached.
  public let targets: CampaignGroup
  /// Those who were left without it.
  public let controls: CampaignGroup

  /// Two groups that chance alone has divided; the figures mean nothing for others.
  public init(targets: CampaignGroup, controls: CampaignGroup) {
    self.targets = targets
    self.controls = controls
  }

  /// The difference of the response rates: `response(.wald)`.
  public var response: Effect? { response(.wald) }

  /// The difference of the response rates, by the pooled z test of two proportions.
  ///
  /// Nil where a group is empty, or all or none have bought.
  ///
  /// - Parameter interval: Wald's, each group with its own variance, or Newcombe's hybrid of the score intervals
  ///   of both rates (Newcombe, "Interval estimation for the difference between independent proportions",
  ///   1998, method 10), which does not reach beyond ± 1 and holds where few bought: with it where `isRough`.
  public func response(_ interval: Effect.Interval) -> Effect? {
    guard targets.customers > 0, controls.customers > 0 else { return nil }
    let (n, m) = (Double(targets.customers), Double(controls.customers))
    let (p, q) = (targets.responseRate, controls.responseRate)
    let pooled = Double(targets.responders + controls.responders) / (n + m)
    let effect = Effect(
      .proportions, z: p - q, error: (p * (1 - p) / n + q * (1 - q) / m).squareRoot(),
      testError: (pooled * (1 - pooled) * (1 / n + 1 / m)).squareRoot())
    guard interval == .newcombe, let effect else { return effect }
    let (a, b) = (targets.scoreInterval, controls.scoreInterval)
    func reach(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
    return Effect(
      method: effect.method, interval: .newcombe, difference: p - q,
      low: p - q - reach(p - a.low, b.high - q), high: p - q + reach(a.high - p, q - b.low),
      statistic: effect.statistic, freedom: nil, p: effect.p, smallest: effect.smallest)
  }

  /// Whether the response rates rest on so few customers (under five bought, or did not, in a group, by the
  /// rate of both) that the z test is rough.
  public var isRough: Bool {
    let (n, m) = (Double(targets.customers), Double(controls.customers))
    let bought = Double(targets.responders + controls.responders)
    return min(n, m) * min(bought, n + m - bought) / (n + m) < 5
  }

  /// The difference of the revenue per customer, by Welch's t test.
  ///
  /// Nil where a group has fewer than two customers, or nobody's revenue differs.
  public var revenue: Effect? {
    guard targets.customers > 1, controls.customers > 1 else { return nil }
    return Effect(
      .welch, t: targets.revenuePerCustomer - controls.revenuePerCustomer,
      targets: (targets.variance, targets.customers), controls: (controls.variance, controls.customers))
  }
}
