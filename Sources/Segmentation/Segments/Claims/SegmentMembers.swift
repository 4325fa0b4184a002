import Customers
import Lifetime

/// What claims and figures ask of one customer.
public struct CustomerValues: Sendable {
  /// Days, orders and currency.
  public var rfm: RFM
  /// The days of purchases; nil where they are not known.
  public var history: History?

  /// Without a history, values without dates.
  public init(_ rfm: RFM, _ history: History? = nil) {
    self.rfm = rfm
    self.history = history
  }
}

/// The customers of a model by the segments of a pack, for what is said of each segment.
public struct SegmentMembers: Sendable {
  /// Whose segments they are.
  public let pack: SegmentPack
  /// Whose customers they are.
  public let model: Model
  /// By segment, in the order of the pack.
  public private(set) var members: [[CustomerValues]]
  /// How many customers there are, those in no segment too.
  public private(set) var customers = 0
  /// What all of them spent, in currency.
  private var revenue = CompensatedSum()
  private let classifier: RowClassifier
  private let quantities: DerivedQuantities
  private let lookup: SegmentLookup

  /// Nobody yet.
  public init(_ pack: SegmentPack, _ model: Model) {
    self.pack = pack.resolved(by: model)
    self.model = model
    members = Array(repeating: [], count: pack.segments.count)
    classifier = RowClassifier(model)
    quantities = DerivedQuantities(model)
    lookup = SegmentLookup(pack, model)
  }

  /// The customers of a table, with their dates where it has them. O(customers).
  public init(_ pack: SegmentPack, _ model: Model, _ table: RFMTable) {
    self.init(pack, model)
    for row in 0..<table.count {
      add(CustomerValues(table, row))
    }
  }

  /// Adds a customer. O(k + rules).
  public mutating func add(_ values: CustomerValues) {
    customers += 1
    revenue.add(Self.spent(values, model))
    let rfm = values.rfm
    let (r, f, m) = (Double(rfm.recency), Double(rfm.frequency), rfm.monetary)
    let segment = lookup.index(classifier.answer(r, f, m), r, f, m, values.history)
    if segment < members.count { members[segment].append(values) }
  }

  /// What a customer spent in all; for averages the average times the orders.
  private static func spent(_ values: CustomerValues, _ model: Model) -> Double {
    model.isMonetaryAverage ? values.rfm.monetary * Double(values.rfm.frequency) : values.rfm.monetary
  }

  // MARK: - Figures

  /// The figures of a segment. O(n log n) for its n customers.
  public func figures(of segment: Int) -> SegmentFigures {
    let own = members[segment]
    var spent = CompensatedSum()
    for values in own { spent.add(Self.spent(values, model)) }
    let columns = FeatureName.allCases.map { feature in own.map { $0.rfm[feature] } }
    return SegmentFigures(
      customers: own.count, share: customers > 0 ? Double(own.count) / Double(customers) : 0,
      revenue: spent.value, revenueShare: revenue.value > 0 ? spent.value / revenue.value : 0,
      mean: own.isEmpty ? nil : columns.map(Self.mean),
      median: own.isEmpty ? nil : columns.map { Quantile.type7(0.5, ofSorted: Ascending.sorted($0)) })
  }

  private static func mean(_ values: [Double]) -> Double {
    var sum = CompensatedSum()
    for value in values { sum.add(value) }
    return sum.value / Double(values.count)
  }

  // MARK: - Claims

  /// Nil where it cannot be known, as without dates.
  private func value(_ quantity: RuleQuantity, of values: CustomerValues) -> Double? {
    let rfm = values.rfm
    if let feature = quantity.feature { return rfm[feature] }
    let value = quantities.value(
      quantity, Double(rfm.recency), Double(rfm.frequency), rfm.monetary, values.history)
    return value.isNaN ? nil : value
  }

  /// What the customers say of each claim of the pack, in its order. O(n log n).
  public func verdicts() -> [ClaimVerdict] {
    pack.segments.enumerated().flatMap { index, segment in
      (segment.claims ?? []).map { verdict(on: $0, of: index) }
    }
  }

  private func verdict(on claim: Claim, of segment: Int) -> ClaimVerdict {
    let own = members[segment]
    var verdict = ClaimVerdict(segment: segment, claim: claim, customers: own.count)
    var resolved: [(quantity: RuleQuantity, bounds: Bounds)] = []
    for quantity in RuleQuantity.claimed {
      guard let bounds = claim.bounds[quantity] else { continue }
      guard let range = bounds.resolved(quantity, model) else { return verdict }
      resolved.append((quantity, range))
    }
    guard !own.isEmpty else {
      verdict.holds = true
      return verdict
    }
    if case .share(let share) = claim.of {
      var count = 0
      for values in own {
        var meets = true
        for (quantity, bounds) in resolved {
          guard let value = value(quantity, of: values) else { return verdict }
          if !bounds.contains(value) { meets = false }
        }
        if meets { count += 1 }
      }
      verdict.figure = Double(count) / Double(own.count)
      verdict.holds = Double(count) / Double(own.count) >= share
      verdict.about = resolved
      return verdict
    }
    verdict.holds = true
    for (quantity, bounds) in resolved {
      var values: [Double] = []
      for member in own {
        guard let value = value(quantity, of: member) else {
          verdict.holds = nil
          return verdict
        }
        values.append(value)
      }
      let figure =
        claim.of == .mean ? Self.mean(values) : Quantile.type7(0.5, ofSorted: Ascending.sorted(values))
      let holds = bounds.contains(figure)
      if verdict.figure == nil || !holds {
        verdict.figure = figure
        verdict.about = [(quantity, bounds)]
      }
      if !holds {
        verdict.holds = false
        return verdict
      }
    }
    return verdict
  }
}

extension CustomerValues {
  init(_ table: RFMTable, _ row: Int) {
    self.init(table[row], table.history(row))
  }
}
