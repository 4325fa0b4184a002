import JSONText
import RFMService
import Tabular

/// Rows of recency, frequency and monetary in one of the shapes that MLflow's clients send.
struct DataFrame: Sendable {
  /// Recency, frequency and monetary, all of one length.
  let columns: [[Double]]

  private static let shapes = ["dataframe_split", "dataframe_records", "instances", "inputs"]

  init(_ body: JSONCursor) throws {
    let object = try body.object(keys: Self.shapes + ["params"])
    let given = Self.shapes.filter { object[$0] != nil }
    guard given.count == 1, let shape = given.first, let content = object[shape] else {
      throw HTTPProblem(
        .badRequest, "one of \(Self.shapes.joined(separator: ", ")) is needed, and no more than one")
    }
    switch shape {
    case "dataframe_split":
      let split = try content.object(keys: ["columns", "index", "data"])
      let data = try split.required("data")
      let names =
        try split["columns"]?.array().map { name throws(JSONError) in try name.string() } ?? Scored.features
      columns = try Self.rows(data, names)
    case "dataframe_records": columns = try Self.rows(content, Scored.features)
    default:
      if case .object = content.node.value {
        columns = try Self.lists(content)
      } else {
        columns = try Self.rows(content, Scored.features)
      }
    }
  }

  /// A list of rows, each a list in the order of `names`, or an object.
  private static func rows(_ cursor: JSONCursor, _ names: [String]) throws(JSONError) -> [[Double]] {
    var columns = [[Double]](repeating: [], count: 3)
    for row in try cursor.array() {
      if case .object = row.node.value {
        let object = try row.object()
        for (place, name) in Scored.features.enumerated() {
          guard let value = object.members.first(where: { $0.key.lowercased() == name })?.value else {
            throw row.error("'\(name)' is missing")
          }
          columns[place].append(try value.number())
        }
        continue
      }
      let values = try row.array()
      guard values.count == names.count else {
        throw row.error("\(values.count) values where there are \(names.count) columns")
      }
      for (place, name) in Scored.features.enumerated() {
        guard let column = names.firstIndex(where: { $0.lowercased() == name }) else {
          throw cursor.error("there is no column '\(name)'; expected recency, frequency and monetary")
        }
        columns[place].append(try values[column].number())
      }
    }
    return columns
  }

  /// An object with a list for each column.
  private static func lists(_ cursor: JSONCursor) throws(JSONError) -> [[Double]] {
    let object = try cursor.object()
    var columns: [[Double]] = []
    for name in Scored.features {
      guard let list = object.members.first(where: { $0.key.lowercased() == name })?.value else {
        throw cursor.error("'\(name)' is missing")
      }
      columns.append(try numbers(list))
    }
    guard columns.allSatisfy({ $0.count == columns[0].count }) else {
      throw cursor.error("the columns are of different lengths")
    }
    return columns
  }

  /// A list of numbers, each of which may stand in a list of its own.
  private static func numbers(_ cursor: JSONCursor) throws(JSONError) -> [Double] {
    if case .number = cursor.node.value { return [try cursor.number()] }
    var numbers: [Double] = []
    for item in try cursor.array() {
      if case .array = item.node.value {
        numbers += try self.numbers(item)
      } else {
        numbers.append(try item.number())
      }
    }
    return numbers
  }

  // MARK: CSV

  init(csv bytes: [UInt8]) throws {
    let file = try CSVFile(.bytes(bytes, named: "body"))
    let header = file.header.map { $0.lowercased() }
    var places: [Int] = []
    for name in Scored.features {
      guard let place = header.firstIndex(of: name) else {
        throw HTTPProblem(
          .badRequest, "there is no column '\(name)'; expected recency, frequency and monetary")
      }
      places.append(place)
    }
    var columns = [[Double]](repeating: [], count: 3)
    let block = RecordBlock()
    let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
    while try file.records.next(into: block) {
      index.index(block)
      if let ragged = index.ragged.first {
        throw HTTPProblem(
          .unprocessableContent, "\(ragged.fields) fields where the header has \(file.header.count)",
          place: (block.line(at: ragged.offset), nil))
      }
      for row in 0..<index.rows {
        for (column, place) in places.enumerated() {
          let range = index.field(row, place, in: block)
          let text = FieldText.string(
            UnsafeBufferPointer(start: block.bytes + range.lowerBound, count: range.count))
          guard let number = Double(text.trimmedBlanks), number.isFinite else {
            throw HTTPProblem(
              .unprocessableContent, "\(Scored.features[column]) '\(text)' is not a number",
              place: (block.line(at: Int(index.rowStarts[row])), nil))
          }
          columns[column].append(number)
        }
      }
    }
    self.columns = columns
  }
}
