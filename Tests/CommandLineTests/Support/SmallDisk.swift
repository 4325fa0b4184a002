import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A disk of a few kilobytes, in memory.
struct SmallDisk {
  let path: String

  /// Whether this user may mount one.
  static let isPossible: Bool = {
    guard geteuid() == 0, let workspace = try? Workspace() else { return false }
    guard let disk = try? SmallDisk(at: workspace.folder.path + "/disk", kilobytes: 64) else { return false }
    disk.unmount()
    return true
  }()

  init(at path: String, kilobytes: Int) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Self.call("/bin/mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path)
  }

  func makeReadOnly() throws { try Self.call("/bin/mount", "-o", "remount,ro", path) }

  func unmount() { try? Self.call("/bin/umount", path) }

  private static func call(_ program: String, _ arguments: String...) throws {
    let outcome = try Workspace().run(program, arguments)
    guard outcome.status == 0 else { throw Workspace.Failure("\(outcome)") }
  }
}
