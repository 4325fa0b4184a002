import Segmentation

/// Which rows are written, and in which order.
public struct RowSelection: Sendable {
  /// What rows are ordered by.
  public enum Key: String, Sendable, CaseIterable {
    /// Days.
    case recency
    /// Orders, or whatever the model counts.
    case frequency
    /// Currency.
    case monetary
    /// The cluster's id.
    case cluster
    /// The byte order of the IDs.
    case customer
  }

  /// Nil for the order of the IDs, or of an RFM table as it stands.
  public var key: Key?
  /// Whether the greatest come first.
  public var isDescending: Bool
  /// The place of the only segment that is wanted, in the pack in use; nil for all.
  public var segment: Int?
  /// Only the first so many; nil for all.
  public var top: Int?

  /// Without arguments all rows as they stand.
  public init(key: Key? = nil, isDescending: Bool = false, segment: Int? = nil, top: Int? = nil) {
    self.key = key
    self.isDescending = isDescending
    self.segment = segment
    self.top = top
  }

  /// Whether the rows of an RFM table can be answered as they come, in the order of the file.
  var isStreamed: Bool { key == nil && !isDescending && top == nil }

  /// The rows to write, in order; customers whose keys are equal stand in the order of their IDs.
  func rows(_ all: AnsweredTable) -> [Int] {
    let rows = ordered(all)?.prefix(top ?? .max).map(Int.init)
    return rows ?? Array(0..<min(top ?? .max, all.table.count))
  }

  /// - Returns: nil for all rows as they stand.
  private func ordered(_ all: AnsweredTable) -> [Int32]? {
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
