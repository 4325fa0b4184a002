import Foundation
import JSONText
import Testing

/// The exports in Tests/Exports, each read with no option, against figures that were computed apart.
@Suite struct ExportTests {
  private static let exports = DocsPage.root.appending(path: "Tests/Exports")

  private static let cases: [String: JSONCursor] = {
    guard let data = try? Data(contentsOf: exports.appending(path: "truth.json")),
      let node = try? JSONNode.parse(Array(data), file: "truth.json"),
      let members = try? JSONCursor(node, file: "truth.json").object()["cases"]?.object().members
    else { return [:] }
    return Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
  }()

  @Test("There are the cases that the documentation speaks of") func thereAreCases() {
    #expect(Self.cases.count >= 80)
  }

  @Test("An export comes to the figures that were computed apart", arguments: cases.keys.sorted())
  func export(name: String) throws {
    let truth = try #require(Self.cases[name]).object()
    let workspace = try Workspace()
    try workspace.copy(DocsPage.root.appending(path: "Layouts"), to: "Layouts")
    let words = try ["files", "options"].flatMap { try truth.required($0).array().map { try $0.string() } }
    for word in words where FileManager.default.fileExists(atPath: Self.exports.appending(path: word).path) {
      try workspace.copy(Self.exports.appending(path: word), to: word)
    }
    let outcome = try workspace.rfm(["table"] + words + ["--format", "csv"])
    if let error = truth["error"] {
      #expect(outcome.status == 1, "\(outcome)")
      for part in try error.array() { #expect(outcome.errors.contains(try part.string()), "\(outcome)") }
      return
    }
    #expect(outcome.status == 0, "\(outcome)")
    let said = outcome.errors.lowercased()
    for note in try truth.required("notes").array() {
      #expect(said.contains(try note.string().lowercased()), "\(outcome)")
    }
    if let layout = truth["layout"], !layout.isNull {
      #expect(outcome.errors.contains("layout \(try layout.string()):"), "\(outcome)")
    }
    #expect(try Self.rows(outcome.output) == Self.rows(truth))
    #expect(try Self.counts(outcome.errors) == Self.counts(truth))
  }

  /// The table as it should be, a line for each customer.
  private static func rows(_ truth: JSONObject) throws -> [String] {
    try truth.required("table").array().map { row in
      let row = try row.object()
      func number(_ key: String) throws -> String { String(try row.required(key).integer()) }
      func text(_ key: String) throws -> String { try row.required(key).string() }
      return try [
        text("customer_id"), number("recency"), number("frequency"), decimal(text("monetary")),
        text("first_purchase"), text("last_purchase"),
      ].joined(separator: "|")
    }
  }

  private static func rows(_ output: String) throws -> [String] {
    output.split(separator: "\n").dropFirst().map { line in
      var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      // A name may have a comma in it.
      while fields.count > 6 { fields.replaceSubrange(0...1, with: [fields[0] + "," + fields[1]]) }
      fields[0] = fields[0].trimmingCharacters(in: ["\""])
      fields[3] = decimal(fields[3])
      return fields.joined(separator: "|")
    }
  }

  /// Without zeros at the end, so that decimals are compared as numbers.
  private static func decimal(_ text: String) -> String {
    guard text.contains(".") else { return text }
    let short = text.reversed().drop { $0 == "0" }
    return String((short.first == "." ? short.dropFirst() : short).reversed())
  }

  /// Rows read, rows dropped by the word for it, and refunds.
  private static func counts(_ truth: JSONObject) throws -> [String] {
    let dropped = try truth.required("dropped").object().members.map { word in
      "\(try word.value.object().required("rows").integer()) \(word.key)"
    }
    let refunds = try truth.required("refunds").object()
    let count = try refunds.required("count").integer()
    let sum = decimal(try refunds.required("sum").string())
    return ["\(try truth.required("rows").integer())"] + dropped.sorted()
      + (count > 0 ? ["\(count) \(sum)"] : [])
  }

  private static func counts(_ errors: String) throws -> [String] {
    let rows = try #require(errors.firstMatch(of: /(\d+) rows? read/)).output.1
    let dropped = errors.firstMatch(of: /\(dropped: (.*?)\);/)?.output.1.split(separator: ", ") ?? []
    let refunds = errors.firstMatch(of: /(\d+) refunds? subtracted, [^-\d]*([-\d.,]+)/)
    return [String(rows)] + dropped.map(String.init).sorted()
      + (refunds.map { ["\($0.output.1) \(decimal($0.output.2.filter { $0 != "," }))"] } ?? [])
  }
}
