import CByteScan
import Dispatch
import Tabular

/// Gives every distinct byte string a number, 0, 1, 2, … in order of first sight.
///
/// Open addressing: no String and no allocation per key. A slot holds the first eight bytes of its key, so that
/// most IDs are found by one look at memory. Keys must be readable for 8 bytes from their start (blocks are
/// padded).
final class ByteDictionary {
  private struct Slot {
    /// The first eight bytes, zeros behind a shorter key.
    var word: UInt64
    /// The key's number + 1; 0 is free.
    var number: UInt32
    /// 24 bits of the hash, and the length up to 255.
    var tag: UInt32
  }

  @exclusivity(unchecked) private(set) var count = 0
  @exclusivity(unchecked) private var slots: UnsafeMutablePointer<Slot>
  @exclusivity(unchecked) private var mask = 1024 - 1
  /// All keys in order, with room behind them to read whole words, and where each ends.
  @exclusivity(unchecked) private var arena: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) private var arenaCapacity = 16 * 1024
  @exclusivity(unchecked) private var ends: UnsafeMutablePointer<Int>
  @exclusivity(unchecked) private var endCapacity = 512

  init() {
    slots = LargeTable.allocate(mask + 1, repeating: Slot(word: 0, number: 0, tag: 0))
    arena = LargeTable.grown(nil, to: arenaCapacity)
    ends = LargeTable.grown(nil, to: endCapacity)
  }

  deinit {
    slots.deallocate()
    LargeTable.free(arena)
    LargeTable.free(ends)
  }

  @inline(__always)
  subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = index == 0 ? 0 : ends[index &- 1]
    return UnsafeBufferPointer(start: arena + start, count: ends[index] &- start)
  }

  /// The bytes of all keys together.
  var byteCount: Int { count == 0 ? 0 : ends[count - 1] }

  @inline(__always)
  private static func word(_ key: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(key).loadUnaligned(as: UInt64.self)
    return count >= 8 ? raw : raw & (((1 as UInt64) << UInt64(count &* 8)) &- 1)
  }

  @inline(__always)
  private static func hash(_ word: UInt64, _ count: Int) -> UInt64 {
    let h = (word ^ UInt64(truncatingIfNeeded: count) &* 0xFF51_AFD7_ED55_8CCD) &* 0x9E37_79B9_7F4A_7C15
    return h ^ (h >> 32)
  }

  @inline(__always)
  private static func hash(_ word: UInt64, _ key: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    var h = (word ^ UInt64(truncatingIfNeeded: count) &* 0xFF51_AFD7_ED55_8CCD) &* 0x9E37_79B9_7F4A_7C15
    if count > 8 {
      var at = 8
      while at < count {
        h = (h ^ (h >> 32) ^ Self.word(key + at, count - at)) &* 0xD6E8_FEB8_6659_FD93
        at += 8
      }
    }
    return h ^ (h >> 32)
  }

  @inline(__always)
  private static func tag(_ hash: UInt64, _ count: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: hash >> 32) & 0xFFFF_FF00 | UInt32(truncatingIfNeeded: min(count, 255))
  }

  /// Asks for the memory that a look for this key will read.
  @inline(__always)
  func prefetch(_ key: UnsafeBufferPointer<UInt8>) {
    guard let base = key.baseAddress else { return }
    let hash = Self.hash(Self.word(base, key.count), base, key.count)
    byte_scan_prefetch(slots + (Int(truncatingIfNeeded: hash) & mask))
  }

  /// Whether its slots have outgrown a core's own cache (2 MiB of them), so that asking for memory ahead is worth
  /// what it costs.
  var isLarge: Bool { mask >= 1 << 17 }

  /// The number of a key, a new one for a key not seen before. O(1) and O(length).
  @inline(__always)
  func index(of key: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = key.baseAddress else { return 0 }
    let look = look(for: base, key.count)
    return look.number ?? insert(key, look.word, look.tag, at: look.place)
  }

  /// The number of a key, or nil and where it would stand. Several threads may look while none adds.
  @inline(__always)
  private func look(
    for key: UnsafePointer<UInt8>, _ count: Int
  ) -> (number: Int?, word: UInt64, tag: UInt32, place: Int) {
    let word = Self.word(key, count)
    let hash = Self.hash(word, key, count)
    let tag = Self.tag(hash, count)
    var at = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[at]
      if slot.number == 0 { return (nil, word, tag, at) }
      // Up to eight bytes, word and length are the whole key.
      if slot.word == word && slot.tag == tag
        && (count <= 8 || isEqual(Int(slot.number) &- 1, key, count))
      {
        return (Int(slot.number) &- 1, word, tag, at)
      }
      at = (at &+ 1) & mask
    }
  }

  /// The same for a key of at most eight bytes, the first ones of `text`.
  @inline(__always)
  func index(of short: ShortText, at text: UnsafeBufferPointer<UInt8>) -> Int {
    let hash = Self.hash(short.word, short.count)
    let tag = Self.tag(hash, short.count)
    var at = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[at]
      if slot.word == short.word && slot.tag == tag && slot.number != 0 {
        return Int(slot.number) &- 1
      }
      if slot.number == 0 {
        let key = UnsafeBufferPointer(start: text.baseAddress, count: short.count)
        return insert(key, short.word, tag, at: at)
      }
      at = (at &+ 1) & mask
    }
  }

  /// The numbers here of all keys of another dictionary, new ones for those that are not here yet, in their
  /// order. Those that are here are found on all cores.
  func merge(_ other: ByteDictionary) -> [Int] {
    let (count, size, ahead) = (other.count, 1 << 15, 16)
    var numbers = [Int](unsafeUninitializedCapacity: count) { numbers, used in
      used = count
      nonisolated(unsafe) let (numbers, other, own) = (numbers, other, self)
      DispatchQueue.concurrentPerform(iterations: (count + size - 1) / size) { part in
        let range = part * size..<min(count, (part + 1) * size)
        for number in range {
          if number + ahead < range.upperBound { own.prefetch(other[number + ahead]) }
          let key = other[number]
          numbers[number] = key.baseAddress.flatMap { own.look(for: $0, key.count).number } ?? -1
        }
      }
    }
    for number in numbers.indices where numbers[number] < 0 { numbers[number] = index(of: other[number]) }
    return numbers
  }

  private func isEqual(_ number: Int, _ key: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let known = self[number]
    guard known.count == count else { return false }
    for i in 8..<count where known[i] != key[i] { return false }
    return true
  }

  @inline(never)
  private func insert(_ key: UnsafeBufferPointer<UInt8>, _ word: UInt64, _ tag: UInt32, at place: Int) -> Int
  {
    let used = byteCount
    if used + key.count + RecordBlock.padding > arenaCapacity {
      let capacity = max(arenaCapacity * 2, used + key.count + RecordBlock.padding)
      arena = LargeTable.grown(arena, to: capacity)
      arenaCapacity = capacity
    }
    if count == endCapacity {
      ends = LargeTable.grown(ends, to: endCapacity * 2)
      endCapacity *= 2
    }
    if let base = key.baseAddress { (arena + used).update(from: base, count: key.count) }
    ends[count] = used + key.count
    count += 1
    slots[place] = Slot(word: word, number: UInt32(count), tag: tag)
    if count * 3 > (mask + 1) * 2 { rehash() }
    return count - 1
  }

  /// A key of up to eight bytes is in its slot; only longer ones are read again.
  private func hash(of slot: Slot) -> UInt64 {
    let count = Int(slot.tag & 0xFF)
    if count <= 8 { return Self.hash(slot.word, count) }
    let key = self[Int(slot.number) - 1]
    return key.baseAddress.map { Self.hash(slot.word, $0, key.count) } ?? 0
  }

  private func rehash() {
    let (old, oldMask) = (slots, mask)
    mask = (mask + 1) * 2 - 1
    slots = LargeTable.allocate(mask + 1, repeating: Slot(word: 0, number: 0, tag: 0))
    for place in 0...oldMask where old[place].number != 0 {
      let slot = old[place]
      let hash = hash(of: slot)
      var at = Int(truncatingIfNeeded: hash) & mask
      while slots[at].number != 0 { at = (at + 1) & mask }
      slots[at] = slot
    }
    old.deallocate()
  }
}
