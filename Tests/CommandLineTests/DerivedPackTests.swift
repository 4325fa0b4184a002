import Foundation
import Testing

/// Packs with rules on gaps, tenure, money per order and who will buy again, from the command line.
@Suite struct DerivedPackTests {
  private static let hasShell = FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3")
  private let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
    try write(
      "own", [#""tenure": {"max": "p20"}"#, #""gaps": {"min": 1.5}"#, #""average": {"min": "p80"}"#])
    try write("likely", [#""again": {"min": "p80"}"#])
  }

  /// A segment for each rule, and one for everybody else.
  private func write(_ name: String, _ rules: [String]) throws {
    let segments = rules.enumerated().map { #"{"name": "S\#($0)", "when": {\#($1)}}"# }
    try workspace.write(
      """
      {"format": "rfm-segments/1", "name": "\(name)", "title": "Own", "segments": [
        \(segments.joined(separator: ",\n  ")),
        {"name": "Rest", "when": {}}]}
      """, to: "Segments/\(name).json")
  }

  /// The segment of each customer by `rfm export`.
  private func exported(_ pack: String) throws -> [String: String] {
    _ = try workspace.rfm("export", "--pack", pack, "-o", "\(pack).csv")
    let lines = try workspace.text(of: "\(pack).csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let column = try #require(lines.first?.firstIndex(of: "segment"))
    return Dictionary(uniqueKeysWithValues: lines.dropFirst().map { (String($0[0]), String($0[column])) })
  }

  @Test("Lists, segments and files of sales agree on who is where", arguments: ["own", "likely"])
  func agree(pack: String) throws {
    let exported = try exported(pack)
    let segments = try workspace.rfm("segments", "--pack", pack, "--json").json()["segments"].items
    for segment in segments {
      let name = try #require(segment["name"].text)
      #expect(segment["customers"].int == exported.values.count { $0 == name }, "\(name)")
    }
    #expect(exported.values.contains("S0") && exported.values.contains("Rest"))
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    let rows = try workspace.rfm("classify", "sales.csv", "--pack", pack, "--format", "jsonl")
    for row in try rows.jsonLines() {
      #expect(exported[try #require(row["customer_id"].text)] == row["cluster_name"].text)
    }
    for id in exported.keys.sorted().prefix(5) {
      #expect(
        try workspace.rfm("customer", id, "--pack", pack, "--json").json()["segment"].text == exported[id])
    }
  }

  @Test("Values without dates are told what is not known of them") func typedValues() throws {
    let outcome = try workspace.rfm("score", "12", "1", "20", "--pack", "own")
    #expect(outcome.output.contains("Not known without dates of purchases: tenure."))
    let json = try workspace.rfm("score", "12", "1", "20", "--pack", "own", "--json").json()
    #expect(json["unknown"].items.map(\.text) == ["tenure"])
    #expect(!(try workspace.rfm("score", "12", "1", "20", "--json").json().keys.contains("unknown")))
  }

  @Test("Lint finds who falls between rules on the days of purchases, and checks what it says")
  func lint() throws {
    let report = try workspace.rfm("segments", "lint", "own", "--json").json()[0]
    #expect(report["fails"].bool == false && report["uncovered"].int == 0)
    #expect(report["findings"].items.contains { $0["kind"].text == "overlap" })
    let without = try workspace.rfm("segments", "lint", "own", "--no-model")
    #expect(without.output.contains("which only a model can tell"))
  }

  @Test("What an engine or a format cannot say is refused by name") func refusals() throws {
    for format in ["pmml", "onnx"] {
      expectError(
        try workspace.rfm("model", "export", "--format", format, "-o", "m.\(format)", "--pack", "own"),
        saying: "the pack own has rules on 'gaps' and 'tenure'", format.uppercased(), "--pack")
      // Money per order and percentiles are in the file.
      try write("rich", [#""average": {"min": "p80"}"#])
      let made = try workspace.rfm(
        "model", "export", "--format", format, "-o", "m.\(format)", "--pack", "rich")
      #expect(made.status == 0, "\(made)")
    }
    expectError(
      try workspace.rfm("sql", "all", "--dialect", "sqlite", "--table", "t", "--pack", "likely"),
      saying: "the pack likely has rules on 'again', which SQL does not know")
    let note = try workspace.rfm("sql", "segments", "--dialect", "sqlite", "--from", "t", "--pack", "own")
    #expect(note.errors.contains("t needs the columns purchase_span and purchase_days"))
  }

  @Test("SQL over raw sales says the same", .enabled(if: hasShell, "the sqlite3 shell is not installed"))
  func sql() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    let query = try workspace.rfm("sql", "all", "--dialect", "sqlite", "--table", "sales", "--pack", "own")
    try workspace.write(query.output, to: "query.sql")
    let rows = try workspace.run(
      "/bin/sh",
      [
        "-c",
        "sqlite3 shop.sqlite '.import --csv sales.csv sales'; sqlite3 -json shop.sqlite < query.sql",
      ], input: nil)
    let answers = try rows.json().items
    let exported = try exported("own")
    #expect(answers.count == exported.count)
    for answer in answers { #expect(exported[answer["customer_id"].text ?? ""] == answer["segment"].text) }
  }
}
