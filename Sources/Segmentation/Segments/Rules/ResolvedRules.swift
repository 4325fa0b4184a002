extension SegmentPack {
  /// The pack with every limit that is relative to a model in numbers, as far as the model knows them. What is
  /// resolved stays what it is.
  public func resolved(by model: Model) -> SegmentPack {
    guard segments.contains(where: { $0.when.contains { !$0.limits.isEmpty } }) else { return self }
    var pack = self
    for segment in segments.indices {
      pack.segments[segment].when = segments[segment].when.map { $0.resolved(by: model) }
    }
    return pack
  }

  /// The same; nil where the pack does not fit the model.
  public func fitted(to model: Model) -> SegmentPack? {
    misfit(model) == nil ? resolved(by: model) : nil
  }

  /// The quantities that its rules asked for until one took a customer, and that are not known of them.
  public func unknown(of classification: Classification) -> [RuleQuantity] {
    let last = index(of: classification).map { $0 + 1 } ?? segments.count
    let asked = segments.prefix(last).flatMap(\.when).reduce(into: Set<RuleQuantity>()) {
      $0.formUnion($1.quantities)
    }
    return RuleQuantity.derived.filter { asked.contains($0) && $0.value(of: classification) == nil }
  }

  /// The quantities that its rules ask for and that are computed from more than one value.
  public var derivedQuantities: [RuleQuantity] {
    let asked = segments.flatMap(\.when).reduce(into: Set<RuleQuantity>()) { $0.formUnion($1.quantities) }
    return RuleQuantity.derived.filter(asked.contains)
  }
}

extension Conditions {
  /// The quantities that have a range.
  var quantities: Set<RuleQuantity> { Set(bounds.keys).union(limits.keys) }

  func resolved(by model: Model) -> Conditions {
    var conditions = self
    for (quantity, limits) in limits { conditions.bounds[quantity] = limits.resolved(quantity, model) }
    return conditions
  }

  /// What they ask for and the model does not know; nil where it knows all.
  func misfit(_ model: Model) -> String? {
    for quantity in RuleQuantity.allCases where quantities.contains(quantity) {
      let limits = [limits[quantity]?.min, limits[quantity]?.max, limits[quantity]?.below].compactMap(\.self)
      let asksForGaps = quantity == .gaps || limits.contains { if case .gap = $0 { true } else { false } }
      if asksForGaps, model.rhythm == nil {
        return
          "it asks for the gaps between purchases, and the model does not know them: train it on sales with dates, among them customers who came back"
      }
      if quantity == .tenure, model.source.asOf == nil {
        return
          "it asks for the days since the first purchase, and the model does not know them: train it on sales with dates"
      }
      if quantity == .again, model.again == nil {
        return
          "it asks who will buy again, and the model does not say it: train it on sales with dates, among them customers who came back"
      }
      if let unknown = limits.first(where: { $0.value(quantity, model) == nil }) {
        return
          "it asks for \(unknown.word) of \(quantity.rawValue), and the model, of an earlier release, does not know it: train it again"
      }
    }
    return nil
  }
}
