/// Where the fields of a block's records lie: the result of the first of two passes over the bytes.
///
/// Every indexed row has exactly `columns` fields. Empty lines are passed over; rows with another number of
/// fields are set apart in `ragged`. The second pass, over the fields, belongs to whoever reads the rows.
public final class RecordIndex: @unchecked Sendable {
  /// A row whose number of fields is not the header's.
  public struct RaggedRow: Sendable {
    /// Where the row starts in the block.
    public let offset: Int
    public let fields: Int
    /// How many indexed rows come before it.
    public let rowsBefore: Int
  }

  public let columns: Int
  public let delimiter: UInt8
  /// Indexed rows.
  public private(set) var rows = 0
  public private(set) var ragged: [RaggedRow] = []
  /// Where row r starts in the block: `rowStarts[r]`. One thread at a time has an index, so nothing is lost by
  /// not watching each access.
  @exclusivity(unchecked) public private(set) var rowStarts: UnsafeMutablePointer<UInt32>
  /// Where field c of row r ends (its delimiter or newline): `fieldEnds[r * columns + c]`.
  @exclusivity(unchecked) public private(set) var fieldEnds: UnsafeMutablePointer<UInt32>
  private var rowCapacity: Int
  private var fieldCapacity: Int

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

  /// Indexes the records of `block`. O(bytes), about a nanosecond for a field.
  public func index(_ block: RecordBlock) {
    rows = 0
    ragged.removeAll(keepingCapacity: true)
    let bytes = UnsafePointer(block.bytes)
    let end = block.count
    var quotes = QuoteState.fieldStart
    var position = 0
    var rowStart = 0
    var rowBase = 0
    var fields = 0
    while position < end {
      // A chunk adds at most 64 fields and 64 rows.
      if fields + 64 > fieldCapacity { growFields(keeping: fields) }
      if rows + 64 > rowCapacity { growRows() }
      let count = min(64, end - position)
      let chunk = quotes.advance(over: bytes + position, count: count, delimiter: delimiter)
      var structural = chunk.delimiters | chunk.newlines
      let ends = fieldEnds
      while structural != 0 {
        let bit = structural.trailingZeroBitCount
        structural &= structural &- 1
        ends[fields] = UInt32(truncatingIfNeeded: position &+ bit)
        fields &+= 1
        if (chunk.newlines >> UInt64(bit)) & 1 != 0 {
          let rowEnd = position &+ bit
          if fields &- rowBase == columns && !isBlank(bytes, rowStart, rowEnd) {
            rowStarts[rows] = UInt32(truncatingIfNeeded: rowStart)
            rows &+= 1
            rowBase = fields
          } else {
            if !isBlank(bytes, rowStart, rowEnd) {
              ragged.append(RaggedRow(offset: rowStart, fields: fields - rowBase, rowsBefore: rows))
            }
            fields = rowBase
          }
          rowStart = rowEnd &+ 1
        }
      }
      position += count
    }
  }

  @inline(__always)
  private func isBlank(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    end == start || (end == start + 1 && bytes[start] == UInt8(ascii: "\r"))
  }

  /// The raw bytes of field `column` of `row`, quotes and all, without a carriage return at the row's end.
  @inline(__always)
  public func field(_ row: Int, _ column: Int, in block: RecordBlock) -> Range<Int> {
    let at = row &* columns &+ column
    let start = column == 0 ? Int(rowStarts[row]) : Int(fieldEnds[at &- 1]) &+ 1
    var end = Int(fieldEnds[at])
    if column == columns &- 1 && end > start && block.bytes[end &- 1] == UInt8(ascii: "\r") { end &-= 1 }
    return Range(uncheckedBounds: (start, end))
  }

  private func growFields(keeping used: Int) {
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: fieldCapacity * 2)
    larger.update(from: fieldEnds, count: used)
    fieldEnds.deallocate()
    fieldEnds = larger
    fieldCapacity *= 2
  }

  private func growRows() {
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: rowCapacity * 2)
    larger.update(from: rowStarts, count: rows)
    rowStarts.deallocate()
    rowStarts = larger
    rowCapacity *= 2
  }
}
