/// A CSV file, opened: its header is read, its records are still to come. Gzip and zstd are unpacked on the
/// way.
public struct CSVFile: Sendable {
  /// As messages name the file.
  public let place: TableName
  /// What stands between fields: given, or told from the header.
  public let delimiter: UInt8
  /// The names in the header, spaces around them taken off.
  public let header: [String]
  /// The line that the header stands on.
  public let headerLine: Int
  /// The rows behind the header.
  public let records: RecordBlocks
  /// The beginning of the file, and which of its records is the header.
  public let lines: FirstLines
  /// The place of the header in `lines`, from 0.
  public let headerRecord: Int
  /// Records below the header that are no rows.
  public let rowsSkipped: Int
  /// Bytes in the file where the system knows it.
  public let size: Int?
  /// Whether the rows are known to be too few to share out.
  public let isSmall: Bool

  /// Bytes of the file read so far; its size once all records are read.
  public var bytesRead: Int { records.bytesRead }

  /// The delimiters that are told from the header, in the order in which a tie is decided.
  public static let delimiters: [UInt8] = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

  /// Finds the header among the first lines of a file: its record, and how many records below it are none.
  public typealias HeaderChoice = (FirstLines) -> (record: Int, skipped: Int)?

  /// Opens a source and reads its header.
  ///
  /// - Parameters:
  ///   - source: where the bytes come from.
  ///   - delimiter: nil to take the one of `delimiters` that gives the header the most fields.
  ///   - blockSize: how many bytes are read at first; the header must lie within them.
  ///   - choose: says which of the first lines is the header; nil for the first.
  /// - Throws: `TabularError` where the file cannot be read, is empty or is no text.
  public init(
    _ source: RowSource, delimiter: UInt8? = nil, blockSize: Int = RecordBlocks.defaultBlockSize,
    header choose: HeaderChoice? = nil
  ) throws(TabularError) {
    try self.init(try source.open(), delimiter: delimiter, blockSize: blockSize, header: choose)
  }

  /// The same for a source that is open already.
  public init(
    _ file: OpenedSource, delimiter: UInt8? = nil, blockSize: Int = RecordBlocks.defaultBlockSize,
    header choose: HeaderChoice? = nil
  ) throws(TabularError) {
    let packing = Packing(try file.peek(4))
    try self.init(
      packing?.source(over: file) ?? file, delimiter: delimiter, blockSize: blockSize, choose
    ) { (start) throws(TabularError) in try Self.refuseOtherFormats(start, at: file.place, packing) }
  }

  /// The same for rows that come from elsewhere, such as a sheet of a workbook, in the form of a CSV file.
  public init(
    rows source: any ByteSource, delimiter: UInt8, blockSize: Int = RecordBlocks.defaultBlockSize,
    header choose: HeaderChoice? = nil
  ) throws(TabularError) {
    try self.init(source, delimiter: delimiter, blockSize: blockSize, choose) { _ in }
  }

