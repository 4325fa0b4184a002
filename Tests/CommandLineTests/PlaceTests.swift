import Foundation
import Testing

/// Where models and packs are looked for, and what is said of those found.
@Suite struct PlaceTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
  }

  private var dataFolder: String { workspace.dataFolder }

  /// The file of the model that is taken.
  private func modelTaken(program: String = BuiltProgram.path) throws -> String? {
    try workspace.rfm("model", "--json", program: program).json()["file"].text
  }

  // MARK: - Models

  @Test func nothingIsFound() throws {
    expectError(try workspace.rfm("model"), saying: "no model was found", "rfm train")
    expectError(try workspace.rfm("models"), saying: "no model was found")
    expectError(try workspace.rfm("score", "1", "2", "3"), saying: "no model was found")
  }

  @Test func theCurrentFolderThenTheUsersThenTheInstallation() throws {
    let prefix = workspace.home.path + "/prefix"
    let program = prefix + "/bin/rfm"
    try workspace.copy(BuiltProgram.url, to: program)
    try TrainedShop.place(in: workspace, prefix + "/share/rfm/Models")
    try workspace.copy(TrainedShop.pack, to: prefix + "/share/rfm/Segments/retail.json")

    #expect(try modelTaken(program: program) == prefix + "/share/rfm/Models/shop.json")
    let answer = try workspace.rfm("customer", "13000", program: program)
    #expect(answer.status == 0)
    #expect(answer.output.contains("What to do"))

    try TrainedShop.place(in: workspace, dataFolder + "/Models")
    #expect(try modelTaken(program: program) == dataFolder + "/Models/shop.json")
    try TrainedShop.place(in: workspace, "Models")
    #expect(try modelTaken(program: program) == "Models/shop.json")

    let models = try workspace.rfm("models", "--json", program: program).json()
    #expect(
      models.items.compactMap { $0["file"].text } == [
        "Models/shop.json", dataFolder + "/Models/shop.json", prefix + "/share/rfm/Models/shop.json",
      ])
    // A link to the program is the program.
    let link = workspace.folder.path + "/linked"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: program)
    #expect(try workspace.rfm("models", "--json", program: link).json().items.count == 3)
  }

  @Test func withoutTheVariablesTheHomeFolderCounts() throws {
    try TrainedShop.place(in: workspace, workspace.home.path + "/.local/share/rfm/Models")
    let outcome = try workspace.rfm("model", environment: ["XDG_DATA_HOME": ""])
    #expect(outcome.output.contains(".local/share/rfm/Models/shop.json"))
    // A relative path is not valid there, says the XDG specification.
    #expect(try workspace.rfm("model", environment: ["XDG_DATA_HOME": "data"]).status == 0)
    #expect(try workspace.rfm("model", environment: ["XDG_DATA_HOME": "", "HOME": ""]).status == 1)
  }

  @Test func modelsAreListedWithTheirFigures() throws {
    try TrainedShop.place(in: workspace, "Models")
    let text = try workspace.rfm("models").output
    #expect(text.contains("shop") && text.contains("Models/shop.json"))
    #expect(text.contains(TrainedShop.sales.asOf.prefix(10)))
    let model = try workspace.rfm("models", "--json").json()[0]
    #expect(model.keys == ["name", "file", "asOf", "k", "customers", "silhouette"])
    #expect(model["k"].int == 4)
    #expect(model["customers"].int == 120)

    try workspace.write("{}", to: "Models/broken.json")
    let outcome = try workspace.rfm("models")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("Models/shop.json"))
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("Models/broken.json"))
  }

  @Test func aModelByFileByNameOrByFolder() throws {
    try TrainedShop.place(in: workspace, "Models")
    try TrainedShop.place(in: workspace, "elsewhere")
    for name in ["shop", "shop.json", "Models/shop.json", "elsewhere/shop.json", "elsewhere", "./Models/"] {
      #expect(try workspace.rfm("customer", "13000", "--model", name).status == 0, "\(name)")
    }
    expectError(
      try workspace.rfm("model", "--model", "shopp"), saying: "there is no model 'shopp'", "known: shop")
  }

  @Test func modelSaysWhatWasTaken() throws {
    try TrainedShop.place(in: workspace, "Models")
    try workspace.copy(TrainedShop.pack, to: "Segments/retail.json")
    let text = try workspace.rfm("model").output
    #expect(text.contains("shop · Models/shop.json"))
    #expect(text.contains("sales.csv ("))
    #expect(text.contains("pack        retail · Segments/retail.json"))
    #expect(text.contains("against the mean of all") && text.contains("spends more"))
    // Names are for segments.
    for name in TrainedShop.segments { #expect(!text.contains(name)) }
    let json = try workspace.rfm("model", "--json").json()
    #expect(json["store"].text?.hasPrefix("Models/shop-") == true)
    #expect(json["currency"].text == "GBP")
  }

  // MARK: - Packs

  private func pack(_ name: String, _ segment: String) -> String {
    """
    {"format": "rfm-segments/1", "name": "\(name)", "title": "\(name)", "for": {"k": 4}, "segments": [
      {"name": "\(segment)", "when": {"cluster": 3}, "interpretation": "i", "recommendations": ["r"]}]}
    """
  }

  private func segment(_ options: String...) throws -> String? {
    let outcome = try workspace.rfm(["score", "300", "1", "20", "--json"] + options)
    return outcome.status == 0 ? try outcome.json()["segment"].text : nil
  }

  @Test func aPackIsDroppedInAndIsThere() throws {
    try TrainedShop.place(in: workspace, "Models")
    try workspace.copy(TrainedShop.pack, to: "Segments/retail.json")
    try workspace.write(pack("mine", "Sleepers"), to: dataFolder + "/Segments/mine.json")
    #expect(try segment() == "At-Risk & Dormant")
    #expect(try segment("--pack", "mine") == "Sleepers")
    expectError(
      try workspace.rfm("score", "1", "2", "3", "--pack", "mind"), saying: "there is no pack 'mind'", "'mine'"
    )
  }

  @Test func segmentsTakesAPackOrAFolderOfPacks() throws {
    try TrainedShop.place(in: workspace, "Models")
    try workspace.write(pack("a", "From A"), to: "packs/a.json")
    try workspace.write(pack("b", "From B"), to: "packs/b.json")
    try workspace.write("{\"$schema\": \"x\"}", to: "packs/rfm-segments.schema.json")
    try workspace.write("not a pack", to: "packs/README.md")
    #expect(try segment("--segments", "packs/b.json") == "From B")
    #expect(try segment("--segments", "packs") == "From A")
    #expect(try segment("--segments", "packs", "--pack", "b") == "From B")
    #expect(try workspace.rfm("--segments", "packs", input: "1 2 3\n").errors == "")
    expectError(try workspace.rfm("score", "1", "2", "3", "--segments", "nowhere"), saying: "nowhere")
    try workspace.write("", to: "empty/README.md")
    expectError(
      try workspace.rfm("score", "1", "2", "3", "--segments", "empty"), saying: "no pack in this folder")
  }

  @Test func aBrokenPackIsNamedWhileOthersWork() throws {
    try TrainedShop.place(in: workspace, "Models")
    try workspace.copy(TrainedShop.pack, to: "Segments/retail.json")
    try workspace.write("{\"format\": \"rfm-segments/1\",", to: "Segments/broken.json")
    let outcome = try workspace.rfm(input: "300 1 20\n")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("At-Risk & Dormant"))
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("Segments/broken.json"))
    expectError(
      try workspace.rfm("score", "300", "1", "20", "--segments", "Segments/broken.json"),
      saying: "Segments/broken.json")
  }

  // MARK: - The program itself

  @Test func versionAndHelp() throws {
    #expect(try workspace.rfm("--version").output.contains("."))
    let help = try workspace.rfm("--help")
    #expect(help.status == 0)
    for command in ["train", "score", "customer", "model", "models", "repl"] {
      #expect(help.output.contains(command))
    }
    #expect(try workspace.rfm("train", "--help").output.contains("--stock-pattern"))
  }

  @Test(
    "Usage errors are one line and exit status 64",
    arguments: [
      ["tarin", "x.csv"], ["train"], ["train", "x.csv", "--k", "1"], ["train", "x.csv", "--k", "0"],
      ["train", "x.csv", "--k", "four"],
      ["train", "x.csv", "--frobnicate"], ["score"], ["customer"], ["train", "-"],
      ["train", "x.csv", "--clean", "all"],
      ["train", "x.csv", "--column", "colour=Red"], ["train", "x.csv", "--as-of", "soon"],
      ["train", "x.csv", "--window", "12"],
      ["train", "x.csv", "--score-cuts", "recency=3,2,1,0"],
      ["train", "x.csv", "--score-cuts", "recency=1,2"],
      ["train", "x.csv", "--threads", "0"], ["train", "x.csv", "--currency", "pounds"],
      ["train", "x.csv", "--seed", "-1"],
      ["train", "x.csv", "--max-k", "1"], ["train", "x.csv", "--delimiter", "dot"], ["--frobnicate"],
    ])
  func usage(arguments: [String]) throws {
    expectError(try workspace.rfm(arguments), status: 64)
    #expect(try workspace.names().isEmpty)
  }
}
