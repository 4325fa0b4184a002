/// A run of whole records in memory, filled by `RecordBlocks` and reused for the next run.
public final class RecordBlock: @unchecked Sendable {
  /// How many bytes behind `count` may be read (not meant) by code that loads a word at a time.
  public static let padding = 64

  /// The first byte; `count` of them are in use, and `padding` more may be read.
  @exclusivity(unchecked) public private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  /// Bytes in use: whole records, the last one ended by a newline.
  public internal(set) var count = 0
  /// The place of the block in its file, from 0.
  public internal(set) var ordinal = 0
  /// The line of the file on which the block starts, from 1.
  public internal(set) var firstLine = 1
  /// Line breaks in the block, those inside quotes too; records of a sheet.
  public internal(set) var lines = 0
  /// Whether no record comes behind it.
  public internal(set) var isLast = false
  /// Whether a record counts as one line whatever line breaks are in its quotes: a row of a sheet.
  public internal(set) var countsRecords = false

  /// Memory for so many bytes; it grows where one record needs more.
  public init(capacity: Int = RecordBlocks.defaultBlockSize) {
    self.capacity = capacity
    bytes = .allocate(capacity: capacity + Self.padding)
    bytes.initialize(repeating: 0, count: capacity + Self.padding)
  }

  deinit { bytes.deallocate() }

  func grow(to newCapacity: Int, keeping used: Int) {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity + Self.padding)
    larger.initialize(repeating: 0, count: newCapacity + Self.padding)
    larger.update(from: bytes, count: used)
    bytes.deallocate()
    bytes = larger
    capacity = newCapacity
  }

  /// The line of the file that holds the byte at `offset`. Linear: for messages only.
  public func line(at offset: Int) -> Int {
    var lines = LineCounter(self)
    return lines.line(at: offset)
  }
}

/// Counts the lines of a block up to places that follow each other.
public struct LineCounter {
  @usableFromInline let bytes: UnsafePointer<UInt8>
  @usableFromInline let count: Int
  @usableFromInline let countsRecords: Bool
  @usableFromInline var line: Int
  @usableFromInline var counted = 0
  @usableFromInline var isQuoted = false

  /// Begins at the block's first line.
  public init(_ block: RecordBlock) {
    bytes = UnsafePointer(block.bytes)
    count = block.count
    countsRecords = block.countsRecords
    line = block.firstLine
  }

  /// The line of the file that holds the byte at `offset`, which must not lie before one asked for earlier.
  @inlinable
  public mutating func line(at offset: Int) -> Int {
    let end = min(offset, count)
    while counted < end {
      let byte = bytes[counted]
      if byte == UInt8(ascii: "\n") {
        // Fields of a sheet are quoted or without quotes, so that each quote opens or closes.
        if !(countsRecords && isQuoted) { line &+= 1 }
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      }
      counted &+= 1
    }
    return line
  }
}
