import ArgumentParser
import RFMService
import SafeFiles

/// In which form customers are written, a row for each.
enum RowFormat: String, CaseIterable, ExpressibleByArgument {
  case table, csv, json, jsonl, xlsx

  /// The form that a file's name asks for.
  ///
  /// - Returns: nil for an ending that is none of ours.
  static func ofFile(_ path: String) -> RowFormat? {
    let name = FileBytes.name(of: path)
    guard let point = name.lastIndex(of: "."), point > name.startIndex else { return .csv }
    switch name[name.index(after: point)...].lowercased() {
    case "csv": return .csv
    case "json": return .json
    case "jsonl", "ndjson": return .jsonl
    case "txt": return .table
    case "xlsx": return .xlsx
    default: return nil
    }
  }
  /// For answers; nil for a table on a screen.
  var ofAnswers: FileClassification.Format? {
    switch self {
    case .table: nil
    case .csv: .csv
    case .json: .scoringService
    case .jsonl: .scoringServiceLines
    case .xlsx: .xlsx
    }
  }

  /// For what sales were summed up to; nil for a table on a screen.
  var ofSums: SummedFile.Format? {
    switch self {
    case .table: nil
    case .csv: .csv
    case .json: .json
    case .jsonl: .jsonLines
    case .xlsx: .xlsx
    }
  }
}
