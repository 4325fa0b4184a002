import ArgumentParser
import CustomerStore
import RFMService
import SafeFiles
import Wording

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "The model, its segments and its customers as one page with pictures.",
    discussion: """
      One HTML file without network and scripts: what the data was and what was
      dropped, the segments with figures and recommendations, and pictures. It
      goes to a pipe or a redirect where there is one, else to NAME-report.html
      in the current folder, NAME being the model's.

      Examples:
        rfm report
        rfm report --model shop --pack lifecycle -o report.html
        rfm report -o report.html --svg pictures
        rfm report > report.html
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where the page goes; - is standard output.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp("Write each picture as an SVG file into this folder, too.", valueName: "folder"))
  var svg: String?

  @OptionGroup(title: "Model and pack") var choice: ModelChoice
  @OptionGroup var work: WorkArguments

  func validate() throws {
    if let output, output.isEmpty { throw ValidationError("-o: the name of a file is expected") }
    if let svg, svg.isEmpty { throw ValidationError("--svg: the name of a folder is expected") }
  }

  func run() throws {
    let loaded = try choice.loaded()
    let path = try outputPath(loaded)
    let sink = try path.map { try FileSink($0, content: "the report") }
    let made = try makeFolder()
    do {
      let report = try loaded.report(
        withFiles: svg != nil, option: Console.typed(option:), work.work(work.progress))
      try write(report, sink, path)
      if let note = report.note { Console.note("note: \(note)") }
    } catch {
      FileBytes.removeEmpty(made)
      throw error
    }
  }

  /// The file that the page goes to; nil for standard output.
  private func outputPath(_ loaded: LoadedModel) throws(Problem) -> String? {
    let path: String
    switch output {
    case "-":
      if Console.isOutputTerminal {
        throw Problem("-o -: a page of HTML is not for a terminal; name a file, or redirect it")
      }
      return nil
    case let given?: path = given
    case nil:
      guard Console.isOutputTerminal else { return nil }
      path = "\(Library.modelName(loaded.path))-report.html"
    }
    if FileBytes.isFolder(path) || path.hasSuffix("/") {
      throw Problem("\(path): this is a folder; name the file in it, such as report.html")
    }
    return path
  }

  /// Makes the folder of the pictures before the work, so that a wrong name is known at once.
  private func makeFolder() throws(Problem) -> [String] {
    guard let svg else { return [] }
    if FileBytes.exists(svg), !FileBytes.isFolder(svg) {
      throw Problem("\(svg): this is a file; name a folder for the pictures")
    }
    return try explained { () throws(FileProblem) in try FileBytes.makeFolder(svg, mode: 0o755) }
  }

  private func write(
    _ rendered: RenderedReport, _ sink: FileSink?, _ path: String?
  ) throws(Problem) {
    if let svg {
      let folder = svg.hasSuffix("/") ? String(svg.dropLast()) : svg
      for picture in rendered.pictures {
        try explained { () throws(FileProblem) in
          try AtomicFile.write(picture.bytes, to: "\(folder)/\(picture.name)")
        }
      }
    }
    if let sink, let path {
      try rendered.page.withUnsafeBufferPointer { bytes throws(Problem) in
        _ = try sink.write(UnsafeRawBufferPointer(bytes))
      }
      try sink.finish()
      Console.note("wrote \(path)")
    } else {
      rendered.page.withUnsafeBytes { Console.write($0, to: 1) }
    }
    if let svg {
      Console.note("wrote \(Figures.counted(rendered.pictures.count, "picture")) to \(svg)")
    }
  }
}
