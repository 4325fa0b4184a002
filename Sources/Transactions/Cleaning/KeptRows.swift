import Tabular

/// Which rows of a block are kept.
final class KeptRows {
  private(set) var rows: [Int32] = []

  func append(_ row: Int) { rows.append(Int32(truncatingIfNeeded: row)) }
  func clear() { rows.removeAll(keepingCapacity: true) }
}
