import Foundation
import Testing

/// A model of another program is taken over, and answers as it did there.
@Suite struct ImportCommandTests {
  let workspace: Workspace
  private static let foreign = DocsPage.root.appending(path: "Tests/ExchangeTests/Foreign")

  init() throws {
    workspace = try TrainedShop.workspace()
    for name in ["customers.csv", "snippet.json", "pipeline.skops", "pipeline.onnx", "pipeline.pmml"] {
      try workspace.copy(Self.foreign.appending(path: name), to: name)
    }
  }

  private func clusters(_ model: String, of file: String) throws -> [String: String] {
    let outcome = try workspace.rfm("classify", file, "--model", model, "--format", "csv")
    let rows = outcome.lines.dropFirst().map { $0.split(separator: ",").map(String.init) }
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[7]) })
  }

  @Test(
    "Every customer is in the cluster that predict gives",
    arguments: [
      ["snippet.json"], ["pipeline.pmml"],
      ["pipeline.skops", "--features", "recency,frequency,monetary", "--log", "none"],
      ["pipeline.onnx", "--features", "recency,frequency,monetary", "--log", "none"],
    ])
  func asPredict(arguments: [String]) throws {
    let options = ["--customers", "customers.csv", "--outliers", "none", "-o", "Models/taken.json"]
    let outcome = try workspace.rfm(["import"] + arguments + options, input: nil)
    #expect(outcome.status == 0, "\(outcome)")
    let labels = try Value(String(contentsOf: Self.foreign.appending(path: "labels.json"), encoding: .utf8))
    let clusters = try clusters("taken", of: "customers.csv")
    #expect(clusters.count == labels.items.count)
    for (place, label) in labels.items.enumerated() {
      #expect(clusters["\(place + 1)"] == label.int.map(String.init))
    }
    // And all else works as with a trained model.
    #expect(try workspace.rfm("customer", "1", "--model", "taken").status == 0)
  }

  @Test func theBestCanBeFirst() throws {
    let outcome = try workspace.rfm(
      "import", "snippet.json", "--customers", "customers.csv", "--outliers", "none", "--order", "best", "-o",
      "Models/best.json")
    #expect(outcome.status == 0, "\(outcome)")
    // The first thirty were invented as those who come often and spend much.
    #expect(try clusters("best", of: "customers.csv")["1"] == "0")
  }

  @Test("An order of columns, a logarithm or fences that are wrong are found out")
  func whatIsWrongIsSaid() throws {
    expectError(
      try workspace.rfm("import", "snippet.json", "--customers", "customers.csv", "-o", "m.json"),
      saying: "snippet.json says clusters of 29 · 28 · 33 customers",
      "they come to the same with --features recency,frequency,monetary --log none --outliers none")
    expectError(
      try workspace.rfm(
        "import", "snippet.json", "--customers", "customers.csv", "-o", "m.json", "--outliers", "none",
        "--features", "recency,monetary,frequency", "--log", "monetary"),
      saying: "--features recency,frequency,monetary --log none --outliers none")
    #expect(!FileManager.default.fileExists(atPath: workspace.url("m.json").path))
  }

  @Test func whatTheFileDoesNotSayIsAskedFor() throws {
    expectError(
      try workspace.rfm("import", "pipeline.skops", "--customers", "customers.csv"),
      saying: "the file does not name its columns", "--features recency,frequency,monetary")
    expectError(
      try workspace.rfm(
        "import", "pipeline.skops", "--customers", "customers.csv", "--features", "recency,frequency,monetary"
      ),
      saying: "whether logarithms were taken", "--log none")
    expectError(
      try workspace.rfm("import", "snippet.json"), status: 64, saying: "--customers")
    try workspace.write(bytes: [0x80, 4, 0x95], to: "model.pkl")
    expectError(
      try workspace.rfm("import", "model.pkl", "--customers", "customers.csv"), saying: "this is a pickle",
      "--snippet")
    #expect(try workspace.rfm("import", "--snippet").output.contains("joblib.load(sys.argv[1])"))
  }

  @Test("What export writes, import takes, with the same answers", arguments: ["pmml", "onnx"])
  func roundTrip(format: String) throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    let written = try workspace.rfm(
      "model", "export", "--format", format, "-o", "shop.\(format)", "--model", "shop")
    #expect(written.status == 0 && written.errors == "wrote shop.\(format)\n", "\(written)")
    let taken = try workspace.rfm(
      "import", "shop.\(format)", "--customers", "sales.csv", "-o", "Models/again.json")
    #expect(taken.status == 0, "\(taken)")
    let answers = try ["shop", "again"].map {
      try workspace.rfm("classify", "sales.csv", "--model", $0, "--pack", "retail", "--format", "csv").output
    }
    #expect(answers[0] == answers[1] && answers[0].count > 1000)
  }

  @Test func withoutAStoreThereIsTheModelAlone() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    let outcome = try workspace.rfm("train", "sales.csv", "--no-store", "-o", "alone/m.json")
    #expect(outcome.status == 0 && outcome.output.contains("wrote alone/m.json\n"), "\(outcome)")
    #expect(try workspace.names(in: "alone").filter { $0.hasSuffix(".sqlite") } == [])
    #expect(try workspace.rfm("score", "12", "5", "1840.50", "--model", "alone/m.json").status == 0)
    expectError(
      try workspace.rfm("customer", "1", "--model", "alone/m.json"), saying: "has no customers to look up")
    // The customers of an earlier model of that name go.
    _ = try workspace.rfm("train", "sales.csv", "-o", "alone/m.json")
    _ = try workspace.rfm("train", "sales.csv", "--no-store", "-o", "alone/m.json")
    #expect(try workspace.names(in: "alone").filter { $0.hasSuffix(".sqlite") } == [])
  }

  @Test func aPipeIsNoPlaceForATerminal() throws {
    let outcome = try workspace.rfm("model", "export", "--format", "pmml", "--model", "shop")
    #expect(outcome.output.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PMML"))
    expectError(
      try workspace.rfm("model", "export", "--format", "pmml", "--model", "shop", "-o", "Models/shop.json"),
      saying: "the export would take the place of a model")
  }
}
