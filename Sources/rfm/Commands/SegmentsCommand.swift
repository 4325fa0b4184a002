import ArgumentParser
import JSONText
import SafeFiles
import Segmentation

struct SegmentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segments",
    abstract: "List, show, check and make segment packs.",
    discussion: """
      Packs are JSON files in Segments/: drop one in and its segments are there.

      Examples:
        rfm segments                       the packs, and whether they fit
        rfm segments show retail           rules in words
        rfm segments lint                  check all packs that fit the model
        rfm segments new my-shop           a pack to start from
      """,
    subcommands: [List.self, Show.self, Lint.self, New.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "The packs that are found, and whether they fit the model.",
      discussion: """
        Example:
          rfm segments list --json
        """)

    @OptionGroup var options: ModelOptions

    func run() throws {
      let shelf = try PackShelf(given: options.choice.segments, places: Places())
      for problem in shelf.problems { Console.error(problem.message) }
      let session = try? Session(options, isJSON: options.json)
      let list = PackList(shelf: shelf, model: session?.model, inUse: session?.pack?.name)
      Console.out(options.json ? list.json.text(.spaced) : list.text)
      if !shelf.problems.isEmpty { throw Failure.alreadySaid }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "A pack with its rules in words.",
      discussion: """
        Example:
          rfm segments show retail
        """)

    @Argument(help: "The pack's name, or a file.") var name: String
    @OptionGroup var options: ModelOptions

    func run() throws {
      let book = try SegmentsCommand.book(name, options)
      if options.json {
        Console.out(book.pack.json.text(.spaced))
        return
      }
      let session = try? Session(options, isJSON: false)
      let words = session.map { RuleWords($0.model) } ?? RuleWords()
      Console.write(PackPage(book: book, words: words, style: .forOutput()).text, to: 1)
    }
  }

  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lint",
      abstract: "Find segments nobody can be in, overlaps, and customers whom no segment takes.",
      discussion: """
        The answers come from the geometry of the rules and hold for every
        customer there can be. With a model, its cut points tie scores to values
        and its centroids make clusters regions; a pack that does not fit it is
        checked by itself. An error or a gap gives exit status 1; an overlap does
        not, since the first segment wins.

        Examples:
          rfm segments lint
          rfm segments lint rfm-scores my-shop --json
        """)

    @Argument(help: "Names or files of packs; all without.") var names: [String] = []
    @Flag(help: "Check the rules by themselves, without a model.") var noModel = false
    @OptionGroup var options: ModelOptions
    @OptionGroup var waiting: ProgressArguments

    func run() throws {
      let shelf = try PackShelf(given: options.choice.segments, places: Places())
      var books: [PackShelf.Book] = []
      for name in names { books.append(try SegmentsCommand.book(name, options)) }
      if names.isEmpty {
        books = shelf.books
        for problem in shelf.problems { Console.error(problem.message) }
      }
      guard !books.isEmpty || !shelf.problems.isEmpty else { throw Failure("there is no pack to check") }
      var session = try self.session()
      session?.progress = waiting.progress
      var reports: [JSON] = []
      var fails = names.isEmpty && !shelf.problems.isEmpty
      for book in books {
        let report = try Self.report(book, session)
        fails = fails || report.fails
        if options.json {
          reports.append(report.json)
        } else {
          Console.write(LintText(report: report, path: book.path).text, to: 1)
        }
      }
      if options.json { Console.out(JSON.array(reports).text(.spaced)) }
      if fails { throw Failure.alreadySaid }
    }

    /// The model to check against; none where none is found and none was asked for.
    private func session() throws(Failure) -> Session? {
      if noModel { return nil }
      if options.choice.model != nil { return try Session(options, isJSON: false) }
      return try? Session(options, isJSON: false)
    }

    private static func report(_ book: PackShelf.Book, _ session: Session?) throws(Failure) -> LintReport {
      guard let session, book.pack.misfit(session.model) == nil else { return PackLint(book.pack).report() }
      var report = session.lint(book.pack)
      if session.store != nil {
        do {
          try report.count { body in try session.scan { _, classification in body(classification) } }
        } catch {
          throw Failure(error)
        }
      }
      return report
    }
  }

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new", abstract: "Make a pack to start from, in Segments/.",
      discussion: """
        Example:
          rfm segments new my-shop
        """)

    @Argument(help: "The pack's name: lower-case letters, digits and hyphens.") var name: String

    func run() throws {
      guard SegmentPack.isSlug(name) else {
        throw ValidationError(
          "'\(name)': a pack's name is of lower-case letters, digits and hyphens, such as '\(SegmentPack.slug(from: name))'"
        )
      }
      let path = try PackFolder.writeNew(PackScaffold.starter(named: name), name: name)
      Console.out("wrote \(path); edit it, then: rfm segments lint \(name)")
    }
  }

  /// A pack by name, or by file.
  private static func book(_ name: String, _ options: ModelOptions) throws(Failure) -> PackShelf.Book {
    if name.hasSuffix(".json") || name.contains("/") {
      switch PackShelf.read(name) {
      case .success(let text): return PackShelf.Book(text: text, path: name)
      case .failure(let problem): throw problem
      }
    }
    return try PackShelf(given: options.choice.segments, places: Places()).book(named: name)
  }
}

/// Segments/ in the current folder, where new packs go.
enum PackFolder {
  /// Writes a pack that was not there before.
  static func writeNew(_ text: String, name: String) throws(Failure) -> String {
    let path = "Segments/\(name).json"
    guard !FileBytes.exists(path) else { throw Failure("\(path) is there already; it was left as it is") }
    let isWritten = try held { () throws(FileProblem) in
      try FileBytes.makeFolder("Segments", mode: 0o755)
      let lock = try FileLock.take(for: path, waits: true)
      defer { withExtendedLifetime(lock) {} }
      if FileBytes.exists(path) { return false }
      try AtomicFile.write(Array(text.utf8), to: path)
      return true
    }
    guard isWritten else { throw Failure("\(path) is there already; it was left as it is") }
    return path
  }
}
