import ArgumentParser
import JSONText
import RFMService
import SafeFiles
import Segmentation
import Wording

struct SegmentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segments",
    abstract: "The segments and how many customers each has; show, check and make packs of them.",
    discussion: """
      Packs are JSON files in Segments/: drop one in and its segments are there.
      rfm packs lists them.

      Examples:
        rfm segments                       the segments, their customers and shares
        rfm segments show retail           rules in words
        rfm segments lint                  check all packs that fit the model
        rfm segments new my-shop           a pack to start from
      """,
    subcommands: [Sizes.self, Show.self, Lint.self, New.self], defaultSubcommand: Sizes.self)

  struct Sizes: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sizes", abstract: "The segments of the pack in use, and how many customers each has.",
      discussion: """
        Example:
          rfm segments sizes --json
        """)

    @OptionGroup var options: AnswerArguments

    func run() throws {
      let inquiry = try options.choice.inquiry()
      let problems = inquiry.loaded.shelf.problems
      for problem in problems { Console.error(problem.message) }
      let overview = try inquiry.segments()
      let rendering = options.rendering
      Console.out(
        rendering.shown(overview.json, SegmentsText(overview, inquiry.model, rendering.style).text))
      if !problems.isEmpty { throw AlreadySaid() }
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
    @OptionGroup var options: AnswerArguments

    func run() throws {
      let book = try SegmentsCommand.book(name, options)
      let loaded = try? options.choice.loaded()
      let words = loaded.map { RuleWords($0.model) } ?? RuleWords()
      let shown = (try? loaded?.using(book.pack.name))?.shownPack ?? book.pack
      let rendering = options.rendering
      let page = PackPage(pack: shown, path: book.path, words: words, style: rendering.style)
      Console.write(rendering.shown(book.pack.json, page.text), to: 1)
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
    @OptionGroup var options: AnswerArguments
    @OptionGroup var waiting: ProgressArguments

    func run() throws {
      let shelf = try options.choice.shelf()
      var books: [PackShelf.Book] = []
      for name in names { books.append(try SegmentsCommand.book(name, options)) }
      if names.isEmpty {
        books = shelf.books
        for problem in shelf.problems { Console.error(problem.message) }
      }
      guard !books.isEmpty || !shelf.problems.isEmpty else { throw Problem("there is no pack to check") }
      let inquiry = try self.inquiry()
      var reports: [JSON] = []
      var fails = names.isEmpty && !shelf.problems.isEmpty
      for book in books {
        let report = try Self.report(book, inquiry)
        fails = fails || report.fails
        if options.json {
          reports.append(report.json)
        } else {
          Console.write(Style.forOutput().folded(LintText(report: report, path: book.path).text), to: 1)
        }
      }
      if options.json { Console.out(JSON.array(reports).text(.spaced)) }
      if fails { throw AlreadySaid() }
    }

    /// The model to check against; none where none is found and none was asked for.
    private func inquiry() throws(Problem) -> Inquiry? {
      if noModel { return nil }
      let work = Work.with(waiting.progress)
      if options.choice.model != nil { return try options.choice.inquiry(work) }
      return try? options.choice.inquiry(work)
    }

    private static func report(_ book: PackShelf.Book, _ inquiry: Inquiry?) throws(Problem) -> LintReport {
      guard let inquiry, book.pack.misfit(inquiry.model) == nil else { return PackLint(book.pack).report() }
      return try inquiry.lint(book.pack)
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
      guard isSlug(name) else {
        throw ValidationError(
          "'\(name)': a pack's name is of lower-case letters, digits and hyphens, such as '\(SegmentPack.slug(from: name))'"
        )
      }
      let path = try Library.writePack(
        PackScaffold.starter(named: name), named: name, in: Library.packFolder)
      Console.out("wrote \(path); edit it, then: rfm segments lint \(name)")
    }
  }

  /// A pack by name, or by file.
  private static func book(_ name: String, _ options: AnswerArguments) throws(Problem) -> PackShelf.Book {
    if name.hasSuffix(".json") || name.contains("/") {
      switch PackShelf.read(name) {
      case .success(let text): return PackShelf.Book(text: text, path: name)
      case .failure(let problem): throw problem
      }
    }
    return try options.choice.shelf().book(named: name)
  }
}
