/// What rows stand in, as messages name it: a file, or a sheet of a workbook.
public struct TableName: Sendable, Hashable {
  /// The file's name as the user wrote it ("standard input" for `-`).
  public let file: String
  /// Nil for a file that has no sheets.
  public let sheet: String?

  /// A file, or one sheet of it.
  public init(file: String, sheet: String? = nil) {
    self.file = file
    self.sheet = sheet
  }

  /// `sales.csv`, or `sheet "2010" of book.xlsx`.
  public var name: String { sheet.map { "sheet \"\($0)\" of \(file)" } ?? file }

  /// The file's name without its folder.
  public var shortName: String {
    file.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? file
  }

  /// `the file`, or `the sheet`.
  var kind: String { sheet == nil ? "the file" : "the sheet" }

  /// `line 17`, or `row 17` of a sheet.
  public func row(_ number: Int) -> String { "\(sheet == nil ? "line" : "row") \(number)" }
}

/// What is wrong with a file, in one sentence for a person: where, what, and what would be right.
public struct TabularError: Error, Sendable, CustomStringConvertible {
  /// The file or the sheet.
  public let place: TableName
  /// The line in the file, or the row of the sheet, counted from 1; nil when the fault is that of the whole.
  public let line: Int?
  /// What is wrong and what would be right, without file and line.
  public let message: String

  /// An error in a file or a sheet.
  public init(at place: TableName, line: Int? = nil, _ message: String) {
    self.place = place
    self.line = line
    self.message = message
  }

  /// An error in a file without sheets.
  public init(file: String, line: Int? = nil, _ message: String) {
    self.init(at: TableName(file: file), line: line, message)
  }

  /// The file's name as the user wrote it.
  public var file: String { place.file }

  public var description: String {
    guard let line else { return "\(place.name): \(message)" }
    return "\(place.row(line)) of \(place.name): \(message)"
  }

  /// Where the fault is, as one names it who has just spoken of `other`: `line 3`, `line 3 of old.csv`.
  public func position(besides other: TableName) -> String {
    let row = place.row(line ?? 1)
    return place == other ? row : "\(row) of \(place.name)"
  }
}
