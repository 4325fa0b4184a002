import Tabular

extension RecordFields {
  /// Whether two fields of the block have the same bytes; false for empty ones.
  @inline(__always)
  func areSame(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    let count = a.upperBound &- a.lowerBound
    guard count == b.upperBound &- b.lowerBound, count > 0 else { return false }
    let first = UnsafeRawPointer(bytes) + a.lowerBound
    let second = UnsafeRawPointer(bytes) + b.lowerBound
    func difference(_ at: Int) -> UInt64 {
      first.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        ^ second.loadUnaligned(fromByteOffset: at, as: UInt64.self)
    }
    if count < 8 { return difference(0) &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count) == 0 }
    // The last word reaches back into the one before.
    let last = count &- 8
    var at = 0
    while at < last {
      if difference(at) != 0 { return false }
      at &+= 8
    }
    return difference(last) == 0
  }
}
