import Customers
import RFMService
import Segmentation

/// The customers of a file, and what the model and the pack say of each.
struct ClassifiedRows {
  var table: RFMTable
  let classifier: RowClassifier
  private let lookup: SegmentLookup
  var segments: [Segment] { lookup.segments }

  init(_ table: RFMTable, _ loaded: LoadedModel) {
    self.table = table
    classifier = RowClassifier(loaded.model)
    lookup = SegmentLookup(loaded.pack, k: loaded.model.k)
  }

  @inline(__always)
  func answer(_ row: Int) -> RowAnswer {
    classifier.answer(Double(table.recency[row]), Double(table.frequency[row]), table.monetary[row])
  }

  /// The place in `segments`.
  @inline(__always)
  func segment(_ row: Int, _ answer: RowAnswer) -> Int {
    lookup.index(answer, Double(table.recency[row]), Double(table.frequency[row]), table.monetary[row])
  }

  /// Answers many rows, at most `RowAnswers.capacity`, with their segments.
  ///
  /// - Parameter row: gives the row for each of `places`.
  func answer(_ places: Range<Int>, _ row: (Int) -> Int, into answers: RowAnswers) {
    answers.take(places, row, of: table, classifier)
    lookup.find(answers)
  }

  /// Distances to the centres, by cluster id.
  func distances(_ row: Int) -> some Sequence<Double> {
    let point = classifier.point(
      Double(table.recency[row]), Double(table.frequency[row]), table.monetary[row])
    return (0..<classifier.k).lazy.map { classifier.distance(point, to: $0) }
  }
}

/// Which rows are written, and in which order.
struct RowSelection {
  enum Key: String, CaseIterable {
    case recency, frequency, monetary, cluster, customer
  }

  var key: Key?
  var isDescending = false
  /// The place of the only segment that is wanted.
  var segment: Int?
  var top: Int?

  /// Whether the rows of an RFM table can be answered as they come, in the order of the file.
  var isStreamed: Bool { key == nil && !isDescending && top == nil }

  /// The rows to write, in order; customers whose keys are equal stand in the order of their IDs.
  ///
  /// - Returns: nil for all of them as they stand, but for `top`.
  func rows(_ all: ClassifiedRows) -> [Int32]? {
    guard segment != nil || isDescending || key.map({ $0 != .customer }) ?? false else { return nil }
    var rows: [Int32] = []
    if let segment {
      for row in 0..<all.table.count where all.segment(row, all.answer(row)) == segment {
        rows.append(Int32(row))
      }
    } else {
      rows = Array(0..<Int32(all.table.count))
    }
    switch key {
    case nil, .customer: if isDescending { rows.reverse() }
    case .recency: sort(&rows, all.table.recency)
    case .frequency: sort(&rows, all.table.frequency)
    case .monetary: sort(&rows, all.table.monetary)
    case .cluster:
      sort(&rows, (0..<all.table.count).map { UInt16(truncatingIfNeeded: all.answer($0).cluster) })
    }
    return rows
  }

  private func sort<Value: Comparable>(_ rows: inout [Int32], _ keys: [Value]) {
    let isDescending = isDescending
    keys.withUnsafeBufferPointer { keys in
      rows.sort { a, b in
        let (x, y) = (keys[Int(a)], keys[Int(b)])
        if x != y { return isDescending ? x > y : x < y }
        return a < b
      }
    }
  }
}
