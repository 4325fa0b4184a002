import ArgumentParser
import JSONText
import RFMService
import SafeFiles
import Transactions
import Wording

struct LayoutsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layouts",
    abstract: "List, show, check and make layouts: how the exports of shop programs are read.",
    discussion: """
      Layouts are JSON files in Layouts/: drop one in, and files whose header fits it
      are read by it.

      Examples:
        rfm layouts                          the layouts that are found
        rfm layouts orders.csv               which of them fits a file
        rfm layouts show shopify             a layout in words
        rfm layouts lint                     check all of them
        rfm layouts new my-till sales.csv    one for files such as this
      """,
    subcommands: [List.self, Show.self, Lint.self, New.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "The layouts that are found, or which of them fits a file.",
      discussion: """
        Examples:
          rfm layouts list
          rfm layouts list orders.csv --json
        """)

    @Argument(help: "Files of sales: which layout fits each.") var files: [String] = []
    @Flag(help: "Print the result as one JSON list.") var json = false

    func run() throws {
      let shelf = Folders.library.layouts()
      for problem in shelf.problems { Console.error(problem.message) }
      let isWhole = try files.isEmpty ? list(shelf) : fit(shelf)
      if !isWhole { throw AlreadySaid() }
    }

    private func list(_ shelf: LayoutShelf) -> Bool {
      if json {
        Console.out(shelf.json.text(.spaced))
      } else {
        Console.out(LayoutsText.list(shelf, Style.forOutput()))
      }
      return shelf.problems.isEmpty
    }

    /// Returns false where a file cannot be read; the others are answered all the same.
    private func fit(_ shelf: LayoutShelf) throws -> Bool {
      var fitted: [JSON] = []
      var isWhole = true
      for file in files {
        do throws(Problem) {
          let found = try Folders.library.recognised(file)
          fitted.append(found.json)
          if !json { Console.out(LayoutsText.fit(found, typed: file)) }
        } catch {
          isWhole = false
          let isLayout = !FileBytes.exists(file) && shelf.layouts.contains { $0.name == file }
          Console.error(
            isLayout ? "\(error.message); rfm layouts show \(file) shows the layout" : error.message)
        }
      }
      if json { Console.out(JSON.array(fitted).text(.spaced)) }
      return isWhole
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "A layout in words.",
      discussion: """
        Examples:
          rfm layouts show shopify
          rfm layouts show shopify --json > Layouts/my-shop.json
        """)

    @Argument(help: "The layout's name, or a file.") var name: String
    @Flag(help: "Print the layout as JSON.") var json = false

    func run() throws {
      let book = try Folders.library.layouts().book(named: name)
      let text = json ? book.layout.json.text(.pretty) : LayoutsText.words(book)
      Console.out(text)
    }
  }

  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lint", abstract: "Find what in a layout does something else than was meant.",
      discussion: """
        An error gives exit status 1; a warning does not.

        Examples:
          rfm layouts lint
          rfm layouts lint my-till --json
        """)

    @Argument(help: "Names or files of layouts; all without.") var names: [String] = []
    @Flag(help: "Print the result as one JSON list.") var json = false

    func run() throws {
      let shelf = Folders.library.layouts()
      var books: [LayoutShelf.Book] = []
      var problems = names.isEmpty ? shelf.problems.map(\.message) : []
      for name in names {
        do throws(Problem) {
          books.append(try shelf.book(named: name))
        } catch {
          problems.append(error.message)
        }
      }
      if names.isEmpty { books = shelf.books }
      for problem in problems { Console.error(problem) }
      guard !books.isEmpty || !problems.isEmpty else { throw Problem("there is no layout to check") }
      let checked = books.map { book in
        let lint = LayoutLint(
          book.layout, fileName: Library.modelName(book.path), others: shelf.layouts)
        return (book, lint)
      }
      if json {
        Console.out(JSON.array(checked.map { LayoutsText.json($0, $1) }).text(.spaced))
      } else {
        for (book, lint) in checked { Console.out(LayoutsText.findings(book, lint)) }
      }
      if !problems.isEmpty || checked.contains(where: \.1.hasErrors) { throw AlreadySaid() }
    }
  }

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new", abstract: "Make a layout for files such as one that is given, in Layouts/.",
      discussion: """
        It says what is found in the file, and what is given: --column, --where,
        --clean, --date-order, --decimal, --header-row. Files with the same header are
        then read in the same way without any option.

        Examples:
          rfm layouts new my-till sales.csv --column customer=Card --where State=paid
          rfm train next-month.csv
        """)

    @Argument(help: "The layout's name: lower-case letters, digits and hyphens.") var name: String
    @Argument(help: "A file of sales.") var file: String
    @OptionGroup(title: "Reading and cleaning") var sales: SalesArguments
    @Flag(help: "Replace a layout that is there.") var force = false

    func validate() throws {
      guard isSlug(name) else {
        throw ValidationError(
          "'\(name)': a layout's name is of lower-case letters, digits and hyphens, such as 'my-till'")
      }
      let options = try sales.options()
      if let option = sales.beyondLayouts(options) {
        throw ValidationError("\(option) is nothing that a layout says; give it to rfm train")
      }
    }

    func run() throws {
      let options = try sales.options()
      let made = try written(options)
      let use =
        made.isRecognised
        ? "files with this header are read by it: rfm train \(ShellWord.quoted(file))"
        : "another layout is taken for such files, so name it: rfm train \(ShellWord.quoted(file)) --layout \(name)"
      Console.out("wrote \(made.path); \(use)")
    }

    private func written(
      _ options: SalesOptions
    ) throws(Problem) -> (layout: Layout, path: String, isRecognised: Bool) {
      do throws(Problem) {
        return try Folders.library.writeLayout(named: name, for: file, options, replaces: force)
      } catch  where error.kind == .conflict && !force {
        throw Problem("\(error.message) (--force replaces it)", .conflict)
      }
    }
  }
}

extension SalesArguments {
  /// The first option given that a layout cannot say; nil where there is none.
  fileprivate func beyondLayouts(_ options: SalesOptions) -> String? {
    let given: [(String, Bool)] = [
      ("--sheet", !sheet.isEmpty), ("--invoice-pattern", invoicePattern != nil),
      ("--stock-pattern", stockPattern != nil), ("--as-of", asOf != nil), ("--window", window != nil),
      ("--frequency", frequency != nil), ("--monetary", monetary != nil),
      ("--skip-bad-rows", skipBadRows ?? false), ("--rates", rates != nil), ("--once", once),
      ("--returns net", returns == .net && (clean == .products || clean == .customers)),
    ]
    return given.first(where: \.1)?.0
  }
}
