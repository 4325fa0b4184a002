import Tabular

/// Turns the rows of a sheet into the lines of a CSV file, one line for each row, empty ones too.
///
/// Cells may be missing, lack their reference or stand out of order. A row is as long as the header, the first
/// row that is not empty, unless more of its cells are filled.
final class SheetVisitor: XMLVisitor {
  /// The limits of the format.
  static let maximumRows = 1_048_576
  static let maximumColumns = 16_384
  /// Text of a cell in bytes: over thirty times what a spreadsheet takes.
  static let longestCell = 1024 * 1024
  private static let longestRow = 16 * 1024 * 1024

  private enum Kind {
    case number, shared, text, boolean
  }

  let output = ByteBuffer()
  private let place: TableName
  private let strings: SharedStrings?
  private let isDate: [Bool]
  private let numbers: CellNumber

  @exclusivity(unchecked) private var isInRows = false
  @exclusivity(unchecked) private var isCollecting = false
  @exclusivity(unchecked) private var isPhonetic = false
  /// Of the row and the cell that are being read, from 1 and 0.
  @exclusivity(unchecked) private var row = 0
  @exclusivity(unchecked) private var column = -1
  @exclusivity(unchecked) private var kind = Kind.number
  @exclusivity(unchecked) private var style = 0
  /// The text of the cell, and the fields of the row.
  private let value = ByteBuffer()
  private let fields = ByteBuffer()
  /// Where in `fields` each column's field lies; nothing for one that is empty.
  private let slots: UnsafeMutablePointer<(start: Int, end: Int)>
  @exclusivity(unchecked) private var used = 0
  @exclusivity(unchecked) private var width = 0
  /// Sales of one moment follow each other.
  private let lastDate = ByteBuffer()
  private let lastDateField = ByteBuffer()

  var hasHeader: Bool { width > 0 }

  init(place: TableName, strings: SharedStrings?, isDate: [Bool], numbers: CellNumber) {
    self.place = place
    self.strings = strings
    self.isDate = isDate
    self.numbers = numbers
    slots = .allocate(capacity: Self.maximumColumns)
    slots.initialize(repeating: (0, 0), count: Self.maximumColumns)
  }

  deinit { slots.deallocate() }

  override func opened(_ name: XMLName, _ attributes: XMLAttributes) {
    if !isInRows {
      if name == "sheetData" { isInRows = true }
    } else if name == "c" {
      openCell(attributes)
    } else if name == "v" {
      isCollecting = true
    } else if name == "t" {
      isCollecting = !isPhonetic
    } else if name == "row" {
      openRow(attributes["r"])
    } else if name == "rPh" {
      isPhonetic = true
    }
  }

  override func closed(_ name: XMLName) {
    if !isInRows { return }
    if name == "c" {
      closeCell()
    } else if name == "v" || name == "t" {
      isCollecting = false
    } else if name == "row" {
      closeRow()
    } else if name == "rPh" {
      isPhonetic = false
    } else if name == "sheetData" {
      finish()
    }
  }

