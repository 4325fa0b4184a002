import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Edits of packs that are not plain files in a folder of one's own.
@Suite struct PackPlaceTests {
  private let workspace: Workspace
  private let original: String

  init() throws {
    workspace = try TrainedShop.workspace()
    original = try workspace.text(of: "Segments/retail.json")
  }

  /// Whether a folder can be made that this user may not write.
  private static var canForbid: Bool { geteuid() != 0 || SmallDisk.isPossible }

  /// Runs `body` with the pack in a folder that this user may not write.
  private func withForbidden(_ folder: String, _ body: () throws -> Void) throws {
    if geteuid() != 0 {
      try workspace.write(original, to: "\(folder)/retail.json")
      chmod(workspace.url(folder).path, 0o500)
      defer { chmod(workspace.url(folder).path, 0o700) }
      try body()
    } else {
      let disk = try SmallDisk(at: workspace.url(folder).path, kilobytes: 64)
      defer { disk.unmount() }
      try workspace.write(original, to: "\(folder)/retail.json")
      try disk.makeReadOnly()
      try body()
    }
  }

  private var copy: String { workspace.dataFolder + "/Segments/retail.json" }

  @Test(
    "An edit where the user may not write goes to a copy of their own", .enabled(if: canForbid),
    arguments: [[], ["--segments", "Segments"], ["--segments", "Segments/retail.json"]])
  func copyOfOnesOwn(options: [String]) throws {
    try FileManager.default.removeItem(at: workspace.url("Segments"))
    try withForbidden("Segments") {
      let lines = [
        #"rename At-Risk "Sleepers""#, "300 1 20", "color Sleepers #123456", "300 1 20", "undo", "300 1 20",
      ]
      let outcome = try workspace.rfm(options + ["--json"], input: lines.joined(separator: "\n"))
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.errors == "")
      #expect(
        outcome.output.hasPrefix(
          """
          renamed 'At-Risk & Dormant' to 'Sleepers' (\(copy))
          Segments/retail.json may not be written: this is a copy of your own

          """), "\(outcome)")
      #expect(outcome.output.components(separatedBy: "a copy of your own").count == 2)
      let answers = try outcome.lines.filter { $0.hasPrefix("{") }.map { try Value($0)["segment"].text }
      #expect(answers == ["Sleepers", "Sleepers", "Sleepers"])
      #expect(try workspace.text(of: copy) == original.replacing("At-Risk & Dormant", with: "Sleepers"))
      #expect(try workspace.text(of: "Segments/retail.json") == original)

      // The next prompt knows the copy, and edits it in place.
      let next = try workspace.rfm("--json", input: "300 1 20\nrename Sleepers \"Resting\"\n300 1 20\n")
      #expect(next.status == 0, "\(next)")
      #expect(next.output.contains("renamed 'Sleepers' to 'Resting' (\(copy))\n{"))
      let known = try next.lines.filter { $0.hasPrefix("{") }.map { try Value($0)["segment"].text }
      #expect(known == ["Sleepers", "Resting"])
    }
  }

  @Test("A copy that goes gives way to the pack again", .enabled(if: canForbid))
  func copyThatGoes() throws {
    try FileManager.default.removeItem(at: workspace.url("Segments"))
    try withForbidden("Segments") {
      let program = try LineByLine(workspace)
      _ = try program.ask(#"rename At-Risk "Sleepers""#)
      #expect(try Value(program.ask("300 1 20").output)["segment"].text == "Sleepers")
      try FileManager.default.removeItem(atPath: copy)
      let answer = try program.ask("300 1 20")
      #expect(answer.errors == "note: \(copy) is gone\n")
      #expect(try Value(answer.output)["segment"].text == "At-Risk & Dormant")
    }
  }

  @Test("A link to a pack that may not be written", .enabled(if: canForbid))
  func linkToForbidden() throws {
    try FileManager.default.removeItem(at: workspace.url("Segments/retail.json"))
    symlink("../shared/retail.json", workspace.url("Segments/retail.json").path)
    try withForbidden("shared") {
      let outcome = try workspace.rfm("--json", input: "rename At-Risk \"Sleepers\"\n300 1 20\n300 1 20\n")
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.output.contains("a copy of your own"))
      let answers = try outcome.lines.filter { $0.hasPrefix("{") }.map { try Value($0)["segment"].text }
      #expect(answers == ["Sleepers", "Sleepers"])
    }
  }

  @Test func aLinkStaysALink() throws {
    let link = workspace.url("Segments/retail.json").path
    try FileManager.default.removeItem(atPath: link)
    try workspace.write(original, to: "shared/ours.json")
    symlink("../shared/ours.json", link)
    let outcome = try workspace.rfm(
      "--json", input: "rename At-Risk \"Sleepers\"\n300 1 20\nundo\ncolor At-Risk #000001\n")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try Value(outcome.lines[1])["segment"].text == "Sleepers")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "../shared/ours.json")
    #expect(try workspace.text(of: "shared/ours.json").contains("\"#000001\""))
    #expect(try workspace.names(in: "Segments") == ["retail.json"])
    #expect(try workspace.names(in: "shared") == ["ours.json"])
  }

  @Test("The rights of a file stay as they are", arguments: [0o600, 0o664, 0o666, 0o640])
  func rights(mode: Int) throws {
    chmod(workspace.url("Segments/retail.json").path, mode_t(mode))
    #expect(try workspace.rfm(input: "rename Loyal \"A\"\nrename A \"B\"\n").status == 0)
    #expect(try workspace.mode(of: "Segments/retail.json") == mode)
  }

  @Test func aPackInThePlaceOfTheProgramIsEditedThere() throws {
    try FileManager.default.removeItem(at: workspace.url("Segments"))
    try workspace.write(original, to: copy)
    let outcome = try workspace.rfm(input: "rename Loyal \"A\"\n")
    #expect(outcome.output == "renamed 'Loyal & Engaged' to 'A' (\(copy))\n")
  }
}
