import SafeFiles

/// How a list of customers is written.
public enum ListFormat: String, Sendable, CaseIterable {
  /// Text with commas.
  case csv
  /// An object for each customer, one in a line.
  case jsonl
  /// A workbook.
  case xlsx

  /// By a file's ending.
  ///
  /// - Throws: `Problem` where it says none.
  public init(ofFile path: String) throws(Problem) {
    let ending = FileBytes.name(of: path).split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard let format = ListFormat(rawValue: ending), FileBytes.name(of: path).contains(".") else {
      let known = ".csv, .xlsx or .jsonl"
      throw Problem("\(path): the end of the name says no format; expected \(known)")
    }
    self = format
  }
}
