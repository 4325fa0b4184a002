import Tabular

/// Gives every distinct byte string a number, 0, 1, 2, … in order of first sight.
///
/// Open addressing over one arena of bytes: no String and no allocation per key. Most IDs fit in one machine
/// word and are compared as one. Keys must be readable for 8 bytes from their start (blocks are padded).
final class ByteDictionary {
  private struct Entry {
    /// The first eight bytes, zeros behind a shorter key.
    var word: UInt64
    var hash: UInt32
    var length: UInt32
    var offset: Int
  }

  private(set) var count = 0
  private var entries: UnsafeMutablePointer<Entry>
  private var entryCapacity = 1024
  /// Entry number + 1; 0 is free.
  private var slots: UnsafeMutablePointer<UInt32>
  private var mask: Int
  private var arena: UnsafeMutablePointer<UInt8>
  private var arenaCapacity = 16 * 1024
  private var arenaCount = 0

  init() {
    entries = .allocate(capacity: entryCapacity)
    mask = 4 * 1024 - 1
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
    arena = .allocate(capacity: arenaCapacity)
  }

  deinit {
    entries.deallocate()
    slots.deallocate()
    arena.deallocate()
  }

  subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    let entry = entries[index]
    return UnsafeBufferPointer(start: arena + entry.offset, count: Int(entry.length))
  }

  @inline(__always)
  private static func word(_ key: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(key).loadUnaligned(as: UInt64.self)
    return count >= 8 ? raw : raw & (((1 as UInt64) << UInt64(count &* 8)) &- 1)
  }

  @inline(__always)
  private static func hash(_ word: UInt64, _ key: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    var h = (word ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
    h ^= h >> 32
    if count > 8 {
      var at = 8
      while at < count {
        h = (h ^ Self.word(key + at, count - at)) &* 0x9E37_79B9_7F4A_7C15
        h ^= h >> 29
        at += 8
      }
    }
    return h &* 0xD6E8_FEB8_6659_FD93
  }

  /// The number of a key, a new one for a key not seen before. O(1) and O(length).
  @inline(__always)
  func index(of key: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = key.baseAddress else { return 0 }
    let count = key.count
    let word = Self.word(base, count)
    let hash = UInt32(truncatingIfNeeded: Self.hash(word, base, count) >> 32)
    var slot = Int(hash) & mask
    while true {
      let entry = Int(slots[slot]) &- 1
      if entry < 0 { return insert(base, count, word, hash, at: slot) }
      let found = entries[entry]
      if found.hash == hash && found.word == word && Int(found.length) == count
        && (count <= 8 || Self.isEqual(arena + found.offset, base, count))
      {
        return entry
      }
      slot = (slot &+ 1) & mask
    }
  }

  private static func isEqual(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    for i in 8..<count where a[i] != b[i] { return false }
    return true
  }

  @inline(never)
  private func insert(
    _ key: UnsafePointer<UInt8>, _ count: Int, _ word: UInt64, _ hash: UInt32, at slot: Int
  ) -> Int {
    if self.count == entryCapacity {
      entries = enlarged(entries, from: self.count, to: entryCapacity * 2)
      entryCapacity *= 2
    }
    if arenaCount + count + RecordBlock.padding > arenaCapacity {
      let capacity = max(arenaCapacity * 2, arenaCount + count + RecordBlock.padding)
      arena = enlarged(arena, from: arenaCount, to: capacity)
      arenaCapacity = capacity
    }
    (arena + arenaCount).update(from: key, count: count)
    let number = self.count
    entries[number] = Entry(word: word, hash: hash, length: UInt32(count), offset: arenaCount)
    arenaCount += count
    slots[slot] = UInt32(number + 1)
    self.count += 1
    if self.count * 2 > mask { rehash() }
    return number
  }

  private func rehash() {
    slots.deallocate()
    mask = (mask + 1) * 4 - 1
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
    for number in 0..<count {
      var slot = Int(entries[number].hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(number + 1)
    }
  }
}

/// Moves the first `count` elements into a larger allocation and frees the old one.
func enlarged<Element: BitwiseCopyable>(
  _ old: UnsafeMutablePointer<Element>, from count: Int, to capacity: Int
) -> UnsafeMutablePointer<Element> {
  let new = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
  new.update(from: old, count: count)
  old.deallocate()
  return new
}
