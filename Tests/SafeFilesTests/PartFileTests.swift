import Foundation
import SafeFiles
import TestSupport
import Testing

@Suite("Files that take the place of others")
struct PartFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func link(_ name: String, to other: String) throws {
    try FileManager.default.createSymbolicLink(atPath: folder[name], withDestinationPath: folder[other])
  }

  @Test("have names that nobody can lay a link under before")
  func planted() throws {
    try folder.write("precious", to: "victim")
    try link(".pack.json.\(getpid()).part", to: "victim")
    try AtomicFile.write(Array("new".utf8), to: folder["pack.json"])
    #expect(try String(contentsOfFile: folder["victim"], encoding: .utf8) == "precious")
    #expect(try String(contentsOfFile: folder["pack.json"], encoding: .utf8) == "new")
    let names = try (0..<20).map { _ in try PartFile(for: folder["pack.json"], mode: 0o600).path }
    #expect(Set(names).count == 20)
  }

  @Test("are not locked through a link")
  func plantedLock() throws {
    try link(".pack.json.lock", to: "made-by-a-link")
    #expect(throws: FileProblem.self) { try FileLock.take(for: folder["pack.json"], waits: false) }
    #expect(!folder.names.contains("made-by-a-link"))
  }

  @Test("remove what killed processes have left of the same file, and nothing that is being written")
  func leftovers() throws {
    for name in [
      ".a.json.4711.part", ".a.json.x1.part", ".a.json.x1.part-journal", ".a.json.y2.part-journal",
    ] {
      try folder.write("half", to: name)
    }
    for name in [".ab.json.4711.part", ".part", ".a.part", "a.json.1.part"] {
      try folder.write("half", to: name)
    }
    let other = try PartFile(for: folder["a.json"], mode: 0o600)
    try AtomicFile.write(Array("new".utf8), to: folder["a.json"])
    #expect(FileManager.default.fileExists(atPath: other.path))
    let left = folder.names.filter { "\(folder[$0])" != other.path }
    #expect(Set(left) == [".ab.json.4711.part", ".part", ".a.part", "a.json.1.part", "a.json"])
  }

  @Test("leave nothing when they are let go of, and keep the mode of what they replace")
  func modes() throws {
    do { _ = try PartFile(for: folder["none"], mode: 0o600) }
    #expect(folder.names.isEmpty)
    try AtomicFile.write([1], to: folder["one"], mode: 0o640)
    try AtomicFile.write([2], to: folder["one"], mode: 0o600)
    #expect(FileBytes.stamp(folder["one"])?.mode == 0o640)
  }
}
