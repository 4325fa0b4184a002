import CustomerStore
import SafeFiles
import Segmentation
import Wording

/// Where models, packs, layouts and suppression lists are found.
///
/// Folders are passed in: nothing here reads the environment of the process. The first root goes before the second.
///
/// ```swift
/// let library = Library(roots: ["."], own: nil)
/// let shop = try library.model(named: "shop")
/// ```
public struct Library: Sendable {
  /// Folders in which Models/, Segments/ and Layouts/ are looked for.
  public let roots: [String]
  /// The user's own folder: copies of packs that they may not write, and their own suppression list. Nil where
  /// there is none.
  public let own: String?

  /// A library of some folders, in the order in which they are looked through; `own` is the user's own, where
  /// edits of packs go that lie where they may not write.
  public init(roots: [String], own: String?) {
    self.roots = roots
    self.own = own
  }

  /// Where a user's programs look: the current folder, the user's own data, the installation.
  ///
  /// - Parameters:
  ///   - environment: gives a variable of the process.
  ///   - program: the file of the program; for one in PREFIX/bin, PREFIX/share/rfm is the installation's folder.
  public init(environment: (String) -> String?, program: String?) {
    let own = Self.userFolder("XDG_DATA_HOME", "/.local/share", environment)
    let share = program.map { FileBytes.folder(of: FileBytes.folder(of: $0)) + "/share/rfm" }
    self.init(
      roots: ["."] + [own, share.flatMap { FileBytes.isFolder($0) ? $0 : nil }].compactMap { $0 }, own: own)
  }

  /// `$XDG_DATA_HOME/rfm` and the like; nil where there is not even a home.
  public static func userFolder(
    _ variable: String, _ fallback: String, _ environment: (String) -> String?
  ) -> String? {
    if let folder = environment(variable), folder.hasPrefix("/") { return folder + "/rfm" }
    return environment("HOME").map { $0 + fallback + "/rfm" }
  }

  /// The folders of models that are there.
  public var modelFolders: [String] { folders("Models") }
  /// The folders of packs that are there.
  public var packFolders: [String] { folders("Segments") }
  /// The folders of layouts that are there.
  public var layoutFolders: [String] { folders("Layouts") }

  /// Where a change may be one of models or packs, whether the folders are there or not.
  ///
  /// - Parameters:
  ///   - model: one that may be taken, by its name or its file.
  ///   - packs: a pack or a folder of packs that was given.
  public func foldersOfModels(besides model: String?, _ packs: String?) -> [String] {
    var all = roots.flatMap { ["\($0)/Models", "\($0)/\(Self.packFolder)"] }
    if let model, model.contains("/") {
      all += [FileBytes.folder(of: model), Self.packFolder(ofModel: model)]
    }
    if let packs { all.append(FileBytes.isFolder(packs) ? packs : FileBytes.folder(of: packs)) }
    return all
  }

  private func folders(_ name: String) -> [String] {
    roots.map { $0 == "." ? name : "\($0)/\(name)" }.filter(FileBytes.isFolder)
  }

  /// Where a user's own packs are, and copies of packs in folders that they may not write.
  var ownPacks: String? { own.map { $0 + "/Segments" } }

  /// The user's own list of those who asked to be forgotten.
  public var ownForgotten: String? { own.map { "\($0)/\(ForgottenLists.fileName)" } }

  // MARK: Models

  /// The model files of a folder, the newest first.
  public static func models(in folder: String) -> [String] {
    let found = FileBytes.names(in: folder)
      .filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") && FileBytes.isRegular("\(folder)/\($0)") }
      .map { name in (path: "\(folder)/\(name)", stamp: FileBytes.stamp("\(folder)/\(name)")) }
    func age(_ stamp: FileBytes.Stamp?) -> (Int64, Int64) { (stamp?.modified ?? 0, stamp?.nanoseconds ?? 0) }
    return found.sorted { a, b in
      age(a.stamp) == age(b.stamp) ? a.path < b.path : age(a.stamp) > age(b.stamp)
    }.map(\.path)
  }

  /// All model files that are found: the one taken without a name is the first.
  public var models: [String] { modelFolders.flatMap(Self.models) }

  /// The answer to who asks for a model where there is none.
  static let noModel = Problem("no model was found; train one with: rfm train SALES.csv", .notFound)

  /// The file of the model that a person names by path or by name; without a name, the newest model of the first
  /// folder that has one.
  ///
  /// - Throws: `Problem` of the kind `notFound`, with the names that are known.
  public func modelPath(named name: String?) throws(Problem) -> String {
    guard let name else {
      if let newest = modelFolders.lazy.compactMap({ Self.models(in: $0).first }).first { return newest }
      throw Self.noModel
    }
    if FileBytes.exists(name) && !FileBytes.isFolder(name) { return name }
    if FileBytes.isFolder(name) {
      guard let newest = Self.models(in: name).first else {
        throw Problem("there is no model in the folder \(name)", .notFound)
      }
      return newest
    }
    if !name.contains("/") {
      let stem = name.hasSuffix(".json") ? name : name + ".json"
      for folder in modelFolders where FileBytes.exists("\(folder)/\(stem)") { return "\(folder)/\(stem)" }
    }
    var seen: Set<String> = []
    let known = models.map(Self.modelName).filter { seen.insert($0).inserted }
    let list = known.isEmpty ? "" : "; known: \(known.joined(separator: ", "))"
    throw Problem("there is no model '\(legible(name))'\(list)", .notFound)
  }

  /// A model's name: that of its file without the ending.
  public static func modelName(_ path: String) -> String {
    let name = FileBytes.name(of: path)
    return name.hasSuffix(".json") ? String(name.dropLast(5)) : name
  }

  // MARK: Opening

  /// The packs at hand.
  ///
  /// - Parameters:
  ///   - given: a pack or a folder of packs; nil to look in Segments/ of every root.
  ///   - model: a model's file, whose own packs go before those; nil for none.
  public func packs(given: String? = nil, besides model: String? = nil) throws(Problem) -> PackShelf {
    try PackShelf(given: given, library: self, model: model)
  }

  /// The layouts at hand.
  public func layouts() -> LayoutShelf { LayoutShelf(folders: layoutFolders) }

  /// Opens a model with its customers and its packs.
  ///
  /// - Parameters:
  ///   - name: of the model, or its file; nil for the newest.
  ///   - packs: see `packs(given:)`.
  ///   - pack: the pack to use, by name; nil for the one that fits best.
  public func model(
    named name: String?, packs: String? = nil, using pack: String? = nil
  ) throws(Problem) -> LoadedModel {
    // What is wrong with the packs that were named is said first.
    let shelf = try self.packs(given: packs)
    return try LoadedModel(try modelPath(named: name), shelf: shelf, pack: pack)
  }
}
