import Customers
import TestSupport
import Testing

@testable import Transactions

@Suite("Keys in byte order")
struct SortedKeysTests {
  private func sorted(_ keys: [[UInt8]]) -> SortedKeys {
    var ids = IDColumn()
    for key in keys { key.withUnsafeBufferPointer { ids.append($0) } }
    return ids.withTexts { ids in SortedKeys(ids.count) { ids[$0] } }
  }

  /// Of equal ones the first comes first.
  private func plain(_ keys: [[UInt8]]) -> [Int] {
    keys.indices.sorted { a, b in
      if keys[a].lexicographicallyPrecedes(keys[b]) { return true }
      return !keys[b].lexicographicallyPrecedes(keys[a]) && a < b
    }
  }

  /// Keys made by chance: short ones and long ones, with repeats, with NULs, and with what they begin with.
  @Test(arguments: 1...60)
  func standAsAPlainSortPutsThem(seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    let start = [UInt8]("customer-".utf8.prefix(Int.random(in: 0...9, using: &random)))
    let letters: [UInt8] = seed % 3 == 0 ? [0, 1, 255] : [UInt8]("0123456789".utf8)
    let longest = Int.random(in: 0...12, using: &random)
    let keys = (0..<Int.random(in: 0...300, using: &random)).map { _ in
      start
        + (0..<Int.random(in: 0...longest, using: &random)).map { _ in
          letters.randomElement(using: &random) ?? 0
        }
    }
    #expect(sorted(keys).order == plain(keys))
    let inOrder = plain(keys).map { keys[$0] }
    #expect(sorted(inOrder).order == Array(inOrder.indices))
    #expect(sorted(inOrder).wasSorted)
  }

  @Test func thatWereSortedSaySo() {
    #expect(sorted([]).wasSorted)
    #expect(sorted([[2]]).wasSorted)
    #expect(sorted([[1], [1], [1, 0], [2]]).wasSorted)
    #expect(!sorted([[1], [1, 0], [1]]).wasSorted)
    #expect(!sorted([[200], [100]]).wasSorted)
  }
}
