import CustomerStore
import JSONText
import SafeFiles
import Segmentation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where models and packs are looked for: the current folder, the user's own data, the installation.
struct Places: Sendable {
  let roots: [String]

  init() {
    var roots = ["."]
    if let data = Self.xdg("XDG_DATA_HOME", "/.local/share") { roots.append(data) }
    if let share = Self.installedShare { roots.append(share) }
    self.roots = roots
  }

  /// Where a user's own packs are, and copies of packs in folders that they may not write.
  static var ownPacks: String? { xdg("XDG_DATA_HOME", "/.local/share").map { $0 + "/Segments" } }

  /// The user's own list of those who asked to be forgotten.
  static var ownForgotten: String? {
    xdg("XDG_DATA_HOME", "/.local/share").map { "\($0)/\(ForgottenLists.fileName)" }
  }

  var modelFolders: [String] { folders("Models") }
  var packFolders: [String] { folders("Segments") }

  private func folders(_ name: String) -> [String] {
    roots.map { $0 == "." ? name : "\($0)/\(name)" }.filter(FileBytes.isFolder)
  }

  /// `$XDG_DATA_HOME/rfm` and the like; nil where there is not even a home.
  static func xdg(_ variable: String, _ fallback: String) -> String? {
    if let folder = Console.environment(variable), folder.hasPrefix("/") { return folder + "/rfm" }
    return Console.environment("HOME").map { $0 + fallback + "/rfm" }
  }

  static var history: String? { xdg("XDG_STATE_HOME", "/.local/state").map { $0 + "/history" } }

  /// PREFIX/share/rfm for a program in PREFIX/bin.
  private static var installedShare: String? {
    guard let program = realpath("/proc/self/exe", nil) ?? realpath(CommandLine.arguments[0], nil) else {
      return nil
    }
    defer { free(program) }
    let bin = FileBytes.folder(of: String(cString: program))
    let share = FileBytes.folder(of: bin) + "/share/rfm"
    return FileBytes.isFolder(share) ? share : nil
  }

  /// The model files of a folder, the newest first.
  static func models(in folder: String) -> [String] {
    let found = FileBytes.names(in: folder)
      .filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") && FileBytes.isRegular("\(folder)/\($0)") }
      .map { name in (path: "\(folder)/\(name)", stamp: FileBytes.stamp("\(folder)/\(name)")) }
    func age(_ stamp: FileBytes.Stamp?) -> (Int64, Int64) { (stamp?.modified ?? 0, stamp?.nanoseconds ?? 0) }
    return found.sorted { a, b in
      age(a.stamp) == age(b.stamp) ? a.path < b.path : age(a.stamp) > age(b.stamp)
    }.map(\.path)
  }

  /// The file of the model that the user names by path or by name; without a name, the newest model of the
  /// first folder that has one.
  func model(named name: String?) throws(Failure) -> String {
    if let name {
      if FileBytes.exists(name) && !FileBytes.isFolder(name) { return name }
      if FileBytes.isFolder(name) {
        guard let newest = Self.models(in: name).first else {
          throw Failure("there is no model in the folder \(name)")
        }
        return newest
      }
      if !name.contains("/") {
        let stem = name.hasSuffix(".json") ? name : name + ".json"
        for folder in modelFolders where FileBytes.exists("\(folder)/\(stem)") { return "\(folder)/\(stem)" }
      }
      var seen: Set<String> = []
      let known = modelFolders.flatMap(Self.models).map(Self.modelName).filter { seen.insert($0).inserted }
      let list = known.isEmpty ? "" : "; known: \(known.joined(separator: ", "))"
      throw Failure("there is no model '\(legible(name))'\(list)")
    }
    for folder in modelFolders {
      if let newest = Self.models(in: folder).first { return newest }
    }
    throw Failure("no model was found; train one with: rfm train SALES.csv")
  }

  static func modelName(_ path: String) -> String {
    let name = FileBytes.name(of: path)
    return name.hasSuffix(".json") ? String(name.dropLast(5)) : name
  }
}
