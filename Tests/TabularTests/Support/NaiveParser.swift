/// The grammar of a CSV file told once more, a byte at a time and with nothing clever in it.
enum NaiveParser {
  /// The table under `header`, or nil where a quote is never closed.
  static func parse(_ bytes: [UInt8], delimiter: UInt8) -> ReadTable? {
    var table = ReadTable()
    var records = Records(bytes, delimiter: delimiter)
    guard let header = records.next() else { return table }
    table.header = header.fields.map { String(decoding: $0, as: UTF8.self) }
    while let record = records.next() {
      if record.isBlank { continue }
      if record.fields.count == table.header.count {
        table.rows.append(record.fields)
        table.lines.append(record.line)
      } else {
        table.ragged.append(ReadTable.Ragged(line: record.line, fields: record.fields.count))
      }
    }
    return records.leftAQuoteOpen ? nil : table
  }

  private struct Record {
    var line: Int
    var fields: [[UInt8]]
    var isBlank: Bool
  }

  private struct Records {
    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var at = 0
    private var line = 1
    var leftAQuoteOpen = false

    init(_ bytes: [UInt8], delimiter: UInt8) {
      self.bytes = bytes
      self.delimiter = delimiter
    }

    mutating func next() -> Record? {
      guard at < bytes.count else { return nil }
      let start = at
      var record = Record(line: line, fields: [], isBlank: false)
      while true {
        let field = takeField()
        guard let field else { return nil }
        record.fields.append(field)
        if at < bytes.count, bytes[at] == delimiter {
          at += 1
          continue
        }
        let text = bytes[start..<at]
        record.isBlank = text.isEmpty || text.elementsEqual([0x0D])
        if at < bytes.count { at += 1 }
        line += 1
        return record
      }
    }

    /// The bytes up to a delimiter or line break outside quotes; nil for a quote that never closes.
    private mutating func takeField() -> [UInt8]? {
      var field: [UInt8] = []
      if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
        at += 1
        while true {
          guard at < bytes.count else {
            leftAQuoteOpen = true
            return nil
          }
          let byte = bytes[at]
          at += 1
          if byte == UInt8(ascii: "\"") {
            guard at < bytes.count, bytes[at] == byte else { break }
            at += 1
          }
          if byte == UInt8(ascii: "\n") { line += 1 }
          field.append(byte)
        }
      }
      let quoted = field.count
      while at < bytes.count, bytes[at] != delimiter, bytes[at] != UInt8(ascii: "\n") {
        field.append(bytes[at])
        at += 1
      }
      // A carriage return before a line break belongs to the line break.
      let isLast = at == bytes.count || bytes[at] == UInt8(ascii: "\n")
      if isLast, field.count > quoted, field.last == UInt8(ascii: "\r") { field.removeLast() }
      return field
    }
  }
}
