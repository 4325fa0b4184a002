import Foundation
import Testing

/// What README.md and every other page show is what the program that ships says.
@Suite struct DocsTests: AtThePrompt {
  let workspace: Workspace

  private static let data = DocsPage.root.deletingLastPathComponent().appending(path: "shared/data")
  private static let sales = "online-retail-2009-2010.csv"
  private static let laterSales = "online-retail-2010-2011.csv"
  private static let model = "Models/online-retail-2009-2010.json"
  private static let hasSales = [sales, laterSales].allSatisfy {
    FileManager.default.fileExists(atPath: data.path + "/" + $0)
  }
  private static let hasShell = FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3")

  private static func pages(needing need: CodeBlock.Need) -> [DocsPage] {
    DocsPage.all.filter { $0.blocks.contains { $0.need == need && !$0.steps.isEmpty } }
  }

  /// What ships, and files of the names that pages speak of.
  init() throws {
    workspace = try Workspace()
    for folder in ["Models", "Segments"] {
      try workspace.copy(DocsPage.root.appending(path: folder), to: folder)
    }
    let invented = PeopleShop.csv(TrainedShop.sales.rows)
    try workspace.write(invented, to: "sales.csv")
    for year in ["2023", "2024", "2025"] {
      try workspace.write(invented.replacing(",2010-", with: ",\(year)-"), to: "sales-\(year).csv")
    }
    for name in [Self.sales, Self.laterSales] where Self.hasSales {
      try FileManager.default.createSymbolicLink(
        at: workspace.url(name), withDestinationURL: Self.data.appending(path: name))
    }
  }

  // MARK: Commands

  @Test("What a page shows is what the program says", arguments: pages(needing: .nothing))
  func commands(of page: DocsPage) throws {
    for block in page.blocks where block.need == .nothing { try run(block, of: page) }
  }

  @Test(
    "What a page shows of the real sales is what the program says",
    .enabled(if: hasSales, "the real sales are not at hand"), arguments: pages(needing: .realSales))
  func commandsOnRealSales(of page: DocsPage) throws {
    for block in page.blocks where block.need == .realSales { try run(block, of: page) }
  }

  @Test(
    "The store answers the sqlite3 shell as a page shows it",
    .enabled(if: hasShell, "the sqlite3 shell is not installed"), arguments: pages(needing: .sqliteShell))
  func questionsToTheStore(of page: DocsPage) throws {
    for block in page.blocks where block.need == .sqliteShell { try run(block, of: page) }
  }

  /// Runs what a block shows from top to bottom.
  private func run(_ block: CodeBlock, of page: DocsPage) throws {
    var terminal: PseudoTerminal?
    defer { if let terminal { try? leave(terminal) } }
    let steps = block.steps
    for (place, step) in steps.enumerated() {
      let isFollowedByPrompt = steps.dropFirst(place + 1).first?.kind == .prompt
      let said: String
      switch step.kind {
      case .listed:
        try runListed(step, of: page)
        continue
      case .shell where isFollowedByPrompt:
        #expect(step.typed == "rfm", "\(page):\(step.line) opens no prompt")
        let opened = try open()
        (terminal, said) = (opened.terminal, opened.banner)
      case .shell: said = try shell(step.typed, takesErrors: true).output
      case .prompt:
        let open = try terminal ?? open().terminal
        terminal = open
        said = try answer(to: step.typed, on: open)
      }
      let shown = ShownLines(lines: step.shown, isByWords: step.typed.hasPrefix("sqlite3 "))
      if let difference = shown.difference(from: said) {
        Issue.record("\(page):\(step.line) \(step.typed)\n\(difference)")
      }
      if !isFollowedByPrompt, step.kind == .shell, let open = terminal {
        try leave(open)
        terminal = nil
      }
    }
  }

