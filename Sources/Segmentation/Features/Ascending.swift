/// Columns of numbers in ascending order.
enum Ascending {
  /// The values sorted; none may be NaN.
  ///
  /// Many of them by radix, a byte of the bit pattern at a time from the lowest on; bytes that all values share,
  /// as whole numbers do, take no pass. O(n).
  static func sorted(_ values: [Double]) -> [Double] {
    guard values.count > 4096 else { return values.sorted() }
    var keys = values.map(key)
    var sorted = [UInt64](repeating: 0, count: keys.count)
    var counts = [Int](repeating: 0, count: 8 * 256)
    for key in keys {
      for byte in 0..<8 { counts[byte << 8 | Int(truncatingIfNeeded: key >> (8 * UInt64(byte)) & 255)] += 1 }
    }
    for byte in 0..<8 {
      var starts = Array(counts[(byte << 8)..<((byte + 1) << 8)])
      if starts.contains(keys.count) { continue }
      var start = 0
      for value in starts.indices { (starts[value], start) = (start, start + starts[value]) }
      for key in keys {
        let value = Int(truncatingIfNeeded: key >> (8 * UInt64(byte)) & 255)
        sorted[starts[value]] = key
        starts[value] += 1
      }
      swap(&keys, &sorted)
    }
    return keys.map(value)
  }

  private static let sign: UInt64 = 1 << 63

  /// A number that orders as the value does: the bits of negative values run the other way.
  private static func key(_ value: Double) -> UInt64 {
    let bits = value.bitPattern
    return bits & sign == 0 ? bits | sign : ~bits
  }

  private static func value(_ key: UInt64) -> Double {
    Double(bitPattern: key & sign == 0 ? ~key : key & ~sign)
  }
}
