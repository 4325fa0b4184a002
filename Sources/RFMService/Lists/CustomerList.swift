import Campaigns
import CustomerStore
import Customers
import Segmentation

/// Customers as they go into a mail tool: columns, not rows, so that a million of them take no piece of memory
/// each.
public struct CustomerList: Sendable {
  /// As the store has them.
  public internal(set) var ids = IDColumn()
  /// The columns that the store keeps of customers.
  public internal(set) var kept: [KeptColumn] = []
  /// As of the observation date in force.
  public internal(set) var rfm: [RFM] = []
  /// Each from 1 to the number of bins.
  public internal(set) var scores: [Scores] = []
  /// By place in `segments`.
  public internal(set) var segment: [Int] = []
  /// `2010-11-27 10:12:00`; empty for an RFM table.
  public internal(set) var lastPurchase = IDColumn()
  /// Those of `SegmentLookup`.
  public let segments: [Segment]
  /// With a holdout: who gets no campaign, and the moment from which sales are its doing.
  public internal(set) var isControl: [Bool]?
  /// The observation date of the holdout.
  public internal(set) var asOf: String?

  /// Who will buy again, where that was asked for.
  public internal(set) var again: BuyingAgainColumn?

  /// How many customers.
  public var count: Int { rfm.count }

  init(segments: [Segment]) {
    self.segments = segments
  }

  /// Sets aside who gets no campaign. O(customers).
  public mutating func divide(_ holdout: Holdout, asOf: Timestamp?) {
    isControl = holdout.controls(ids, segments: segment)
    self.asOf = asOf?.description
  }

  /// The first thing to do about a segment's customers.
  public func advice(_ segment: Int) -> String { segments[segment].recommendations.first ?? "" }
}

extension Inquiry {
  /// The customers of some segments (all without), or those with some IDs in the order given.
  ///
  /// - Parameters:
  ///   - ids: who is wanted; nil for all.
  ///   - wanted: places of segments in the pack in use; nil for all.
  ///   - withAgain: whether to say who will buy again, too: a scan more.
  public func customers(
    _ ids: [String]? = nil, in wanted: Set<Int>? = nil, withAgain: Bool = false
  ) throws(Problem) -> CustomerList {
    let store = try loaded.requireStore()
    let forecast = withAgain ? try BuyingAgainColumn.Forecast(model, asOf: observationDate) : nil
    var probabilities: [Double] = []
    let classifier = RowClassifier(model)
    let lookup = SegmentLookup(pack, model)
    var list = CustomerList(segments: loaded.shown(lookup))
    list.kept = loaded.keptColumns.map(KeptColumn.init)
    var rows = 0
    try explained { () throws(StoreError) in
      try store.list(ids) { row in
        rows &+= 1
        if rows & 0xFFF == 0 { work.count("looking at customers", rows, of: model.source.customers) }
        let rfm = current(row)
        let (r, f, m) = (Double(rfm.recency), Double(rfm.frequency), rfm.monetary)
        let answer = classifier.answer(r, f, m)
        let segment = lookup.index(answer, r, f, m, row.history(recency: rfm.recency))
        if let wanted, !wanted.contains(segment) { return }
        row.withID { list.ids.append($0) }
        for column in list.kept.indices { row.withKept(column) { list.kept[column].values.append($0) } }
        list.rfm.append(rfm)
        list.scores.append(answer.scores)
        list.segment.append(segment)
        row.withLastPurchase { list.lastPurchase.append($0) }
        if let forecast { probabilities.append(forecast.probability(row) ?? .nan) }
      }
    }
    work.progress(.finished)
    if let forecast {
      var all: [Double] = []
      try scan { row in if let probability = forecast.probability(row) { all.append(probability) } }
      list.again = BuyingAgainColumn(probabilities, among: all, forecast.model)
    }
    return list
  }
}
