import Foundation
import Testing

/// A shop's folder may be a disk that everybody reads and nobody writes.
@Suite("Asking writes nothing")
struct AskingWritesNothingTests {
  private static let questions = """
    12 5 1840.50
    17850
    why
    reach
    what-if days 30
    what-if order 50
    watch-list
    overdue
    near champ
    top champ
    typical champ
    find 17
    segments
    segment champ
    model
    packs
    lint
    use rfm-scores
    segments
    as-of today
    as-of model
    json on
    model
    diff
    load shop

    """

  private func workspace(on disk: SmallDisk, _ workspace: Workspace) throws {
    try TrainedShop.place(in: workspace, "disk/Models")
    for pack in ["retail", "rfm-scores"] {
      try workspace.copy(
        TrainedShop.pack.deletingLastPathComponent().appending(path: "\(pack).json"),
        to: "disk/Segments/\(pack).json")
    }
  }

  private func snapshot(_ folder: String) throws -> [String: String] {
    var files: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)")
      let bytes = FileManager.default.contents(atPath: "\(folder)/\(path)").map { Array($0) } ?? []
      files[path] = "\(attributes[.modificationDate] ?? "") \(bytes.count) \(bytes.hashValue)"
    }
    return files
  }

  @Test(
    "All questions are answered on a read-only disk as on another, and no file has another byte or time",
    .enabled(if: SmallDisk.isPossible, "needs the right to mount a small disk"))
  func onAReadOnlyDisk() throws {
    let workspace = try Workspace()
    let disk = try SmallDisk(at: workspace.folder.path + "/disk", kilobytes: 4096)
    defer { disk.unmount() }
    try self.workspace(on: disk, workspace)
    let before = try snapshot(disk.path)
    let ask = ["-c", "cd disk && exec \"$0\"", BuiltProgram.path]
    let writable = try workspace.run("/bin/sh", ask, input: Self.questions)
    #expect(try snapshot(disk.path) == before)
    try disk.makeReadOnly()
    let readOnly = try workspace.run("/bin/sh", ask, input: Self.questions)
    #expect(try snapshot(disk.path) == before)
    #expect(readOnly.output == writable.output)
    #expect(readOnly.errors == writable.errors)
    #expect(readOnly.output.contains("Champions & VIPs"))
    for command in [
      ["report", "-o", "-"], ["export"], ["model", "--privacy"], ["compare", "shop", "shop"],
    ] {
      let line = ["-c", "cd disk && exec \"$0\" \"$@\"", BuiltProgram.path] + command
      #expect(try workspace.run("/bin/sh", line).status == 0, "\(command)")
    }
    #expect(try snapshot(disk.path) == before)
  }
}
