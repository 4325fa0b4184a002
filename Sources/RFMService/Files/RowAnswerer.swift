import Customers
import Segmentation

/// A model and its pack made ready for millions of customers: made once, asked of any table.
struct RowAnswerer: Sendable {
  let classifier: RowClassifier
  private let lookup: SegmentLookup
  private let loaded: LoadedModel

  init(_ loaded: LoadedModel) {
    classifier = RowClassifier(loaded.model)
    self.loaded = loaded
    lookup = SegmentLookup(loaded.pack, loaded.model)
  }

  /// The segments of the pack; behind them, for customers whom none takes, one for each cluster.
  var segments: [Segment] { lookup.segments }

  /// The same with the figures of their texts filled in.
  var shownSegments: [Segment] { loaded.shown(lookup) }

  /// What the model says of recency in days, frequency and monetary.
  @inline(__always)
  func answer(_ r: Double, _ f: Double, _ m: Double) -> RowAnswer { classifier.answer(r, f, m) }

  /// The place in `segments` of a row of a table, for what the model said of it.
  @inline(__always)
  func segment(_ answer: RowAnswer, _ row: Int, of table: RFMTable) -> Int {
    lookup.index(
      answer, Double(table.recency[row]), Double(table.frequency[row]), table.monetary[row],
      table.history(row))
  }

  /// Answers many rows of a table, at most `RowAnswers.capacity`, with their segments.
  ///
  /// - Parameter row: gives the row for each of `places`.
  func answer(_ places: Range<Int>, _ row: (Int) -> Int, of table: RFMTable, into answers: RowAnswers) {
    answers.take(places, row, of: table, classifier)
    lookup.find(answers, of: table)
  }

  /// Distances to the centroids, by cluster id.
  func distances(_ row: Int, of table: RFMTable) -> some Sequence<Double> {
    let point = classifier.point(
      Double(table.recency[row]), Double(table.frequency[row]), table.monetary[row])
    return (0..<classifier.k).lazy.map { classifier.distance(point, to: $0) }
  }
}

/// A table of customers, and who answers for each of them.
struct AnsweredTable: Sendable {
  let table: RFMTable
  let answerer: RowAnswerer
  /// Who will buy again, where that was asked for.
  let again: BuyingAgainColumn?

  @inline(__always)
  func answer(_ row: Int) -> RowAnswer {
    answerer.answer(Double(table.recency[row]), Double(table.frequency[row]), table.monetary[row])
  }

  /// The place in the answerer's `segments`.
  @inline(__always)
  func segment(_ row: Int, _ answer: RowAnswer) -> Int {
    answerer.segment(answer, row, of: table)
  }
}
