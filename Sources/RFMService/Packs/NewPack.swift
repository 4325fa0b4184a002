import SafeFiles

extension Library {
  /// The folder in the current one where a person's packs lie.
  public static let packFolder = "Segments"

  /// The folder for the packs of a model: the Segments/ next to its Models/, else a Segments/ in its own folder.
  public static func packFolder(ofModel path: String) -> String {
    let folder = FileBytes.folder(of: path)
    if folder == ".", FileBytes.name(of: FileBytes.resolved(folder)) == "Models" { return "../\(packFolder)" }
    let home = FileBytes.name(of: folder) == "Models" ? FileBytes.folder(of: folder) : folder
    return home == "." ? packFolder : home == "/" ? "/\(packFolder)" : "\(home)/\(packFolder)"
  }

  /// Writes a pack or a layout that was not there before, and never over one unless it is asked to.
  ///
  /// - Parameters:
  ///   - text: of the file.
  ///   - name: of the file, without its ending.
  ///   - folder: made where it is missing.
  ///   - replaces: whether a file that is there may be replaced.
  /// - Returns: its file.
  /// - Throws: `Problem` of the kind `conflict` where the file is there and may not be replaced.
  public static func writePack(
    _ text: String, named name: String, in folder: String, replaces: Bool = false
  ) throws(Problem) -> String {
    let path = "\(folder)/\(name).json"
    let isThere = Problem("\(path) is there already; it was left as it is", .conflict)
    guard replaces || !FileBytes.exists(path) else { throw isThere }
    let isWritten = try explained { () throws(FileProblem) in
      try FileBytes.makeFolder(folder, mode: 0o755)
      let lock = try FileLock.take(for: path, waits: true)
      defer { withExtendedLifetime(lock) {} }
      if !replaces, FileBytes.exists(path) { return false }
      try AtomicFile.write(Array(text.utf8), to: path)
      return true
    }
    guard isWritten else { throw isThere }
    return path
  }

  /// Writes a pack over the one that the program wrote before.
  ///
  /// - Throws: `Problem` of the kind `conflict` where someone has edited it meanwhile.
  static func rewritePack(_ text: String, at path: String, over known: [UInt8]) throws(Problem) {
    let isWritten = try explained { () throws(FileProblem) in
      let lock = try FileLock.take(for: path, waits: true)
      defer { withExtendedLifetime(lock) {} }
      guard try FileBytes.read(path) == known else { return false }
      try AtomicFile.write(Array(text.utf8), to: path)
      return true
    }
    guard isWritten else { throw Problem("\(path) was edited meanwhile; it was left as it is", .conflict) }
  }
}
