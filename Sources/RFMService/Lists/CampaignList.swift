import Customers
import JSONText
import SafeFiles
import Segmentation
import Tabular
import Transactions
import Wording
import Workbooks

/// An exported list, read back: who was a target and who a control.
public struct CampaignList: Sendable {
  struct Member {
    /// By place in `segments`.
    var segment: Int
    var isControl: Bool
    /// What they had spent when the list was made; nil where it does not say.
    var monetary: Double?
  }

  /// In the order of the list.
  private(set) var members: [Member] = []
  /// The places of the members, by ID.
  private(set) var rows: [String: Int] = [:]
  /// In the order of their first customers.
  private(set) var segments: [String] = []
  /// When the list was true; nil where it does not say.
  public private(set) var asOf: Timestamp?
  private var places: [String: Int] = [:]
  /// As it was given.
  let file: String

  /// - Parameter path: CSV, a workbook, or JSON Lines where it ends in .jsonl.
  /// - Throws: `Problem` with the line that is at fault.
  public init(_ path: String) throws(Problem) {
    try self.init(path == "-" ? .standardInput : .file(path), named: path)
  }

  /// - Parameters:
  ///   - source: CSV, a workbook, or JSON Lines where its name ends in .jsonl.
  ///   - name: as sentences call it.
  public init(_ source: RowSource, named name: String) throws(Problem) {
    file = name
    if name.lowercased().hasSuffix(".jsonl") { try readLines(source) } else { try readTable(source) }
    guard !members.isEmpty else { throw Problem("\(name): there is no customer in it") }
  }

  /// The first moment from which sales are the campaign's doing.
  ///
  /// - Parameter given: what a person says; nil for the moment after the list was made.
  public func start(_ given: Timestamp?) throws(Problem) -> Timestamp {
    if let given { return given }
    guard let asOf else {
      throw Problem(
        "\(file) does not say when it was made; say from when sales count: \(OptionName.from) 2011-01-15")
    }
    return Timestamp(seconds: asOf.seconds + 1)
  }

  private static let columns = ["customer_id", "segment", "group", "as_of", "monetary"]

  private func problem(_ line: Int, _ message: String) -> Problem {
    Problem("line \(line) of \(file): \(message)")
  }

  /// - Parameter texts: in the order of `columns`; nil for a column that is not there.
  private mutating func add(_ texts: [String?], line: Int) throws(Problem) {
    guard let id = CustomerID.normalised(texts[0] ?? "") else {
      throw problem(line, "customer_id is empty")
    }
    let isControl: Bool
    switch texts[2]?.trimmed.lowercased() {
    case "control": isControl = true
    case "target": isControl = false
    default: throw problem(line, "group is '\(texts[2] ?? "")'; target or control is expected")
    }
    if let text = texts[3]?.trimmed, !text.isEmpty {
      guard let moment = Timestamp.parse(text)?.moment else {
        throw problem(
          line,
          "as_of '\(text)' is not a date such as 2010-12-09 20:01:00; \(OptionName.from) says it in its place"
        )
      }
      if let known = asOf, known != moment {
        throw problem(
          line, "as_of is \(moment) here and \(known) before; \(OptionName.from) says it in its place")
      }
      asOf = moment
    }
    let segment = texts[1] ?? ""
    let place = places[segment] ?? segments.count
    if place == segments.count {
      segments.append(segment)
      places[segment] = place
    }
    let monetary = try monetary(texts[4], line)
    guard rows.updateValue(members.count, forKey: id) == nil else {
      throw problem(line, "customer \(id) stands in the list twice")
    }
    members.append(Member(segment: place, isControl: isControl, monetary: monetary))
  }

  private func monetary(_ text: String?, _ line: Int) throws(Problem) -> Double? {
    guard let text = text?.trimmed, !text.isEmpty else { return nil }
    guard let amount = Double(text), abs(amount) <= Model.moneyLimit else {
      throw problem(line, "monetary '\(legible(text))' is not an amount such as 1840.5")
    }
    return amount
  }

  /// A CSV file, or the first sheet of a workbook.
  private static func table(_ source: RowSource) throws(TabularError) -> CSVFile {
    switch try TableFile.open(source) {
    case .csv(let source): return try CSVFile(source)
    case .workbook(let workbook):
      guard let sheet = workbook.sheets.first,
        let rows = try workbook.rows(of: sheet, hasDecimalComma: false)
      else {
        throw TabularError(at: workbook.place, "its first sheet is empty; an exported list is expected")
      }
      return rows
    }
  }

  private mutating func readTable(_ source: RowSource) throws(Problem) {
    let file = try explained { () throws(TabularError) in try Self.table(source) }
    func normalised(_ name: String) -> String {
      name.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
    }
    let header = file.header.map(normalised)
    let places = Self.columns.map { header.firstIndex(of: normalised($0)) }
    try requireColumns(places.map { $0 != nil })
    let block = RecordBlock()
    let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
    while try explained({ () throws(TabularError) in try file.records.next(into: block) }) {
      index.index(block)
      if let ragged = index.ragged.first {
        throw problem(
          block.line(at: ragged.offset),
          "\(Figures.counted(ragged.fields, "field")) where the header has \(file.header.count)")
      }
      var line = block.firstLine
      var counted = 0
      for row in 0..<index.rows {
        let start = Int(index.rowStarts[row])
        while counted < start {
          if block.bytes[counted] == UInt8(ascii: "\n") { line += 1 }
          counted += 1
        }
        try add(
          places.map { place in
            place.map { column in
              let range = index.field(row, column, in: block)
              return FieldText.string(
                UnsafeBufferPointer(start: block.bytes + range.lowerBound, count: range.count))
            }
          }, line: line)
      }
    }
  }

  private mutating func readLines(_ source: RowSource) throws(Problem) {
    let bytes = try explained { () throws(TabularError) in
      let opened = try source.open()
      return try opened.peek(min(opened.size ?? FileBytes.sizeLimit, FileBytes.sizeLimit))
    }
    for (i, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
    where line.contains(where: { $0 > 0x20 }) {
      let node: JSONNode
      do throws(JSONError) { node = try JSONNode.parse(Array(line), file: self.file) } catch {
        throw problem(i + 1, "this is no JSON object: \(error.message)")
      }
      guard case .object(let object) = node.value else { throw problem(i + 1, "this is no JSON object") }
      let texts: [String?] = Self.columns.map { key in
        switch object.first(where: { $0.key == key })?.node.value {
        case .string(let text): return text
        case .number(let text): return text
        default: return nil
        }
      }
      if i == 0 { try requireColumns(texts.map { $0 != nil }) }
      try add(texts, line: i + 1)
    }
  }

  private func requireColumns(_ areThere: [Bool]) throws(Problem) {
    guard areThere[0] else {
      throw Problem("\(file): there is no column customer_id; is it an exported list?")
    }
    guard areThere[2] else {
      throw Problem(
        "\(file): there is no column group, so there are no controls to compare with; export the list with \(OptionName.holdout) 10"
      )
    }
  }
}
