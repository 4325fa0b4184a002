import ArgumentParser
import RFMService

/// Where the commands that write a row for each customer put them, and in which form.
struct RowOutputArguments: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the rows go; standard output otherwise.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp("table, csv, json (a list), jsonl (one in a line) or xlsx.", valueName: "format"))
  var format: RowFormat?

  func validate() throws {
    if let output, output.isEmpty { throw ValidationError("-o: the name of a file is expected") }
    if let output, output != "-", format == nil, RowFormat.ofFile(output) == nil {
      throw ValidationError(
        "-o \(output): the end of the name says no format; end it in .csv, .json, .jsonl, .xlsx or .txt, or say --format"
      )
    }
  }

  /// - Throws: `ValidationError` for what no screen can show.
  func check() throws {
    guard isScreen, form == .xlsx else { return }
    throw ValidationError("--format xlsx: a workbook is nothing for a terminal; name a file with -o")
  }

  /// Whether the rows go to a person's screen.
  var isScreen: Bool { !goesToFile && Console.isOutputTerminal }

  /// The form that was asked for, or that the file's ending says, else a table on a terminal and CSV elsewhere.
  var form: RowFormat {
    let ofFile = goesToFile ? output.flatMap(RowFormat.ofFile) : nil
    return format ?? ofFile ?? (isScreen ? .table : .csv)
  }

  private var goesToFile: Bool { output != nil && output != "-" }

  /// The file that the rows go to; opened before the work, so that a wrong path is known at once.
  ///
  /// - Returns: nil where they go to standard output.
  func opened(besides files: [String]) throws(Problem) -> FileSink? {
    guard let output, goesToFile else { return nil }
    return try FileSink(output, besides: files, content: "the answers")
  }

  /// What takes the rows: the file, a pager where they are longer than the screen, or standard output.
  ///
  /// - Parameter lines: how many will be written; 0 where nobody knows.
  func destination(_ file: FileSink?, lines: Int) -> any ByteSink {
    if let file { return file }
    if isScreen, form == .table, lines > Console.height, let pager = Pager() { return pager }
    return StandardOutput()
  }
}