  override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard isCollecting else { return }
    value.append(bytes)
    if value.count > Self.longestCell { fault("cell \(cellName) holds more than 1 MiB") }
  }

  private func fault(_ message: String) { refuse(TabularError(at: place, line: row, message)) }

  /// `C17`.
  private var cellName: String {
    var letters = ""
    var rest = column + 1
    while rest > 0 {
      letters = String(Character(Unicode.Scalar(UInt8(ascii: "A") + UInt8((rest - 1) % 26)))) + letters
      rest = (rest - 1) / 26
    }
    return "\(letters)\(row)"
  }

  // MARK: Rows

  private func openRow(_ reference: String?) {
    let before = row
    row = reference.flatMap { Int($0) } ?? before + 1
    column = -1
    guard row > before else {
      row = max(before, 1)
      return fault("row \(reference ?? "") follows behind it; the sheet is damaged")
    }
    guard row <= Self.maximumRows else {
      row = Self.maximumRows
      return fault("there are rows behind it, more than a sheet can have")
    }
    for _ in (before + 1)..<row { output.append(UInt8(ascii: "\n")) }
  }

  private func closeRow() {
    if used > 0 {
      if width == 0 { width = used }
      let all = fields.content.assumingMemoryBound(to: UInt8.self)
      for column in 0..<max(width, used) {
        if column > 0 { output.append(UInt8(ascii: ",")) }
        guard column < used else { continue }
        let slot = slots[column]
        output.append(UnsafeBufferPointer(rebasing: all[slot.start..<slot.end]))
        slots[column] = (0, 0)
      }
    }
    output.append(UInt8(ascii: "\n"))
    fields.clear()
    used = 0
  }

  // MARK: Cells

  @inline(__always)
  private func openCell(_ attributes: XMLAttributes) {
    column += 1
    kind = .number
    style = 0
    value.clear()
    var pair = attributes.pairs
    while let key = pair[0], let value = pair[1] {
      if key[1] == 0 {
        switch UInt8(bitPattern: key[0]) {
        case UInt8(ascii: "r"): column = Self.column(value) ?? column
        case UInt8(ascii: "s"): style = Self.number(value)
        case UInt8(ascii: "t"): kind = Self.kind(value)
        default: break
        }
      }
      pair += 2
    }
    guard (0..<Self.maximumColumns).contains(column) else {
      column = Self.maximumColumns - 1
      return fault("it has more cells than the 16,384 that a row can have")
    }
  }

  /// From 0; nil for what is no reference.
  @inline(__always)
  private static func column(_ reference: UnsafePointer<CChar>) -> Int? {
    var at = reference
    var column = 0
    while case let letter = UInt8(bitPattern: at.pointee) & ~0x20 &- UInt8(ascii: "A"), letter < 26 {
      column = column &* 26 &+ Int(letter) &+ 1
      guard column <= maximumColumns else { return maximumColumns }
      at += 1
    }
    return column == 0 ? nil : column &- 1
  }

  @inline(__always)
  private static func number(_ text: UnsafePointer<CChar>) -> Int {
    var at = text
    var number = 0
    while case let digit = UInt8(bitPattern: at.pointee) &- UInt8(ascii: "0"), digit < 10, number < 1 << 32 {
      number = number &* 10 &+ Int(digit)
      at += 1
    }
    return number
  }

  @inline(__always)
  private static func kind(_ type: UnsafePointer<CChar>) -> Kind {
    switch UInt8(bitPattern: type[0]) {
    case UInt8(ascii: "n"): .number
    case UInt8(ascii: "b"): .boolean
    case UInt8(ascii: "s"): type[1] == 0 ? .shared : .text
    // Texts, texts of formulas, dates in ISO 8601 and errors such as #N/A stand as they are.
    default: .text
    }
  }

  @inline(__always)
  private func closeCell() {
    guard value.count > 0 else { return }
    let start = fields.count
    let text = value.content.assumingMemoryBound(to: UInt8.self)
    switch kind {
    case .number:
      if style < isDate.count, isDate[style] { writeDate(text) } else { numbers.write(text, to: fields) }
    case .shared:
      guard let strings, let index = sharedIndex(text), index < strings.count else {
        return fault(
          "cell \(cellName) shows shared text \(String(decoding: text.prefix(20), as: UTF8.self)), and there is none; the workbook is damaged"
        )
      }
      strings.write(index, to: fields)
    case .text: CellText.writeUnescaped(value, to: fields)
    case .boolean: fields.append(text[0] == UInt8(ascii: "0") ? "FALSE" : "TRUE")
    }
    guard fields.count > start else { return }
    guard fields.count <= Self.longestRow else { return fault("it is longer than 16 MiB") }
    slots[column] = (start, fields.count)
    if column >= used { used = column + 1 }
  }

  @inline(__always)
  private func sharedIndex(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard text.count <= 10 else { return nil }
    var index = 0
    for byte in text {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      index = index &* 10 &+ Int(digit)
    }
    return index
  }

  @inline(__always)
  private func writeDate(_ text: UnsafeBufferPointer<UInt8>) {
    if !lastDate.content.elementsEqual(UnsafeRawBufferPointer(text)) {
      lastDate.clear()
      lastDate.append(text)
      lastDateField.clear()
      numbers.writeDate(text, to: lastDateField)
    }
    fields.append(lastDateField.content.assumingMemoryBound(to: UInt8.self))
  }
}
