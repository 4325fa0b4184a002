import Campaigns
import RFMService
import SafeFiles
import Wording

/// How a list is written.
enum ListFormat: String, CaseIterable {
  case csv, jsonl, xlsx

  /// By a file's ending.
  ///
  /// - Throws: `Failure` where it says none.
  init(ofFile path: String) throws(Problem) {
    let ending = FileBytes.name(of: path).split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard let format = ListFormat(rawValue: ending), FileBytes.name(of: path).contains(".") else {
      let known = ".csv, .xlsx or .jsonl"
      throw Problem("\(path): the ending says no format; expected \(known)")
    }
    self = format
  }
}

/// Writes lists of people: as a whole or not at all, and for the user's eyes alone.
enum ListFile {
  static let mode: UInt32 = 0o600

  /// - Parameter path: nil, or `-`, for standard output.
  static func write(_ list: CustomerList, to path: String?, as format: ListFormat) throws(Problem) {
    let output: RowOutput
    if let path, path != "-" {
      if FileBytes.isFolder(path) || path.hasSuffix("/") {
        throw Problem("\(path): this is a folder; name the file in it")
      }
      output = .file(
        try explained { () throws(FileProblem) in try AtomicStream(path: path, mode: mode, keepsMode: false) }
      )
    } else {
      output = .standard
    }
    switch format {
    case .csv:
      try output.write(0..<list.count, as: CSVListForm(list), threads: WorkArguments.processors) { _ in }
    case .xlsx: try output.write(0..<list.count, as: try WorkbookListForm(list), threads: 1) { _ in }
    case .jsonl:
      try output.write(0..<list.count, as: JSONListForm(list), threads: WorkArguments.processors) { _ in }
    }
  }

  /// What was written, in a sentence.
  static func report(_ list: CustomerList, _ path: String) -> String {
    let people = Figures.counted(list.count, "customer")
    guard let isControl = list.isControl else { return "wrote \(people) to \(path), for your eyes alone" }
    let controls = isControl.count { $0 }
    return
      "wrote \(people) to \(path), for your eyes alone: \(Figures.counted(list.count - controls, "target")), \(Figures.counted(controls, "control"))"
  }
}

/// `10`, `12.5`, `10%`: the share of a holdout.
enum HoldoutShare {
  /// - Throws: `Failure` where it is no share that leaves somebody on both sides.
  static func holdout(_ text: String, seed: UInt64) throws(Problem) -> Holdout {
    let digits = text.hasSuffix("%") ? String(text.dropLast()).trimmed : text
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    let decimals = parts.count == 2 ? parts[1] : ""
    let isPlain =
      (1...2).contains(parts.count) && decimals.count <= 2 && !digits.isEmpty
      && digits.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
    let padded = decimals + String(repeating: "0", count: max(0, 2 - decimals.count))
    if isPlain, let whole = Int(parts[0].isEmpty ? "0" : parts[0]), let rest = Int(padded), whole < 100,
      let holdout = Holdout(hundredths: whole * 100 + rest, seed: seed)
    {
      return holdout
    }
    throw Problem("--holdout \(text): expected a percentage above 0 and below 100, such as 10 or 12.5")
  }
}
