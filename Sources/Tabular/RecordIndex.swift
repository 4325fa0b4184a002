import CByteScan

/// Where the fields of a block's records lie: the result of the first of two passes over the bytes.
///
/// Every indexed row has exactly `columns` fields. Empty lines are passed over; rows with another number of
/// fields are set apart in `ragged`. The second pass, over the fields, belongs to whoever reads the rows.
public final class RecordIndex: @unchecked Sendable {
  /// A row whose number of fields is not the header's.
  public struct RaggedRow: Sendable {
    /// Where the row starts in the block.
    public let offset: Int
    /// How many it has.
    public let fields: Int
    /// How many indexed rows come before it.
    public let rowsBefore: Int
  }

  /// How many fields a row must have.
  public let columns: Int
  /// What stands between fields.
  public let delimiter: UInt8
  /// Indexed rows.
  public private(set) var rows = 0
  /// Rows with another number of fields, in the order of the block.
  public private(set) var ragged: [RaggedRow] = []
  /// Where row r starts in the block: `rowStarts[r]`. One thread at a time has an index, so nothing is lost by
  /// not watching each access.
  @exclusivity(unchecked) public private(set) var rowStarts: UnsafeMutablePointer<UInt32>
  /// Where field c of row r ends (its delimiter or newline): `fieldEnds[r * columns + c]`.
  @exclusivity(unchecked) public private(set) var fieldEnds: UnsafeMutablePointer<UInt32>
  /// True where each line of the block is one indexed row: row r then stands on the block's first line + r.
  public private(set) var hasRowOnEachLine = false
  private var rowCapacity: Int
  private var fieldCapacity: Int

  /// An empty index; `index` fills it anew for each block.
  public init(columns: Int, delimiter: UInt8) {
    self.columns = columns
    self.delimiter = delimiter
    rowCapacity = 4096
    fieldCapacity = rowCapacity * max(columns, 1) + 64
    rowStarts = .allocate(capacity: rowCapacity)
    fieldEnds = .allocate(capacity: fieldCapacity)
  }

  deinit {
    rowStarts.deallocate()
    fieldEnds.deallocate()
  }

  /// Indexes the records of `block`. O(bytes), about half a nanosecond for a field.
  public func index(_ block: RecordBlock) {
    rows = 0
    ragged.removeAll(keepingCapacity: true)
    var found = byte_scan_fields()
    while true {
      byte_scan_find_fields(block.bytes, block.count, delimiter, fieldEnds, fieldCapacity, &found)
      if found.position >= block.count { break }
      growFields(keeping: found.found)
    }
    if found.records > rowCapacity { growRows(to: found.records) }
    hasRowOnEachLine = false
    if indexEvenRows(block, found) {
      hasRowOnEachLine = block.lines == rows
    } else {
      rows = 0
      indexUnevenRows(block, found.found)
    }
  }

  /// The rows of a block in which each has as many fields as the header, as nearly all do.
  ///
  /// - Returns: false where that is not so. It is where each field that should be the last of its row ends in a
  ///   line break, and there are no more line breaks than those.
  private func indexEvenRows(_ block: RecordBlock, _ found: byte_scan_fields) -> Bool {
    guard columns > 1, found.found == found.records * columns else { return false }
    let (bytes, ends, starts, columns) = (block.bytes, fieldEnds, rowStarts, columns)
    var start: UInt32 = 0
    var last = columns - 1
    for row in 0..<Int(found.records) {
      let end = ends[last]
      guard bytes[Int(end)] == UInt8(ascii: "\n") else { return false }
      starts[row] = start
      start = end &+ 1
      last &+= columns
    }
    rows = found.records
    return true
  }

  /// The same for any block, a field at a time: those of rows that are not indexed are taken out.
  private func indexUnevenRows(_ block: RecordBlock, _ found: Int) {
    let bytes = UnsafePointer(block.bytes)
    let ends = fieldEnds
    var fields = 0
    var rowBase = 0
    var rowStart = 0
    for place in 0..<found {
      let end = ends[place]
      ends[fields] = end
      fields &+= 1
      guard bytes[Int(end)] == UInt8(ascii: "\n") else { continue }
      let rowEnd = Int(end)
      if isBlank(bytes, rowStart, rowEnd) {
        fields = rowBase
      } else if fields &- rowBase == columns {
        rowStarts[rows] = UInt32(truncatingIfNeeded: rowStart)
        rows &+= 1
        rowBase = fields
      } else {
        ragged.append(RaggedRow(offset: rowStart, fields: fields - rowBase, rowsBefore: rows))
        fields = rowBase
      }
      rowStart = rowEnd &+ 1
    }
  }

  @inline(__always)
  private func isBlank(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    end == start || (end == start + 1 && bytes[start] == UInt8(ascii: "\r"))
  }

  /// The indexed rows of `block`, for loops over them.
  @inlinable @inline(__always)
  public func fields(of block: RecordBlock) -> RecordFields {
    RecordFields(bytes: block.bytes, starts: rowStarts, ends: fieldEnds, columns: columns)
  }

  /// The raw bytes of field `column` of `row`, quotes and all, without a carriage return at the row's end.
  @inlinable @inline(__always)
  public func field(_ row: Int, _ column: Int, in block: RecordBlock) -> Range<Int> {
    fields(of: block).range(row, column)
  }

  private func growFields(keeping used: Int) {
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: fieldCapacity * 2)
    larger.update(from: fieldEnds, count: used)
    fieldEnds.deallocate()
    fieldEnds = larger
    fieldCapacity *= 2
  }

  /// Nothing is in them yet.
  private func growRows(to needed: Int) {
    rowStarts.deallocate()
    rowCapacity = max(2 * rowCapacity, needed)
    rowStarts = .allocate(capacity: rowCapacity)
  }
}

/// Where the fields of a block's rows lie, as plain pointers; valid until the block or its index is used again.
@frozen public struct RecordFields {
  /// The first byte of the block.
  public let bytes: UnsafePointer<UInt8>
  /// Where each row starts in the block.
  public let starts: UnsafePointer<UInt32>
  /// Where each field ends: `ends[row * columns + column]`.
  public let ends: UnsafePointer<UInt32>
  /// How many fields each row has.
  public let columns: Int

  @inlinable @inline(__always)
  init(bytes: UnsafePointer<UInt8>, starts: UnsafePointer<UInt32>, ends: UnsafePointer<UInt32>, columns: Int)
  {
    self.bytes = bytes
    self.starts = starts
    self.ends = ends
    self.columns = columns
  }

  /// The raw bytes of field `column` of `row`, quotes and all, without a carriage return at the row's end.
  @inlinable @inline(__always)
  public func range(_ row: Int, _ column: Int) -> Range<Int> {
    let at = row &* columns &+ column
    let start = column == 0 ? Int(starts[row]) : Int(ends[at &- 1]) &+ 1
    var end = Int(ends[at])
    if column == columns &- 1 && end > start && bytes[end &- 1] == UInt8(ascii: "\r") { end &-= 1 }
    return Range(uncheckedBounds: (start, end))
  }

  /// The raw bytes of a field, quotes and all.
  @inlinable @inline(__always)
  public subscript(row: Int, column: Int) -> UnsafeBufferPointer<UInt8> {
    let range = range(row, column)
    return UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
  }
}
