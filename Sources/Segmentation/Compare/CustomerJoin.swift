import Customers

/// Which customers of two tables are the same: a merge of two columns of IDs, both in byte order.
public struct CustomerJoin: Sendable {
  /// For each row of the earlier table the row of the later one; -1 for a customer who is not in it.
  public let later: [Int32]
  /// Whether a row of the later table is in the earlier one.
  public let isInEarlier: [Bool]
  /// Customers in both.
  public let shared: Int

  /// O(n + m), without a piece of memory per row.
  public init(earlier: IDColumn, later: IDColumn) {
    var partners = [Int32](repeating: -1, count: earlier.count)
    var isInEarlier = [Bool](repeating: false, count: later.count)
    var shared = 0
    var (a, b) = (0, 0)
    while a < earlier.count && b < later.count {
      let order = earlier.order(of: a, to: later, at: b)
      if order == 0 {
        partners[a] = Int32(b)
        isInEarlier[b] = true
        shared += 1
        a += 1
        b += 1
      } else if order < 0 {
        a += 1
      } else {
        b += 1
      }
    }
    self.later = partners
    self.isInEarlier = isInEarlier
    self.shared = shared
  }

  /// How many customers are in each pair of clusters (earlier × later).
  public func contingency(_ earlierLabels: [Int32], k: Int, _ laterLabels: [Int32], k laterK: Int) -> [[Int]]
  {
    var counts = [Int](repeating: 0, count: k * laterK)
    for (row, partner) in later.enumerated() where partner >= 0 {
      counts[Int(earlierLabels[row]) * laterK + Int(laterLabels[Int(partner)])] += 1
    }
    return (0..<k).map { Array(counts[($0 * laterK)..<(($0 + 1) * laterK)]) }
  }
}
