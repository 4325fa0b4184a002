/// The numbers of many keys in the byte order of the keys; of equal keys the first comes first.
struct SortedKeys {
  let order: [Int]
  /// True where the keys stood in that order already.
  let wasSorted: Bool

  /// O(n) where the keys are in order already, or differ in the eight bytes behind those that all begin with;
  /// keys that are alike in these are compared, O(n log n).
  init(_ count: Int, key: (Int) -> UnsafeBufferPointer<UInt8>) {
    wasSorted = (1..<max(1, count)).allSatisfy { !Self.precedes(key($0), key($0 - 1)) }
    guard !wasSorted else {
      order = Array(0..<count)
      return
    }
    let shared = Self.sharedStart(count, key)
    var heads = (0..<count).map { number in
      Head(bytes: Self.head(key(number), from: shared), number: UInt32(number))
    }
    Self.sort(&heads)
    // Those alike so far, by all of their bytes.
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, heads[end].bytes == heads[start].bytes { end += 1 }
      if end - start > 1 {
        heads[start..<end].sort { a, b in
          let (x, y) = (key(Int(a.number)), key(Int(b.number)))
          if Self.precedes(x, y) { return true }
          return !Self.precedes(y, x) && a.number < b.number
        }
      }
      start = end
    }
    order = heads.map { Int($0.number) }
  }

  private struct Head {
    var bytes: UInt64
    var number: UInt32
  }

  private static func precedes(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    for i in 0..<min(a.count, b.count) where a[i] != b[i] { return a[i] < b[i] }
    return a.count < b.count
  }

  /// How many bytes all keys begin with alike.
  private static func sharedStart(_ count: Int, _ key: (Int) -> UnsafeBufferPointer<UInt8>) -> Int {
    let first = key(0)
    var shared = first.count
    for number in 1..<count where shared > 0 {
      let other = key(number)
      shared = min(shared, other.count)
      var i = 0
      while i < shared, other[i] == first[i] { i += 1 }
      shared = i
    }
    return shared
  }

  /// Eight bytes as a number that orders as they do; a byte behind the end is 0, as one that is there may be.
  private static func head(_ key: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt64 {
    var head: UInt64 = 0
    for i in start..<(start + 8) { head = head << 8 | (i < key.count ? UInt64(key[i]) : 0) }
    return head
  }

  /// By radix, a byte at a time from the lowest on: equal ones stay as they stand. Bytes that all share take no
  /// pass.
  private static func sort(_ heads: inout [Head]) {
    var counts = [Int](repeating: 0, count: 8 * 256)
    for head in heads {
      for byte in 0..<8 { counts[byte << 8 | digit(head, byte)] += 1 }
    }
    var sorted = heads
    for byte in 0..<8 {
      var starts = Array(counts[(byte << 8)..<((byte + 1) << 8)])
      if starts.contains(heads.count) { continue }
      var start = 0
      for value in starts.indices { (starts[value], start) = (start, start + starts[value]) }
      for head in heads {
        let value = digit(head, byte)
        sorted[starts[value]] = head
        starts[value] += 1
      }
      swap(&heads, &sorted)
    }
  }

  @inline(__always)
  private static func digit(_ head: Head, _ byte: Int) -> Int {
    Int(truncatingIfNeeded: head.bytes >> (8 * UInt64(byte)) & 255)
  }
}
