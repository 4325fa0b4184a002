import Foundation
import Testing

@testable import RFMServer

/// Whether changes on disk are seen without looking at the files.
@Suite final class FolderWatchTests {
  private let folder = NSTemporaryDirectory() + "rfm-watch-\(UUID().uuidString)"
  private var files: FileManager { .default }

  init() throws { try files.createDirectory(atPath: folder + "/Models", withIntermediateDirectories: true) }
  deinit { try? files.removeItem(atPath: folder) }

  private func write(_ text: String, _ name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  @Test("A file that comes, changes, is replaced or goes is news once, and nothing else is")
  func news() throws {
    let watch = FolderWatch(["\(folder)/Models", "\(folder)/Segments"])
    func isQuiet() -> Bool { !watch.mayHaveNews() }
    #expect(!isQuiet() && isQuiet())
    try write("1", "Models/a.json")
    #expect(!isQuiet() && isQuiet())
    let file = try #require(FileHandle(forUpdatingAtPath: folder + "/Models/a.json"))
    try file.write(contentsOf: Data("2".utf8))
    #expect(!isQuiet() && isQuiet())
    try Data("3".utf8).write(to: URL(fileURLWithPath: folder + "/Models/a.json"), options: .atomic)
    #expect(!isQuiet() && isQuiet())
    _ = try String(contentsOfFile: folder + "/Models/a.json", encoding: .utf8)
    #expect(isQuiet())
    try files.removeItem(atPath: folder + "/Models/a.json")
    #expect(!isQuiet() && isQuiet())
  }

  @Test("A folder that comes later is watched from then on")
  func laterFolders() throws {
    let watch = FolderWatch(["\(folder)/later/Segments"])
    #expect(watch.mayHaveNews() && !watch.mayHaveNews())
    for name in ["later", "later/Segments"] {
      try files.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: false)
      #expect(watch.mayHaveNews() && !watch.mayHaveNews())
    }
    try write("1", "later/Segments/a.json")
    #expect(watch.mayHaveNews() && !watch.mayHaveNews())
  }

  @Test("Where links lead is not watched, so that there may always be news")
  func links() throws {
    try write("1", "elsewhere.json")
    try files.createSymbolicLink(
      atPath: folder + "/Models/a.json", withDestinationPath: folder + "/elsewhere.json")
    let watch = FolderWatch(["\(folder)/Models"])
    #expect(watch.mayHaveNews() && watch.mayHaveNews())
  }
}
