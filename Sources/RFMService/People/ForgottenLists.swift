import Forgetting
import SafeFiles

/// The suppression lists: who asked to be forgotten.
///
/// One lies beside the models in each folder of models, so that whoever trains into that folder, on whatever
/// machine, heeds it; and one among the user's own data, which counts wherever they train.
public struct ForgottenLists: Sendable {
  public static let fileName = "forgotten.list"

  public let lists: [SuppressionList]

  /// The lists that count for a model in a folder.
  ///
  /// - Throws: `Failure` where one cannot be read: nobody is to come back because a file is damaged.
  public init(of library: Library, besides folder: String?) throws(Problem) {
    var lists: [SuppressionList] = []
    for path in Self.paths(of: library, besides: folder) {
      if let list = try Self.read(path) { lists.append(list) }
    }
    self.lists = lists
  }

  /// Where a list lies, or would.
  public static func paths(of library: Library, besides folder: String?) -> [String] {
    var paths = [library.ownForgotten].compactMap { $0 }
    for folder in library.modelFolders + [folder].compactMap({ $0 }) {
      let path = "\(folder)/\(fileName)"
      if !paths.contains(where: { $0 == path || FileBytes.isSame($0, path) }) { paths.append(path) }
    }
    return paths
  }

  /// - Returns: nil where there is no such file.
  public static func read(_ path: String) throws(Problem) -> SuppressionList? {
    guard FileBytes.exists(path) else { return nil }
    let bytes = try explained { () throws(FileProblem) in try FileBytes.read(path) }
    do throws(SuppressionList.Problem) {
      return try SuppressionList(reading: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw Problem(
        "\(path), \(error): this list says who asked to be forgotten; restore it, since without it they would come back"
      )
    }
  }

  /// Puts people on the list at a path, which is made where it is not there.
  public static func add(_ ids: [String], to path: String) throws(Problem) {
    try explained { () throws(FileProblem) in try FileBytes.makeFolder(FileBytes.folder(of: path)) }
    let lock = try explained { () throws(FileProblem) in try FileLock.take(for: path, waits: true) }
    defer { withExtendedLifetime(lock) {} }
    var random = SystemRandomNumberGenerator()
    var list = try read(path) ?? SuppressionList(using: &random)
    for id in ids { list.insert(id) }
    try explained { () throws(FileProblem) in
      try AtomicFile.write(Array(list.text.utf8), to: path, mode: 0o600)
    }
  }
}
