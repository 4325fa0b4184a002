import Testing

/// `rfm sweep`, on the invented sales.
@Suite struct SweepTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
  }

  private func sweep(_ options: String...) throws -> Value {
    let outcome = try workspace.rfm(["sweep", "sales.csv", "--json"] + options)
    #expect(outcome.status == 0, "\(outcome)")
    return try outcome.json()
  }

  @Test func findsWhatTrainingWithTheBestKFinds() throws {
    let swept = try sweep("--max-k", "7")
    let trained = try workspace.rfm(
      "train", "sales.csv", "-o", "shop.json", "--k", "auto", "--max-k", "7", "--json"
    ).json()
    #expect(swept["source"].description == trained["source"].description)
    #expect(swept["recommended"].int == trained["clusters"].items.count)
    let steps = swept["steps"].items
    let expected = trained["quality"]["sweep"].items
    #expect(steps.compactMap { $0["k"].int } == [2, 3, 4, 5, 6, 7])
    for (step, other) in zip(steps, expected) {
      #expect(step["inertia"].description == other["inertia"].description)
      #expect(step["silhouette"].description == other["silhouette"].description)
      let sizes = step["sizes"].items.compactMap(\.int)
      #expect(sizes.count == step["k"].int)
      #expect(sizes.reduce(0, +) == trained["source"]["trainedOn"].int)
    }
  }

  @Test func namesTheBestOfEachMeasure() throws {
    let swept = try sweep()
    let steps = swept["steps"].items
    func best(_ measure: String, _ sign: Double) -> Int? {
      steps.max { sign * ($0[measure].number ?? 0) < sign * ($1[measure].number ?? 0) }?["k"].int
    }
    #expect(swept["best"].keys == ["silhouette", "elbow", "daviesBouldin", "calinskiHarabasz", "stability"])
    #expect(swept["best"]["silhouette"].int == best("silhouette", 1))
    #expect(swept["best"]["daviesBouldin"].int == best("daviesBouldin", -1))
    #expect(swept["best"]["calinskiHarabasz"].int == best("calinskiHarabasz", 1))
    #expect(swept["recommended"].int == swept["best"]["silhouette"].int)
    #expect(swept["reason"].text?.contains("is the best of k = 2…12") == true)
  }

  @Test("each k says how surely its clusters are found again, unless that is left out")
  func stability() throws {
    let swept = try sweep("--stability", "12", "--max-k", "5")
    for step in swept["steps"].items {
      let found = step["stability"].items
      #expect(found.count == step["k"].int)
      #expect(found.allSatisfy { $0["resamples"].int == 12 })
    }
    let solid = swept["steps"].items.filter { step in
      step["stability"].items.allSatisfy { $0["jaccard"].number ?? 0 >= 0.95 }
    }
    #expect(swept["best"]["stability"].int == solid.compactMap { $0["k"].int }.max())
    let text = try workspace.rfm("sweep", "sales.csv", "--stability", "12", "--max-k", "5").output
    #expect(text.contains("Jaccard"))
    #expect(text.contains("falls into stable clusters, too."))
    let without = try sweep("--stability", "0", "--max-k", "5")
    #expect(without["steps"].items.allSatisfy { $0["stability"].items.isEmpty })
    let plain = try workspace.rfm("sweep", "sales.csv", "--stability", "0", "--max-k", "5").output
    #expect(!plain.contains("Jaccard") && !plain.contains("useful"))
  }

  @Test func optionsCountAsInTraining() throws {
    let all = try sweep("--outliers", "none", "--log", "frequency,monetary", "--clean", "sales")
    #expect(all["source"]["trainedOn"].int == all["source"]["customers"].int)
    #expect(all["source"]["dropped"].keys == ["missing customer", "cancelled invoice"])
    #expect(try sweep("--threads", "1").description == (try sweep("--threads", "5").description))
  }

  @Test func theTextFitsAnOrdinaryTerminal() throws {
    let outcome = try workspace.rfm("sweep", "sales.csv")
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome)")
    #expect(outcome.lines.allSatisfy { $0.count <= 80 })
    #expect(!outcome.output.contains("\u{1B}"))
    let recommended = try #require(try sweep()["recommended"].int)
    #expect(outcome.lines.contains("  take k = \(recommended)"))
    for words in ["inertia, and its elbow", "▲ elbow", "silhouette", "└──", "Davies-Bouldin is best"] {
      #expect(outcome.output.contains(words), "\(words)")
    }
    #expect(try workspace.names() == ["sales.csv"])
  }

  @Test func moreKsThanColumnsAreThinnedOut() throws {
    let outcome = try workspace.rfm(
      "sweep", "sales.csv", "--max-k", "100", "--restarts", "1", "--stability", "0")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.allSatisfy { $0.count <= 80 })
    #expect(outcome.output.contains("elbow"))
  }

  @Test func twoKsHaveNoElbow() throws {
    let two = try sweep("--max-k", "3")
    #expect(two["best"]["elbow"].isNull)
    #expect(try workspace.rfm("sweep", "sales.csv", "--max-k", "3").output.contains("inertia has no elbow"))
    let one = try workspace.rfm("sweep", "sales.csv", "--max-k", "2").output
    #expect(one.contains("There is no other k to compare it with"))
  }

  @Test func whatIsWrongIsSaidInOneLine() throws {
    expectError(
      try workspace.rfm("sweep", "sales.csv", "--max-k", "1"), status: 64, saying: "--max-k", "2 to 1000")
    expectError(try workspace.rfm("sweep", "nowhere.csv"), saying: "nowhere.csv", "no such file")
    expectError(try workspace.rfm("sweep", "-", "-"), status: 64, saying: "read once")
    try workspace.write("customer,recency,frequency,monetary\na,1,1,5\n", to: "one.csv")
    expectError(try workspace.rfm("sweep", "one.csv"), saying: "at least two different ones are needed")
  }

  @Test func helpHasExamples() throws {
    let outcome = try workspace.rfm("sweep", "--help")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("Examples:") && outcome.output.contains("rfm sweep sales.csv"))
  }
}
