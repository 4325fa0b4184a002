/// Which styles of a workbook show a number as a date.
final class Styles: XMLVisitor {
  /// By number of the style.
  private(set) var isDate: [Bool] = []
  private var formats: [Int: Bool] = [:]
  private var isInCellFormats = false

  override func opened(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "cellXfs" {
      isInCellFormats = true
    } else if name == "numFmt" {
      if let id = attributes["numFmtId"].flatMap({ Int($0) }), let code = attributes["formatCode"] {
        formats[id] = Self.isDate(format: code)
      }
    } else if isInCellFormats, name == "xf" {
      let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
      isDate.append(formats[id] ?? Self.isDate(builtIn: id))
    }
  }

  override func closed(_ name: XMLName) {
    if name == "cellXfs" { isInCellFormats = false }
  }

  /// The formats that have a number and no code (ECMA-376, part 1, 18.8.30): 46 is a duration; from 27 on
  /// those of East Asia.
  static func isDate(builtIn id: Int) -> Bool {
    switch id {
    case 14...22, 27...36, 45, 47, 50...58: true
    default: false
    }
  }

  /// Whether a format such as `yyyy\-mm\-dd` shows a date or a time of day. Durations, such as `[h]:mm`, are
  /// numbers.
  static func isDate(format: String) -> Bool {
    if format.lowercased() == "general" { return false }
    var hasDatePart = false
    var rest = format[...]
    while let character = rest.popFirst() {
      switch character {
      case ";": return hasDatePart
      case "\\", "_", "*": _ = rest.popFirst()
      case "\"":
        rest = rest.drop { $0 != "\"" }.dropFirst()
      case "[":
        let inner = rest.prefix { $0 != "]" }.lowercased()
        rest = rest.dropFirst(inner.count + 1)
        if let unit = inner.first, "hms".contains(unit), inner.allSatisfy({ $0 == unit }) { return false }
      case "E", "e":
        // 0.00E+00 is a number; e alone is a year.
        if rest.first == "+" || rest.first == "-" { return false }
        hasDatePart = true
      case let letter where "ymdhsYMDHS".contains(letter): hasDatePart = true
      default: break
      }
    }
    return hasDatePart
  }
}
