import CustomerStore
import Customers
import Segmentation

/// Who is in a segment.
extension Inquiry {
  /// The customers of a segment who spent most.
  public func top(_ segment: Int, count: Int) throws(Problem) -> CustomerListing {
    var best = FirstCustomers(count)
    try members(of: segment) { row, classification in
      let order = (-row.rfm.monetary, 0.0, 0.0)
      guard best.mayTake(order) else { return }
      best.offer(.init(row, classification, order))
    }
    return try listing(.top(segment: loaded.name(of: .segment(segment))), best)
  }

  /// The customers nearest the centre of a segment.
  public func typical(_ segment: Int, count: Int) throws(Problem) -> CustomerListing {
    let centre = try centre(of: segment)
    var best = FirstCustomers(count)
    try members(of: segment) { row, classification in
      let order = (classification.point.squaredDistance(to: centre).squareRoot(), 0.0, 0.0)
      guard best.mayTake(order) else { return }
      best.offer(.init(row, classification, order))
    }
    return try listing(.typical(segment: loaded.name(of: .segment(segment))), best)
  }

  /// Visits the customers of a segment, each with what the model says.
  private func members(
    of segment: Int, _ body: (CustomerStore.ScannedRow, Classification) -> Void
  ) throws(Problem) {
    let pack = pack
    try scan { row in
      let classification = model.classify(row.rfm, history: row.history)
      if pack?.index(of: classification) == segment { body(row, classification) }
    }
  }

  /// The centroid of a segment that is one cluster; else the mean of its customers in scaled units.
  private func centre(of index: Int) throws(Problem) -> Point {
    guard let segment = pack?.segments[index] else { return Point(0, 0, 0) }
    if segment.when.count == 1, let clusters = segment.clusters, clusters.count == 1,
      let cluster = clusters.first, cluster < model.k
    {
      return model.clustering.centres[cluster]
    }
    var sums = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    var count = 0.0
    try members(of: index) { _, classification in
      sums.0.add(classification.point.x)
      sums.1.add(classification.point.y)
      sums.2.add(classification.point.z)
      count += 1
    }
    guard count > 0 else { return Point(0, 0, 0) }
    return Point(sums.0.value / count, sums.1.value / count, sums.2.value / count)
  }

  // MARK: Segments

  /// The segments of the pack in use, and how many customers each has.
  public func segments() throws(Problem) -> SegmentsOverview {
    guard let pack else { throw Problem("no segment pack fits this model", .notFound) }
    guard loaded.store != nil else { return SegmentsOverview(pack: pack, groups: nil) }
    var groups = [SegmentsOverview.Group](repeating: .init(), count: pack.segments.count + 1)
    try scan { row in
      let index = pack.index(of: model.classify(row.rfm, history: row.history)) ?? pack.segments.count
      groups[index].customers += 1
      groups[index].sum.add(row.rfm.monetary)
    }
    return SegmentsOverview(pack: loaded.shownPack ?? pack, groups: groups)
  }

  /// A segment of the pack in use: its rule, its customers' means, what to do.
  public func segment(_ index: Int) throws(Problem) -> SegmentOverview {
    guard let pack else { throw Problem("no segment pack fits this model", .notFound) }
    var count = 0
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: 3)
    if loaded.store != nil {
      try members(of: index) { row, _ in
        count += 1
        for feature in FeatureName.allCases { sums[feature.index].add(row.rfm[feature]) }
      }
    }
    return SegmentOverview(
      pack: pack.name, segment: loaded.shown(index) ?? pack.segments[index],
      customers: loaded.store == nil ? nil : count,
      means: count > 0 ? sums.map { $0.value / Double(count) } : nil)
  }

  /// What lint says of a pack, with how many customers are in each segment and gap where there is a store.
  public func lint(_ pack: SegmentPack) throws(Problem) -> LintReport {
    var report = loaded.lint(pack)
    guard loaded.store != nil, pack.misfit(model) == nil else { return report }
    do {
      var members = SegmentMembers(pack, model)
      try report.count { body in
        try scan { row in
          body(model.classify(row.rfm, history: row.history))
          members.add(CustomerValues(row))
        }
      }
      report.check(members, words: RuleWords(model))
    } catch {
      throw error as? Problem ?? Problem("\(error)", .io)
    }
    return report
  }
}

extension CustomerValues {
  init(_ row: CustomerStore.ScannedRow) {
    self.init(row.rfm, row.history)
  }
}

extension Candidate {
  fileprivate init(
    _ row: CustomerStore.ScannedRow, _ classification: Classification, _ order: (Double, Double, Double)
  ) {
    self.init(
      id: row.id, rfm: row.rfm, cluster: classification.cluster, order: order, standing: .member,
      history: row.history)
  }
}
