import JSONText
import SafeFiles
import Segmentation

/// The packs that were found, and what is wrong with those that could not be read.
struct PackShelf: Sendable {
  let packs: [SegmentPack]
  let problems: [String]

  /// - Parameter given: a pack or a folder of packs; nil to look in the usual places, where the first of a
  ///   name wins.
  init(given: String?, places: Places) throws(Failure) {
    var packs: [SegmentPack] = []
    var problems: [String] = []
    var paths: [String] = []
    if let given {
      guard FileBytes.exists(given) else { throw Failure("\(given): there is no such pack or folder of packs") }
      paths = FileBytes.isFolder(given) ? Self.packFiles(in: given) : [given]
      if paths.isEmpty { throw Failure("\(given): there is no pack in this folder") }
    } else {
      paths = places.packFolders.flatMap(Self.packFiles)
    }
    for path in paths {
      switch Self.read(path) {
      case .success(let pack):
        if let same = packs.first(where: { $0.name == pack.name }) {
          // The same pack installed and at hand is the usual case; two in one folder are a mistake.
          if FileBytes.folder(of: same.file) == FileBytes.folder(of: path) {
            problems.append("\(path): '\(pack.name)' is the name of the pack in \(same.file) already")
          }
        } else {
          packs.append(pack)
        }
      case .failure(let problem): problems.append(problem.message)
      }
    }
    if packs.isEmpty, given != nil, let problem = problems.first { throw Failure(problem) }
    self.packs = packs
    self.problems = problems
  }

  static func read(_ path: String) -> Result<SegmentPack, Failure> {
    do throws(FileProblem) {
      let bytes = try FileBytes.read(path)
      do throws(JSONError) {
        return .success(try SegmentPack(reading: bytes, file: path))
      } catch {
        return .failure(Failure(error))
      }
    } catch {
      return .failure(Failure(error))
    }
  }

  /// The packs of a folder: its JSON files but for schemas.
  private static func packFiles(in folder: String) -> [String] {
    FileBytes.names(in: folder)
      .filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") && !$0.hasPrefix(".") }
      .map { "\(folder)/\($0)" }
  }

  /// The pack to use with a model: the one named, else the model's own, else `retail`, else the first that
  /// fits.
  func choose(named name: String?, for model: Model) throws(Failure) -> SegmentPack? {
    if let name {
      guard let pack = packs.first(where: { $0.name == name }) else {
        let near = nearest(name, among: packs.map(\.name)).map { "; did you mean '\($0)'?" }
        throw Failure(
          "there is no pack '\(name)'\(near ?? (packs.isEmpty ? "" : "; known: \(packs.map(\.name).joined(separator: ", "))"))")
      }
      if let misfit = pack.misfit(model) { throw Failure("the pack '\(name)' does not fit the model: \(misfit)") }
      return pack
    }
    let fitting = packs.filter { $0.misfit(model) == nil }
    return fitting.first { $0.name == model.pack } ?? fitting.first { $0.name == "retail" } ?? fitting.first
  }
}
