import Customers
import Segmentation

/// What goes into a store: a table of customers and where each belongs.
public struct StoreContent: Sendable {
  /// The customers, in the order of their IDs.
  public let table: RFMTable
  /// The cluster of each row of the table.
  public let labels: [Int32]
  /// Who was left out of training, by row of the table.
  public let isOutlier: [Bool]
  /// What packs say of the customers, a view each.
  public let views: [StoreView]

  /// What `StoreWriter` writes; `labels` and `isOutlier` are as long as the table.
  public init(table: RFMTable, labels: [Int32], isOutlier: [Bool], views: [StoreView] = []) {
    self.table = table
    self.labels = labels
    self.isOutlier = isOutlier
    self.views = views
  }

  /// 16 hexadecimal digits that depend on all that is known of the customers, and on nothing else: the views are
  /// written anew with each edit of a pack. O(customers).
  public var id: String {
    var hash = ContentHash()
    hash.add(UInt64(table.count))
    table.ids.withTexts { ids in
      for row in 0..<table.count { add(row, ids[row], to: &hash) }
    }
    for column in table.kept {
      Array(column.name.utf8).withUnsafeBufferPointer { hash.add($0) }
      column.values.withTexts { values in
        for row in 0..<values.count { hash.add(values[row]) }
      }
    }
    return hash.hexadecimal
  }

  private func add(_ row: Int, _ id: UnsafeBufferPointer<UInt8>, to hash: inout ContentHash) {
    hash.add(id)
    hash.add(
      UInt64(UInt32(bitPattern: table.recency[row])) << 32
        | UInt64(UInt32(bitPattern: table.frequency[row])))
    hash.add(table.monetary[row].bitPattern)
    if table.hasDates {
      hash.add(UInt64(bitPattern: table.firstPurchase[row].seconds))
      hash.add(UInt64(bitPattern: table.lastPurchase[row].seconds))
      hash.add(UInt64(UInt32(bitPattern: table.purchaseDays[row])))
    }
    hash.add(UInt64(UInt32(bitPattern: labels[row])) << 1 | (isOutlier[row] ? 1 : 0))
  }
}

/// A 64-bit hash of a sequence of words: tells contents apart, and is no protection against forgery.
private struct ContentHash {
  private var state: UInt64 = 0x51_7C_C1_B7_27_22_0A_95

  mutating func add(_ word: UInt64) {
    state = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
    state ^= state >> 32
  }

  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    var word: UInt64 = 0
    for (i, byte) in bytes.enumerated() {
      word = word << 8 | UInt64(byte)
      if i % 8 == 7 {
        add(word)
        word = 0
      }
    }
    add(word)
    add(UInt64(bytes.count))
  }

  var hexadecimal: String {
    let digits = String(state &* 0xD6E8_FEB8_6659_FD93, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