  private init(
    _ source: any ByteSource, delimiter: UInt8?, blockSize: Int, _ choose: HeaderChoice?,
    check: ([UInt8]) throws(TabularError) -> Void
  ) throws(TabularError) {
    var source = source
    var start = [UInt8](repeating: 0, count: blockSize)
    var got = try start.filled { (base, room) throws(TabularError) in
      try source.read(into: base, count: room)
    }
    start.removeLast(start.count - got)
    guard !start.isEmpty else {
      throw TabularError(at: source.place, "\(source.place.kind) is empty; a header and rows are needed")
    }
    if let text = UTF16Source(start, then: source) {
      source = text
      start = [UInt8](repeating: 0, count: blockSize)
      got = try start.filled { (base, room) throws(TabularError) in try text.read(into: base, count: room) }
      start.removeLast(start.count - got)
    }
    try check(start)

    if start.contains(UInt8(ascii: "\r")), !start.contains(UInt8(ascii: "\n")) {
      source = CarriageReturnSource(over: source)
      start.withUnsafeMutableBufferPointer { CarriageReturnSource.replace($0) }
    }
    var bodyStart = start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    while bodyStart < start.count, start[bodyStart] == 0x0A || start[bodyStart] == 0x0D {
      if start[bodyStart] == 0x0A { line += 1 }
      bodyStart += 1
    }
    guard bodyStart < start.count else {
      throw TabularError(at: source.place, "\(source.place.kind) holds only empty lines; a header is needed")
    }
    var delimiter = delimiter
    if let said = Self.separatorLine(start[bodyStart...]) {
      delimiter = delimiter ?? said.delimiter
      bodyStart = said.end
      line += 1
    }
    let countsRecords = source.place.sheet != nil
    func lines(_ delimiter: UInt8, _ limit: Int = FirstLines.limit) -> FirstLines {
      FirstLines(
        start, from: bodyStart, line: line, delimiter: delimiter, countsRecords: countsRecords,
        isAll: got < blockSize, limit: limit)
    }
    // The one that gives the first line the most fields; then, for a header below other lines, the rest.
    let candidates = (delimiter.map { [$0] } ?? Self.delimiters).enumerated()
      .map { order, candidate in
        (candidate, order, lines(candidate, 1).count > 0 ? lines(candidate, 1).fieldCount(0) : 0)
      }
      .sorted { ($1.2, $0.1) < ($0.2, $1.1) }.map(\.0)
    var best = lines(candidates[0])
    var place: (record: Int, skipped: Int) = (0, 0)
    if let choose {
      for (number, candidate) in candidates.enumerated() {
        let lines = number == 0 ? best : lines(candidate)
        guard lines.count > 0, let found = choose(lines) else { continue }
        (best, place) = (lines, found)
        break
      }
    }
    guard best.count > 0, !(best.count == 1 && best.isLastCutOff) else {
      throw TabularError(
        at: source.place, line: line, "the header does not end; a quote may be left open in it")
    }
    self.place = source.place
    size = source.size
    isSmall = got < blockSize
    self.delimiter = best.delimiter
    self.lines = best
    headerRecord = place.record
    rowsSkipped = place.skipped
    headerLine = best.lines[place.record]
    header = best.fields(place.record)
    let last = place.record + place.skipped
    records = RecordBlocks(
      source: source, carry: Array(start[best.end(of: last)...]),
      firstLine: best.lines[last] + (countsRecords ? 1 : best.lineBreaks(in: last)), delimiter: best.delimiter
    )
  }

  /// `sep=;`, a line with which Excel is told the delimiter.
  private static func separatorLine(_ bytes: ArraySlice<UInt8>) -> (delimiter: UInt8, end: Int)? {
    var line = bytes.prefix(9)
    if line.first == UInt8(ascii: "\"") { line = line.dropFirst() }
    guard line.count >= 5, String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep=",
      let delimiter = line.dropFirst(4).first, delimiters.contains(delimiter)
    else { return nil }
    line = line.dropFirst(5)
    for end in [UInt8(ascii: "\""), UInt8(ascii: "\r")] where line.first == end { line = line.dropFirst() }
    guard line.first == UInt8(ascii: "\n") else { return nil }
    return (delimiter, line.startIndex + 1)
  }

  private static func refuseOtherFormats(
    _ start: [UInt8], at place: TableName, _ packing: Packing?
  ) throws(TabularError) {
    let kinds: [([UInt8], String)] = [
      ([0x50, 0x4B, 0x03, 0x04], "a workbook or a zip archive"),
      ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook (.xls)"),
      ([0x1F, 0x8B], "a gzip file"),
      ([0x28, 0xB5, 0x2F, 0xFD], "a zstd file"),
      (Array("BZh".utf8), "a bzip2 file"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "an xz file"),
      ([0x04, 0x22, 0x4D, 0x18], "an lz4 file"),
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"),
      (Array("PAR1".utf8), "a Parquet file"),
    ]
    for (magic, kind) in kinds where start.starts(with: magic) {
      let right =
        switch kind {
        case "a Parquet file", "an old Excel workbook (.xls)": "save the rows as CSV or XLSX"
        default: "unpack it first"
        }
      throw TabularError(
        at: place, packing.map { "the \($0) file holds \(kind); \(right)" } ?? "this is \(kind); \(right)")
    }
    if start.prefix(4096).contains(0) {
      throw TabularError(
        at: place, packing.map { "what the \($0) file holds is not text" } ?? "this is not a text file")
    }
  }
}

extension StringProtocol {
  /// The text without the white space at its two ends.
  var trimmingWhitespace: SubSequence {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return self[endIndex...] }
    return self[first...last]
  }
}
