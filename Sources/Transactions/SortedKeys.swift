/// The numbers of many keys in the byte order of the keys; of equal keys the first comes first.
struct SortedKeys {
  let order: [Int]

  /// O(n log n); most comparisons are of one machine word.
  init(_ count: Int, key: (Int) -> UnsafeBufferPointer<UInt8>) {
    struct Key {
      var head: UInt64
      var number: UInt32
    }
    var keys = (0..<count).map { number in
      let bytes = key(number)
      var head: UInt64 = 0
      for i in 0..<8 { head = head << 8 | (i < bytes.count ? UInt64(bytes[i]) : 0) }
      return Key(head: head, number: UInt32(number))
    }
    keys.sort { a, b in
      if a.head != b.head { return a.head < b.head }
      let (x, y) = (key(Int(a.number)), key(Int(b.number)))
      if x.elementsEqual(y) { return a.number < b.number }
      return x.lexicographicallyPrecedes(y)
    }
    order = keys.map { Int($0.number) }
  }
}
