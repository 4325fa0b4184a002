import Foundation
import Testing

/// What the README shows is what the program that ships says.
@Suite struct ReadmeTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let sales = root.deletingLastPathComponent()
    .appending(path: "shared/data/online-retail-2009-2010.csv")
  private static let laterSales = root.deletingLastPathComponent()
    .appending(path: "shared/data/online-retail-2010-2011.csv")
  private static let model = "Models/online-retail-2009-2010.json"

  private let workspace: Workspace
  private let readme: String

  init() throws {
    workspace = try Workspace()
    for folder in ["Models", "Segments"] {
      try workspace.copy(Self.root.appending(path: folder), to: folder)
    }
    readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
  }

  @Test func theFirstAnswerIsTheOneShown() throws {
    let lines = try workspace.rfm("score", "12", "5", "1840.50").lines
    #expect(lines.count > 10)
    for line in lines.prefix(13) { #expect(readme.contains(line), "\(line)") }
  }

  @Test func theTenCustomersAreAsFarFromTheChampions() throws {
    let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| 1") && $0.contains("£") }
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

  private static let hasShell = FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3")

  /// The questions that are asked of the store by the sqlite3 shell have the answers that are shown.
  @Test(.enabled(if: hasShell, "the sqlite3 shell is not installed"))
  func theStoreAnswersAsShown() throws {
    let lines = readme.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let questions = lines.indices.filter { lines[$0].hasPrefix("$ sqlite3 ") }
    #expect(questions.count == 3)
    for question in questions {
      let shown = lines[(question + 1)...].prefix { !$0.hasPrefix("$ ") && !$0.hasPrefix("```") }
      let answer = try workspace.run("/bin/sh", ["-c", String(lines[question].dropFirst(2))])
      #expect(answer.status == 0, "\(answer)")
      // Columns are as wide as a version of the shell makes them.
      func words(_ line: some StringProtocol) -> [Substring] {
        String(line).split(separator: " ").filter { !$0.allSatisfy { $0 == "-" } }
      }
      #expect(answer.lines.map { words($0) } == shown.map { words($0) })
    }
  }

  @Test(
    "The campaign that never was is measured as the README shows",
    .enabled(if: FileManager.default.fileExists(atPath: laterSales.path), "the real sales are not at hand"))
  func theCampaignShown() throws {
    let export = try workspace.rfm("export", "--holdout", "10", "--seed", "7", "-o", "list.csv")
    #expect(readme.contains(export.output))
    let outcome = try workspace.rfm("uplift", "list.csv", Self.laterSales.path, "--days", "90")
    let start = try #require(outcome.lines.firstIndex(of: "Champions & VIPs"))
    for line in [outcome.lines[0]] + outcome.lines[start..<start + 7] {
      #expect(readme.contains(line + "\n"), "\(line)")
    }
  }

  @Test func thePacksThatShipHaveNoErrorAndNoGap() throws {
    let outcome = try workspace.rfm("segments", "lint", "--json")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try outcome.json().items.count == 6)
  }

  @Test(
    "The comparison shown is the one of the real sales",
    .enabled(if: FileManager.default.fileExists(atPath: laterSales.path), "the real sales are not at hand"))
  func whoMoved() throws {
    let trained = try workspace.rfm(
      "train", Self.laterSales.path, "--currency", "GBP", "--align", "online-retail-2009-2010", "--quiet")
    #expect(trained.status == 0, "\(trained)")
    let lines = Set(
      try workspace.rfm("compare", "online-retail-2009-2010", "online-retail-2010-2011").lines)
    let block = try #require(readme.split(separator: "$ rfm compare online-retail-2009-2010").last)
    let shown = block.split(separator: "\n").dropFirst().prefix { $0 != "```" }.filter { $0 != "…" }
    #expect(shown.count > 15)
    for line in shown { #expect(lines.contains(String(line)), "\(line)") }
  }

  @Test(
    "Training on the real sales gives the model that ships, byte for byte",
    .enabled(if: FileManager.default.fileExists(atPath: sales.path), "the real sales are not at hand"))
  func theModelThatShips() throws {
    let outcome = try workspace.rfm(
      "train", Self.sales.path, "-o", "again/online-retail-2009-2010.json", "--k", "4", "--currency", "GBP")
    #expect(outcome.status == 0, "\(outcome)")
    let again = try workspace.text(of: "again/online-retail-2009-2010.json")
    #expect(again == (try workspace.text(of: Self.model)))
    for line in outcome.lines.prefix(11) { #expect(readme.contains(line), "\(line)") }
  }
}
