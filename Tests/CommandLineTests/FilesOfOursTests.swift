import Testing

@Suite("What the program keeps is not written over by something else")
struct FilesOfOursTests {
  let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write(
      "customer,date,amount\n"
        + (0..<40).map { "c\($0 % 9),2026-0\(1 + $0 % 9)-1\($0 % 7),\(5 + $0)\n" }.joined(),
      to: "sales.csv")
    #expect(try workspace.rfm("train", "sales.csv", "-o", "Models/m", "--k", "2").status == 0)
  }

  @Test("a model, a store, a pack, a layout and a list of the forgotten stay as they are")
  func refused() throws {
    try workspace.write(#"{"format": "rfm-layout/1", "name": "x"}"#, to: "Layouts/x.json")
    try workspace.write("{ \"$schema\": \"s\",\n \"format\" : \"rfm-segments/1\"}", to: "Segments/mine.json")
    try workspace.write("rfm-forgotten/1\n", to: "forgotten.list")
    let store = try #require(try workspace.names(in: "Models").first { $0.hasSuffix(".sqlite") })
    for target in [
      "Models/m.json", "Models/\(store)", "Layouts/x.json", "Segments/mine.json", "forgotten.list",
    ] {
      let before = try workspace.bytes(of: target)
      let csv = ["--format", "csv"]
      for command in [
        ["classify", "sales.csv"] + csv, ["table", "sales.csv"] + csv, ["report"],
      ] {
        expectError(
          try workspace.rfm(command + ["-o", target]), saying: "would take the place", target)
      }
      if target != "Models/m.json" && target.hasSuffix(".json") {
        expectError(
          try workspace.rfm("train", "sales.csv", "-o", target), saying: "the model would take the place")
      }
      #expect(try workspace.bytes(of: target) == before)
    }
    // A model takes the place of a model, and a table that of a table.
    #expect(try workspace.rfm("train", "sales.csv", "-o", "Models/m", "--k", "2").status == 0)
    for _ in 0..<2 { #expect(try workspace.rfm("table", "sales.csv", "-o", "t.csv").status == 0) }
  }
}
