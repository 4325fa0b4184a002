import Foundation
import Testing

/// A pack is believed only where the customers bear it out, and says of a customer only what is so.
@Suite struct ClaimCommandTests {
  private let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
  }

  /// A pack for four clusters; with a claim that none of the customers meets, or that all do.
  private func drop(_ name: String, isTrue: Bool) throws {
    let segments = (0..<4).map { cluster in
      """
      {"name": "\(name) \(cluster)", "when": {"cluster": \(cluster)},
       "interpretation": "They bought on one day.", "recommendations": [],
       "claims": [{"frequency": {"min": \(isTrue ? 1 : 100)}, "share": 0.5, "says": "bought on one day"}]}
      """
    }
    try workspace.write(
      """
      {"format": "rfm-segments/1", "name": "\(name)", "title": "\(name)",
       "for": {"k": 4, "bins": 5, "outliers": "iqr"}, "segments": [\(segments.joined(separator: ","))]}
      """, to: "Segments/\(name).json")
  }

  @Test("A pack that is dropped in and says what is not so is passed over, and it is said why")
  func passedOver() throws {
    try FileManager.default.removeItem(at: workspace.url("Segments/retail.json"))
    try drop("bold", isTrue: false)
    try drop("modest", isTrue: true)
    let why = "'bold 0' says “bought on one day”, but only 0 % of its"
    let answer = try workspace.rfm("score", "12", "5", "1840.50", "--json")
    #expect(answer.status == 0)
    #expect(try answer.json()["segment"].text?.hasPrefix("modest") ?? false)
    #expect(answer.errors.hasPrefix("note: the pack bold was passed over, since it says what is not so: "))
    #expect(answer.errors.contains(why), "\(answer)")

    try FileManager.default.removeItem(at: workspace.url("Segments/modest.json"))
    let alone = try workspace.rfm(input: "12 5 1840.50\nuse bold\n12 5 1840.50\n")
    #expect(alone.status == 0)
    #expect(alone.lines.first?.hasPrefix("Cluster ") ?? false, "\(alone)")
    #expect(alone.output.contains("\nbold "))
    #expect(alone.errors.contains("note: the pack bold: \(why)"), "\(alone)")
  }

  @Test("A pack whose claims cannot be checked without dates is not taken for a table that has none")
  func withoutDates() throws {
    try FileManager.default.removeItem(at: workspace.url("Segments"))
    try drop("modest", isTrue: true)
    let text = try workspace.text(of: "Segments/modest.json")
    try workspace.write(
      text.replacing("{\"frequency\": {\"min\": 1}", with: "{\"recency\": {\"max\": \"gap90\"}"),
      to: "Segments/modest.json")
    let rows = TrainedShop.sales.customers.map { id, customer in
      "\(id),\(customer.recency),\(customer.frequency),\(InventedSales.decimal(customer.pence))"
    }
    try workspace.write(
      "customer,recency,frequency,monetary\n" + rows.sorted().joined(separator: "\n"), to: "table.csv")
    let trained = try workspace.rfm("train", "table.csv", "-o", "Models/table.json", "--k", "4")
    #expect(trained.status == 0)
    #expect(
      trained.output.inOneLine.contains(
        "Segments/table.json was written with a segment for each cluster, in words from these customers, since modest says what cannot be checked without the dates"
      ), "\(trained)")
  }

  @Test("A pack that is asked for by name is taken, with a word on what is false in it")
  func asked() throws {
    try drop("bold", isTrue: false)
    let answer = try workspace.rfm("score", "12", "5", "1840.50", "--pack", "bold", "--json")
    #expect(try answer.json()["segment"].text?.hasPrefix("bold") ?? false)
    #expect(answer.errors.contains("note: the pack bold: 'bold 0' says"), "\(answer)")
  }

  @Test("A pack in use that is changed on disk to say what is not so stays, and it is said at the prompt")
  func changedOnDisk() throws {
    try drop("bold", isTrue: true)
    let program = try LineByLine(workspace, "--pack", "bold")
    #expect(try program.ask("12 5 1840.50").output.contains("\"segment\": \"bold"))
    try drop("bold", isTrue: false)
    let changed = try program.ask("12 5 1840.50")
    #expect(changed.output.contains("\"segment\": \"bold"))
    #expect(changed.errors.contains("Segments/bold.json was changed on disk and is taken up"))
    #expect(changed.errors.contains("note: the pack bold: 'bold 0' says"), "\(changed)")
  }

  @Test("An answer marks the sentence that does not hold for the customer in question")
  func exceptions() throws {
    let lines = (0..<400).map { "\($0 / 20 * 20) \($0 % 4 + 1) \($0 % 20 * 50 + 100)" }
    let answers = try workspace.rfm("--json", input: lines.joined(separator: "\n") + "\n").jsonLines()
    let place = try #require(answers.firstIndex { !$0["exceptions"].items.isEmpty })
    let says = try #require(answers[place]["exceptions"][0]["says"].text)
    let but = try #require(answers[place]["exceptions"][0]["but"].text)
    let sentences = (answers[place]["recommendations"].items + [answers[place]["interpretation"]])
    #expect(sentences.contains { $0.text?.contains(says) ?? false })
    #expect(but.contains(", not at "), "\(but)")
    let text = try workspace.rfm(input: lines[place] + "\n").output.replacing(/\s+/, with: " ")
    #expect(text.contains("but not this customer: “\(says)” (\(but))"), "\(text)")
    // The same sentence stands unmarked where it holds.
    let segment = answers[place]["segment"].text
    let others = answers.filter { $0["segment"].text == segment }
    #expect(others.contains { $0["exceptions"].items.isEmpty })
  }

  // MARK: - Written packs

  private let five = ["train", "sales.csv", "-o", "Models/five.json", "--k", "5", "--quiet"]

  private func train(_ arguments: [String]) throws -> Outcome {
    let outcome = try workspace.run(BuiltProgram.path, arguments)
    #expect(outcome.status == 0, "\(outcome)")
    return outcome
  }

  @Test("A pack that training wrote is written anew by the next training, and belongs to its model alone")
  func writtenAnew() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    #expect(try train(five).output.contains("Segments/five.json was written with a segment for each cluster"))
    let first = try workspace.text(of: "Segments/five.json")
    #expect(first.contains("\"for\": {\"model\": \"five\", \"k\": 5}"))
    // No figure of today stands in it.
    let sentences = try Value(first)["segments"].items.compactMap { $0["interpretation"].text }
    #expect(sentences.allSatisfy { !$0.contains { $0.isNumber } || $0.contains("{p") }, "\(sentences)")

    try workspace.write(InventedSales(seed: 11, customers: 150).csv, to: "sales.csv")
    let again = try train(five)
    #expect(again.output.contains("Segments/five.json was written anew for these customers"), "\(again)")
    #expect(try workspace.text(of: "Segments/five.json") != first)

    let other = try train(["train", "sales.csv", "-o", "Models/other.json", "--k", "5", "--quiet"])
    #expect(other.output.contains("Segments/other.json was written"), "\(other)")
    let packs = try workspace.rfm("packs", "--model", "other").output
    #expect(packs.contains("it was written for the model 'five'"))
  }

  @Test("A written pack that someone edited is left as it is, and training says what in it no longer holds")
  func editedIsLeft() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    _ = try train(five)
    let edit = try workspace.rfm("--model", "five", input: "rename 1 \"Our best\"\n")
    #expect(edit.status == 0, "\(edit)")
    let edited = try workspace.text(of: "Segments/five.json")
    #expect(edited.contains("\"Our best\""))

    // Another year: everyone came once, long ago, and few spent much.
    let lines = TrainedShop.sales.csv.split(separator: "\n")
    let header = try #require(lines.first)
    var seen: Set<Substring> = []
    let firstOrders = lines.dropFirst().filter { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      return fields.count > 6 && seen.insert(fields[6]).inserted
    }
    try workspace.write(([header] + firstOrders).joined(separator: "\n") + "\n", to: "sales.csv")
    let again = try train(five)
    #expect(try workspace.text(of: "Segments/five.json") == edited)
    #expect(
      again.output.replacing(/\s+/, with: " ").contains(
        "Segments/five.json was edited, so it was left as it is; '"), "\(again)")
    // At the prompt it is still the model's own, with a word on what is false.
    let answer = try workspace.rfm("segments", "--model", "five")
    #expect(answer.output.contains("Our best"))
    #expect(answer.errors.contains("note: the pack five: '"), "\(answer)")
  }
}
