import Tabular

/// A source of tables, opened: whether it is a CSV file or a workbook was told from its first bytes, here and
/// nowhere else.
public enum TableFile: Sendable {
  /// CSV, packed or not; its header is still to be read.
  case csv(OpenedSource)
  /// An XLSX workbook, whose sheets are known.
  case workbook(Workbook)

  /// - Throws: `TabularError` where the source cannot be read, or is a workbook of a kind that cannot be.
  public static func open(_ source: RowSource) throws(TabularError) -> TableFile {
    let source = try source.open()
    let start = try source.peek(8)
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) || start.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
      return .workbook(try Workbook(source))
    }
    if start.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      throw TabularError(at: source.place, OLEDocument.kind(try source.peek(OLEDocument.look), source))
    }
    return .csv(source)
  }
}

/// The containers of Office before 2007, and of workbooks with a password since ([MS-CFB]).
enum OLEDocument {
  /// How many bytes are looked at.
  static let look = 64 * 1024

  static func kind(_ start: ArraySlice<UInt8>, _ source: OpenedSource) -> String {
    var names = Array(start)
    // The names of what is in it stand in the directory, whose first sector the header gives.
    if start.count >= 52, source.size != nil {
      func number(_ at: Int, _ width: Int) -> Int {
        (0..<width).reduce(0) { $0 | Int(start[start.startIndex + at + $1]) << (8 * $1) }
      }
      let (shift, sector) = (min(number(30, 2), 12), number(48, 4))
      var directory = [UInt8](repeating: 0, count: 4096)
      let got = source.read(at: (sector + 1) << shift, into: &directory, count: directory.count)
      names += directory.prefix(max(0, got))
    }
    func has(_ name: String) -> Bool {
      let wanted = name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      return names.indices.dropLast(wanted.count).contains { names[$0...].starts(with: wanted) }
    }
    if has("EncryptedPackage") { return "it is protected by a password; save it without one" }
    if has("Workbook") || has("Book") {
      return "this is an old Excel workbook (.xls); save it as a workbook (.xlsx) or as CSV"
    }
    return "this is an old Office document; save the rows as a workbook (.xlsx) or as CSV"
  }
}
