/// Text on its way out, as bytes: filled by rows, emptied whenever it is full enough.
public final class ByteBuffer {
  // One thread at a time has a buffer, so nothing is lost by not watching each access.
  @exclusivity(unchecked) @usableFromInline var bytes: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) @usableFromInline var capacity: Int
  @exclusivity(unchecked) @usableFromInline var used = 0
  /// From this many bytes on it is worth emptying.
  public static let enough = 1 << 18

  /// An empty buffer with room for somewhat more than `enough`.
  public init() {
    capacity = Self.enough + 4096
    bytes = .allocate(capacity: capacity)
  }

  deinit { bytes.deallocate() }

  /// How many bytes are in it.
  @inlinable public var count: Int { used }

  /// Whether it is worth emptying.
  @inlinable public var isFull: Bool { used >= Self.enough }

  /// All bytes in it; valid until the next change.
  @inlinable public var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: used) }

  /// Empties it and keeps its memory.
  @inlinable public func clear() { used = 0 }

  /// Moves the first `count` bytes, or all there are, to `target`, and the rest to the front.
  ///
  /// - Returns: how many were moved.
  public func take(_ count: Int, into target: UnsafeMutablePointer<UInt8>) -> Int {
    let taken = min(count, used)
    target.update(from: bytes, count: taken)
    used -= taken
    if used > 0 { bytes.update(from: bytes + taken, count: used) }
    return taken
  }

  @inlinable @inline(__always)
  func makeRoom(_ more: Int) {
    if used &+ more > capacity { grow(more) }
  }

  @inline(never) @usableFromInline
  func grow(_ more: Int) {
    let wider = max(2 * capacity, used + more)
    let new = UnsafeMutablePointer<UInt8>.allocate(capacity: wider)
    new.update(from: bytes, count: used)
    bytes.deallocate()
    bytes = new
    capacity = wider
  }

  /// Lets `body` write up to `room` bytes without a look at the room for each.
  @inlinable @inline(__always)
  public func write(atMost room: Int, _ body: (inout ByteCursor) -> Void) {
    makeRoom(room &+ ByteCursor.slack)
    var cursor = ByteCursor(bytes + used)
    body(&cursor)
    used = cursor.place - bytes
  }

  // MARK: - Bytes and text

  /// Adds a byte at the end.
  @inlinable @inline(__always)
  public func append(_ byte: UInt8) {
    makeRoom(1)
    bytes[used] = byte
    used &+= 1
  }

  /// Adds bytes at the end.
  @inlinable @inline(__always)
  public func append(_ more: UnsafeBufferPointer<UInt8>) {
    guard let base = more.baseAddress else { return }
    makeRoom(more.count)
    (bytes + used).update(from: base, count: more.count)
    used &+= more.count
  }

  /// Adds bytes at the end.
  @inlinable @inline(__always)
  public func append(_ more: [UInt8]) {
    more.withUnsafeBufferPointer { append($0) }
  }

  /// Adds the UTF-8 of a text at the end.
  public func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  // MARK: - Numbers

  /// Adds the digits of a whole number at the end.
  @inlinable
  public func append(_ number: Int) {
    write(atMost: ByteCursor.numberLength) { $0.append(number) }
  }

  /// A number with zeros in front.
  @inlinable @inline(__always)
  public func append(digits number: Int, count digits: Int) {
    makeRoom(digits)
    var rest = number
    var at = used &+ digits
    while at > used {
      at &-= 1
      bytes[at] = UInt8(truncatingIfNeeded: rest % 10) &+ UInt8(ascii: "0")
      rest /= 10
    }
    used &+= digits
  }

  /// The shortest decimal that reads back as the same number; a whole number without a point.
  public func append(_ number: Double) {
    write(atMost: ByteCursor.numberLength) { $0.append(number) }
  }
}
