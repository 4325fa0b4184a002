import Foundation
import Testing

/// Models that are damaged or not what they seem: refused in one line, never read half.
@Suite struct BadModelTests {
  private let workspace: Workspace
  private let text: String

  init() throws {
    workspace = try TrainedShop.workspace()
    text = try workspace.text(of: "Models/shop.json")
  }

  private func refused(
    _ text: String, saying words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try workspace.write(text, to: "Models/shop.json")
    let outcome = try workspace.rfm("score", "12", "5", "7")
    expectError(outcome, saying: "Models/shop.json", sourceLocation: sourceLocation)
    for word in words {
      #expect(outcome.errors.contains(word), "\(outcome)", sourceLocation: sourceLocation)
    }
  }

  @Test("Every command refuses it", arguments: [["customer", "13000"], ["model"], ["repl"], ["--json"]])
  func everyCommand(arguments: [String]) throws {
    try workspace.write(with("\"rfm-model/2\"", for: "\"rfm-model/1\""), to: "Models/shop.json")
    expectError(try workspace.rfm(arguments), saying: "'rfm-model/2'")
  }

  /// The model with one text in it replaced by another.
  private func with(_ new: String, for old: String) throws -> String {
    #expect(text.contains(old))
    guard let place = text.firstRange(of: old) else { return text }
    return text.replacingCharacters(in: place, with: new)
  }

  @Test("Cut off anywhere", arguments: [0, 1, 10, 100, 1000, 2500, 4000, -400, -40, -3, -2])
  func cut(length: Int) throws {
    let count = length >= 0 ? length : text.count + length
    try workspace.write(String(text.prefix(count)), to: "Models/shop.json")
    expectError(try workspace.rfm("score", "12", "5", "7"), saying: "Models/shop.json")
  }

  @Test func anotherVersion() throws {
    try refused(with("\"rfm-model/2\"", for: "\"rfm-model/1\""), saying: "'rfm-model/2'", "'rfm-model/1'")
  }

  @Test func notAModel() throws {
    try refused("[1, 2]")
    try refused("customer,recency\n1,2\n")
    try refused(
      String(decoding: try Data(contentsOf: TrainedShop.pack), as: UTF8.self), saying: "rfm-segments/1")
  }

  @Test(
    "A number that is none", arguments: ["NaN", "nan", "Infinity", "-Infinity", "1e400", "null", "\"1\""])
  func badNumber(number: String) throws {
    let place = try #require(text.firstRange(of: "\"mean\": "))
    let rest = text[place.upperBound...]
    let end = try #require(rest.firstIndex(of: ","))
    try refused(text[..<place.upperBound] + number + rest[end...])
  }

  @Test(
    "A number that no model has",
    arguments: [
      ("\"mean\": ", "1e308"), ("\"mean\": ", "-1e60"), ("\"scale\": ", "1e-320"), ("\"scale\": ", "1e300"),
      ("\"max\": ", "1e12"), ("\"quantiles\": [", "-1e300"), ("\"centroids\": [[", "1e308"),
      ("\"radius\": ", "1e300"), ("\"revenue\": ", "0." + String(repeating: "0", count: 300) + "1"),
    ])
  func absurdNumber(key: String, number: String) throws {
    // The spaces differ where the text is folded.
    let pattern = key.map { $0 == " " ? "\\s*" : $0 == "[" ? "\\[\\s*" : String($0) }.joined()
    let place = try #require(text.range(of: pattern, options: .regularExpression))
    let rest = text[place.upperBound...]
    let end = try #require(rest.firstIndex { ",]}\n".contains($0) })
    try workspace.write(text[..<place.upperBound] + number + rest[end...], to: "Models/shop.json")
    for arguments in [
      ["score", "12", "5", "7"], ["why", "12", "5", "7"], ["segments", "lint", "--model", "shop"],
    ] {
      expectError(try workspace.rfm(arguments), saying: "Models/shop.json")
    }
  }

  @Test("A centroid of the wrong length", arguments: ["[1, 2]", "[1, 2, 3, 4]", "[]", "[1, 2, null]", "7"])
  func badCentroid(centroid: String) throws {
    let place = try #require(text.firstRange(of: "\"centroids\": ["))
    let start = try #require(text[place.upperBound...].firstIndex(of: "["))
    let end = try #require(text[start...].firstIndex(of: "]"))
    try refused(text.replacingCharacters(in: start...end, with: centroid), saying: "centroids[0]")
  }

  @Test func fewerClustersThanCentroids() throws {
    let place = try #require(text.firstRange(of: "\"centroids\": ["))
    try refused(
      text.replacingCharacters(in: place, with: "\"centroids\": [[0, 0, 0], "), saying: "clusters", "5")
  }

  @Test func keysThatAreMissingOrUnknown() throws {
    try refused(with("\"centroid\":", for: "\"centroids\":"), saying: "centroid")
    try refused(with("\"scale\": 0, \"x\":", for: "\"scale\":"))
  }

  @Test func aFolderInItsPlace() throws {
    try FileManager.default.removeItem(at: workspace.url("Models/shop.json"))
    try workspace.write("", to: "Models/shop.json/file")
    #expect(try workspace.rfm("score", "12", "5", "7").status == 1)
  }

  // MARK: - The store

  private func store() throws -> String {
    try #require(try workspace.names(in: "Models").first { $0.hasSuffix(".sqlite") }.map { "Models/" + $0 })
  }

  @Test func scoresWithoutAStoreButLooksNobodyUp() throws {
    try FileManager.default.removeItem(at: workspace.url(try store()))
    #expect(try workspace.rfm("score", "12", "5", "7").status == 0)
    expectError(try workspace.rfm("customer", "13000"), saying: "the customers of the model are not there")
    #expect(try workspace.rfm("model").status == 0)
    #expect(try workspace.rfm(input: "12 5 7\n13000\n").status == 1)
    #expect(try workspace.rfm(input: "12 5 7\nsegments\n").status == 0)
  }

  @Test("A damaged store", arguments: [0, 1, 50, 100, 4096, 9000])
  func damagedStore(length: Int) throws {
    let path = try store()
    try workspace.write(bytes: Array(try workspace.bytes(of: path).prefix(length)), to: path)
    expectError(try workspace.rfm("customer", "13000"), saying: path)
    #expect(try workspace.rfm("score", "12", "5", "7").status == 0)
  }

  @Test func theStoreOfAnotherModel() throws {
    try workspace.write(InventedSales(seed: 11).csv, to: "sales.csv")
    #expect(try workspace.rfm("train", "sales.csv", "-o", "other.json").status == 0)
    let other = try #require(try workspace.names().first { $0.hasPrefix("other-") })
    try workspace.write(bytes: try workspace.bytes(of: other), to: try store())
    expectError(try workspace.rfm("customer", "13000"), saying: "belong to another model")
  }
}