  /// A line of a list of commands does what it should, or is of another program than this one.
  private func runListed(_ step: CodeBlock.Step, of page: DocsPage) throws {
    // The tests of the server run these.
    if page.path == DocsPage.service { return }
    let words = step.typed.split(separator: " ")
    switch words[0] {
    case "make":
      let makefile = try String(contentsOf: DocsPage.root.appending(path: "Makefile"), encoding: .utf8)
      let target = String(words[1])
      #expect(makefile.contains("\n\(target):"), "\(page):\(step.line) \(step.typed)")
    case "swift", "python3": break
    case let script where script.contains("/"): break
    default:
      let outcome = try shell(step.typed)
      #expect(outcome.status == 0, "\(page):\(step.line) \(step.typed)\n\(outcome)")
      #expect(!outcome.errors.contains("error:"), "\(page):\(step.line) \(step.typed)\n\(outcome)")
    }
  }

  /// Runs a line as a shell does in which `rfm` is the program under test.
  ///
  /// - Parameter takesErrors: standard error comes with the output, as a person sees the two.
  private func shell(_ line: String, takesErrors: Bool = false) throws -> Outcome {
    let script = "rfm() { \"$RFM\" \"$@\"; }\n\(takesErrors ? "exec 2>&1\n" : "")\(line)"
    return try workspace.run("/bin/sh", ["-c", script], environment: ["RFM": BuiltProgram.path])
  }

  /// A prompt, and what it says before the first line.
  private func open() throws -> (terminal: PseudoTerminal, banner: String) {
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, environment: try environment([:]),
      workingDirectory: workspace.folder.path)
    return (terminal, String(try terminal.expect(Self.prompt).dropLast(Self.prompt.count)))
  }

  private func answer(to line: String, on terminal: PseudoTerminal) throws -> String {
    try terminal.send(line + "\r")
    try terminal.expect("\n")
    return String(try terminal.expect(Self.prompt).dropLast(Self.prompt.count))
  }

  // MARK: What else is said of the shipped model

  @Test func theTenCustomersAreAsFarFromTheChampions() throws {
    let page = DocsPage("docs/explanations.md")
    let rows = page.text.split(separator: "\n").filter { $0.hasPrefix("| 1") && $0.contains("£") }
    #expect(rows.count == 10)
    for row in rows {
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let answer = try workspace.rfm("customer", cells[0], "--json").json()
      let reach = try workspace.rfm("reach", "Champions & VIPs", "--customer", cells[0], "--json").json()
      #expect(answer["segment"].text == cells[1])
      let money = try #require(answer["monetary"].number)
      let values = "\(answer["recency"].int ?? -1), \(answer["frequency"].int ?? -1), £\(pounds(money))"
      #expect(values == cells[2])
      if cells[3] == "beyond the fences" {
        #expect(answer["unlike"].text == "fence")
      } else {
        #expect(
          try #require(answer["margin"].number).formatted(.number.precision(.fractionLength(2))) == cells[3])
      }
      if let count = reach["orders"]["count"].int, let value = reach["orders"]["value"].number {
        #expect(cells[4] == "\(count) of £\(pounds(value))")
        #expect(cells[5] == "£\(pounds(try #require(reach["order"]["value"].number)))")
      } else {
        #expect(cells[4] == (cells[1] == "Champions & VIPs" ? "there already" : "not by orders"))
      }
    }
  }

  private func pounds(_ amount: Double) -> String {
    amount.formatted(.number.precision(.fractionLength(2)).locale(Locale(identifier: "en_GB")))
  }

  @Test func thePacksThatShipHaveNoErrorAndNoGap() throws {
    let outcome = try workspace.rfm("segments", "lint", "--json")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try outcome.json().items.count == 6)
  }

  @Test(
    "Training on the real sales gives the model that ships, byte for byte",
    .enabled(if: hasSales, "the real sales are not at hand"))
  func theModelThatShips() throws {
    let outcome = try workspace.rfm(
      "train", Self.sales, "-o", "again/online-retail-2009-2010.json", "--k", "4", "--currency", "GBP")
    #expect(outcome.status == 0, "\(outcome)")
    let again = try workspace.text(of: "again/online-retail-2009-2010.json")
    #expect(again == (try workspace.text(of: Self.model)))
  }
}
