import Customers

/// A range of one quantity: `min` and `max` are inside it, `below` is not.
public struct Limits: Sendable, Hashable {
  /// The least value inside; nil for no bound.
  public var min: Limit?
  /// The greatest value inside; nil for no bound.
  public var max: Limit?
  /// All values inside are less; nil for no bound.
  public var below: Limit?

  /// A range; without arguments all values.
  public init(min: Limit? = nil, max: Limit? = nil, below: Limit? = nil) {
    self.min = min
    self.max = max
    self.below = below
  }

  /// The range in numbers; nil where one of its ends is relative to a model.
  var numbers: Bounds? {
    var bounds = Bounds()
    for (limit, target) in ends {
      guard let limit else { continue }
      guard case .number(let number) = limit else { return nil }
      bounds[keyPath: target] = number
    }
    return bounds
  }

  private var ends: [(Limit?, WritableKeyPath<Bounds, Double?>)] {
    [(min, \.min), (max, \.max), (below, \.below)]
  }

  /// The range in days, orders or currency; nil where the model lacks what a limit is relative to.
  public func resolved(_ quantity: RuleQuantity, _ model: Model) -> Bounds? {
    var bounds = Bounds()
    for (limit, target) in ends {
      guard let limit else { continue }
      guard let value = limit.value(quantity, model) else { return nil }
      bounds[keyPath: target] = value
    }
    return bounds
  }
}

/// One end of a range.
public enum Limit: Sendable, Hashable {
  /// In days, orders or currency.
  case number(Double)
  /// `"p80"`: a percentile (0…100) of the quantity over all customers of the model.
  case percentile(Int)
  /// `"gap50"` or `"gap90"`: the median or the 90th percentile of the shop's gaps between purchase days.
  case gap(Gap)

  /// A figure of `Rhythm`.
  public enum Gap: String, Sendable, CaseIterable {
    /// Half of the gaps are no longer.
    case gap50
    /// Nine in ten are no longer.
    case gap90
  }

  /// In days, orders or currency; nil where the model does not know it.
  public func value(_ quantity: RuleQuantity, _ model: Model) -> Double? {
    switch self {
    case .number(let number): return number
    case .percentile(let percent):
      let quantiles = quantity.feature.map { model.feature($0).quantiles } ?? model.quantiles[quantity] ?? []
      return quantiles.indices.contains(percent) ? quantiles[percent] : nil
    case .gap(.gap50): return model.rhythm?.median
    case .gap(.gap90): return model.rhythm?.p90
    }
  }
}
