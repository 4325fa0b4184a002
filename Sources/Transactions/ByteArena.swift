/// Many byte strings in one piece of memory that does not move under those who read it in between.
final class ByteArena {
  private var bytes: UnsafeMutablePointer<UInt8> = LargeTable.grown(nil, to: 64 * 1024)
  private var capacity = 64 * 1024
  private var ends: [Int] = []

  deinit { LargeTable.free(bytes) }

  var byteCount: Int { ends.last ?? 0 }

  func append(_ text: UnsafeBufferPointer<UInt8>) {
    let used = byteCount
    if used + text.count > capacity {
      let larger = max(capacity * 2, used + text.count)
      bytes = LargeTable.grown(bytes, to: larger)
      capacity = larger
    }
    if let base = text.baseAddress { (bytes + used).update(from: base, count: text.count) }
    ends.append(used + text.count)
  }

  /// Valid until the next `append`.
  subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = index == 0 ? 0 : ends[index - 1]
    return UnsafeBufferPointer(start: bytes + start, count: ends[index] - start)
  }
}
