import JSONText

/// A list that was written to a file.
public struct WrittenList: Sendable {
  /// Where it is.
  public let file: String
  /// How many are in it.
  public let customers: Int
  /// How many of them are controls; nil for a list without a holdout.
  public let controls: Int?

  /// `{"file", "customers", "controls"}`
  public var json: JSON {
    [
      "file": .string(file), "customers": .integer(customers),
      "controls": controls.map(JSON.integer) ?? .null,
    ]
  }
}

extension CustomerList {
  /// Writes the list to a file: as a whole or not at all, and for the eyes of this user alone, since it holds
  /// people.
  public func write(toFile path: String, as format: ListFormat, _ work: Work) throws(Problem) -> WrittenList {
    try write(as: format, to: try FileSink(path, mode: 0o600, keepsMode: false), work)
    return WrittenList(file: path, customers: count, controls: isControl.map { $0.count { $0 } })
  }

  /// Writes the list, in its order.
  public func write(as format: ListFormat, to sink: any ByteSink, _ work: Work) throws(Problem) {
    let rows = 0..<count
    switch format {
    case .csv: try ListCSV(self).write(rows, to: sink, as: nil, work)
    case .jsonl: try ListJSON(self).write(rows, to: sink, as: nil, work)
    case .xlsx: try ListWorkbook(self).write(rows, to: sink, as: nil, work)
    }
  }
}
