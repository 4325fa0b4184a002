import Foundation
import Testing

/// The report: one page with pictures, as its users write it and open it.
@Suite struct ReportTests {
  private static let pictures = [
    "distribution-frequency.svg", "distribution-monetary.svg", "distribution-recency.svg", "elbow.svg",
    "orders-per-customer.svg", "revenue-treemap.svg", "scatter-frequency-monetary.svg",
    "scatter-recency-frequency.svg", "scatter-recency-monetary.svg", "score-heatmap.svg", "silhouette.svg",
    "snake-plot.svg",
  ]

  private let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
  }

  // MARK: - Where it goes

  @Test func aPipeGetsThePageAndNothingElse() throws {
    let outcome = try workspace.rfm("report")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors == "")
    #expect(outcome.output.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\""))
    #expect(outcome.output.hasSuffix("</html>\n"))
    #expect(try workspace.rfm("report", "-o", "-").output == outcome.output)
    #expect(try workspace.names().filter { $0.hasSuffix("html") } == [])
  }

  @Test func aFileGetsTheSameBytesWhateverTheThreads() throws {
    let first = try workspace.rfm("report", "-o", "a.html", "--svg", "a", "--threads", "1")
    let second = try workspace.rfm("report", "--output", "b.html", "--svg", "deep/b/", "--threads", "3")
    #expect(first.status == 0 && second.status == 0, "\(first)\(second)")
    #expect(first.output == "")
    #expect(first.errorLines == ["wrote a.html", "wrote 12 pictures to a"])
    #expect(try workspace.bytes(of: "a.html") == workspace.bytes(of: "b.html"))
    #expect(try workspace.names(in: "a") == Self.pictures)
    for name in Self.pictures {
      #expect(try workspace.bytes(of: "a/\(name)") == workspace.bytes(of: "deep/b/\(name)"), "\(name)")
    }
    #expect(try workspace.bytes(of: "a.html").count < 1_000_000)
    #expect(try workspace.text(of: "a.html") == workspace.rfm("report").output)
  }

  @Test func aTerminalGetsAFileAndNoPage() throws {
    let terminal = try self.terminal("report")
    #expect(try terminal.waitForExit(timeout: .seconds(60)) == 0)
    #expect(terminal.transcript.contains("wrote shop-report.html"))
    #expect(!terminal.transcript.contains("<html"))
    #expect(try workspace.text(of: "shop-report.html").hasPrefix("<!DOCTYPE html>"))
    let refused = try self.terminal("report", "-o", "-")
    #expect(try refused.waitForExit(timeout: .seconds(60)) == 1)
    #expect(refused.transcript.contains("not for a terminal"))
  }

  private func terminal(_ arguments: String...) throws -> PseudoTerminal {
    try PseudoTerminal(
      executable: BuiltProgram.path, arguments: arguments, environment: workspace.environment,
      workingDirectory: workspace.folder.path)
  }

  @Test func aPageIsReplacedAsAWhole() throws {
    try workspace.write("an older page", to: "page.html")
    #expect(try workspace.rfm("report", "-o", "page.html").status == 0)
    #expect(try workspace.text(of: "page.html").hasSuffix("</html>\n"))
    #expect(try workspace.names().filter { $0.hasSuffix(".part") } == [])
  }

  @Test func wrongPlacesAreRefusedBeforeTheWork() throws {
    try workspace.write("mine", to: "mine.txt")
    expectError(try workspace.rfm("report", "-o", "Models"), saying: "Models", "folder")
    expectError(try workspace.rfm("report", "-o", "nowhere/page.html"), saying: "nowhere/page.html")
    expectError(
      try workspace.rfm("report", "-o", "a.html", "--svg", "mine.txt"), saying: "mine.txt", "this is a file")
    expectError(try workspace.rfm("report", "-o", "Models/shop.json"), saying: "take the place")
    expectError(try workspace.rfm("report", "-o", "Segments/retail.json"), saying: "take the place")
    expectError(try workspace.rfm("report", "-o", ""), status: 64, saying: "-o")
    expectError(try workspace.rfm("report", "--model", "none"), saying: "there is no model 'none'")
    expectError(try workspace.rfm("report", "--pack", "none"), saying: "there is no pack 'none'")
    expectError(try workspace.rfm("report", "page.html"), status: 64, saying: "page.html")
    #expect(try workspace.names().filter { $0.hasSuffix(".html") || $0.hasSuffix(".part") } == [])
    #expect(try workspace.text(of: "mine.txt") == "mine")
  }

  // MARK: - What it says

  @Test func itSaysWhatWasReadAndDropped() throws {
    let sales = TrainedShop.sales
    let page = try workspace.rfm("report").output
    for (reason, rows) in sales.dropped {
      #expect(page.contains("<th scope=\"row\">\(reason)</th><td>\(rows)</td>"), "\(reason)")
    }
    let counts = [sales.rows.count, sales.kept].map {
      $0.formatted(.number.locale(Locale(identifier: "en_GB")))
    }
    #expect(page.contains("\(counts[0]) rows were read and \(counts[1]) kept"))
    #expect(page.contains("as of \(sales.asOf)"))
  }

  @Test func everySegmentHasTheFiguresOfItsCustomers() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    let rows = try workspace.rfm("classify", "sales.csv", "--format", "jsonl").jsonLines()
    var count: [String: Int] = [:]
    for row in rows { count[row["cluster_name"].text ?? "", default: 0] += 1 }
    let page = try workspace.rfm("report").output
    #expect(count.count > 2)
    for (name, customers) in count {
      let escaped = name.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;")
      #expect(page.contains("<th scope=\"row\">\(escaped)</th><td>\(customers)</td>"), "\(name) \(customers)")
    }
    let pack = try Value(try workspace.text(of: "Segments/retail.json"))
    for segment in pack["segments"].items {
      #expect(page.contains(try #require(segment["color"].text)))
      let first = try #require(segment["recommendations"][0].text)
      #expect(page.contains(String(first.prefix { $0 != "&" && $0 != "<" })))
    }
  }

  @Test func theCurveIsThatOfSweep() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    let sweep = try workspace.rfm("sweep", "sales.csv", "--json").json()
    let steps = sweep["steps"].items
    let page = try workspace.rfm("report").output
    let first = try #require(steps.first?["inertia"].number)
    let last = try #require(steps.last?["inertia"].number)
    #expect(page.contains("falls from \(Self.fixed(first, 2)) at k = 2 to \(Self.fixed(last, 2)) at k = 12"))
    let best = try #require(sweep["recommended"].int)
    let silhouette = try #require(steps[best - 2]["silhouette"].number)
    #expect(page.contains("is best at k = \(best) with \(Self.fixed(silhouette, 3))"))
  }

  private static func fixed(_ number: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", number)
  }

  @Test func textsOfAPackAreTextsAndNothingMore() throws {
    let pack = """
      {"format": "rfm-segments/1", "name": "odd", "title": "O<dd & \\"co\\"", "segments": [
        {"name": "<script>alert(1)</script>", "when": {"cluster": 0}, "interpretation": "a < b & c"},
        {"name": "R&D \\"quoted\\"", "when": {"cluster": 1}, "recommendations": ["</li><img src=x>"]}]}
      """
    try workspace.write(pack, to: "Segments/odd.json")
    let page = try workspace.rfm("report", "--pack", "odd").output
    #expect(page.contains("O&lt;dd &amp; \"co\""))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(page.contains("&lt;/li&gt;&lt;img src=x&gt;"))
    #expect(!page.contains("<script") && !page.contains("<img"))
    // Whom no segment takes is shown by cluster.
    #expect(page.contains("Cluster 2") && page.contains("taken by no segment"))
  }

  // MARK: - Without customers

  @Test func withoutItsStoreAModelStillHasAPage() throws {
    for name in try workspace.names(in: "Models") where name.hasSuffix(".sqlite") {
      try FileManager.default.removeItem(at: workspace.url("Models/\(name)"))
    }
    let outcome = try workspace.rfm("report", "-o", "page.html", "--svg", "pictures")
    #expect(outcome.status == 0)
    #expect(outcome.errorLines.count == 3)
    #expect(outcome.errors.contains("the customers of the model are not there; the report goes without"))
    #expect(try workspace.names(in: "pictures") == ["revenue-treemap.svg", "snake-plot.svg"])
    let page = try workspace.text(of: "page.html")
    #expect(page.contains("store of customers is not at hand"))
    #expect(page.contains("Champions &amp; VIPs"))
  }

  @Test func aModelTrainedWithEveryKBringsItsCurve() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    #expect(
      try workspace.rfm("train", "sales.csv", "-o", "auto.json", "--k", "auto", "--max-k", "5").status == 0)
    for name in try workspace.names() where name.hasSuffix(".sqlite") && name.hasPrefix("auto") {
      try FileManager.default.removeItem(at: workspace.url(name))
    }
    let outcome = try workspace.rfm("report", "--model", "auto.json", "--svg", "pictures")
    #expect(outcome.status == 0)
    #expect(
      try workspace.names(in: "pictures")
        == ["elbow.svg", "revenue-treemap.svg", "silhouette.svg", "snake-plot.svg"])
    #expect(outcome.output.contains("at k = 5."))
  }

  @Test func aDamagedStoreIsAnErrorAndLeavesNothing() throws {
    let name = try #require(try workspace.names(in: "Models").first { $0.hasSuffix(".sqlite") })
    var bytes = try workspace.bytes(of: "Models/\(name)")
    // Behind the pages that say whose store it is.
    for i in 8192..<bytes.count { bytes[i] = 0xA5 }
    try workspace.write(bytes: bytes, to: "Models/\(name)")
    expectError(
      try workspace.rfm("report", "-o", "page.html", "--svg", "pictures"), saying: name, "damaged")
    #expect(try workspace.names().filter { $0.hasPrefix("page") || $0.hasPrefix("pictures") } == [])
  }

  // MARK: - In a browser

  private static let browser = ["chromium", "chromium-browser", "google-chrome"]
    .map { "/usr/bin/\($0)" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// What the console says when a file is opened, and the document that comes of it.
  private func open(_ file: String) throws -> (console: [String], document: String) {
    let outcome = try workspace.run(
      Self.browser ?? "",
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(workspace.url("profile").path)",
        "--enable-logging=stderr", "--v=0", "--dump-dom", "file://\(workspace.url(file).path)",
      ])
    return (outcome.errorLines.filter { $0.contains("CONSOLE") }, outcome.output)
  }

  @Test(
    "Chromium opens the report without an error in its console",
    .enabled(if: browser != nil, "Chromium is not at hand"))
  func theConsoleStaysEmpty() throws {
    #expect(try workspace.rfm("report", "-o", "page.html", "--svg", "pictures").status == 0)
    let (console, document) = try open("page.html")
    #expect(console == [])
    #expect(document.contains("<h1>Customer segments: shop</h1>"))
    #expect(document.components(separatedBy: "role=\"img\"").count - 1 == Self.pictures.count)
    for name in ["revenue-treemap.svg", "scatter-recency-monetary.svg"] {
      #expect(try open("pictures/\(name)").console == [], "\(name)")
    }
    // The same look at a page that breaks its own policy does find something.
    let broken = try workspace.text(of: "page.html").replacingOccurrences(
      of: "</footer>", with: "<script>nothing()</script></footer>")
    try workspace.write(broken, to: "broken.html")
    #expect(try !open("broken.html").console.isEmpty)
  }
}
