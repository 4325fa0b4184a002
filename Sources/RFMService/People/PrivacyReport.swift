import CustomerStore
import Forgetting
import JSONText
import SafeFiles
import Wording

extension LoadedModel {
  /// What is kept of people, where, and who may read it.
  ///
  /// - Parameter history: the file of the lines typed at a prompt; nil where there is none.
  public func privacy(history: String?) throws(Problem) -> PrivacyReport {
    try PrivacyReport(self, history: history)
  }
}

/// What is kept of people, where, and who may read it.
public struct PrivacyReport: Sendable {
  public struct Item: Sendable {
    public let what: String
    public let path: String
    /// Nil for a file that is not there.
    public let mode: UInt32?
    public let holds: String
    public let holdsPeople: Bool

    /// The mode as chmod takes it: 600.
    public var octalMode: String? {
      mode.map { mode in
        let digits = String(mode & 0o777, radix: 8)
        return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
      }
    }
  }

  public let items: [Item]

  fileprivate init(_ loaded: LoadedModel, history: String?) throws(Problem) {
    var items: [Item] = []
    func add(_ what: String, _ path: String, _ holds: String, people: Bool) {
      items.append(
        Item(
          what: what, path: path, mode: FileBytes.stamp(path)?.mode, holds: holds, holdsPeople: people))
    }
    add(
      "model", loaded.path, "scaler, centroids, means and quantiles of all customers; no person",
      people: false)
    var folders = loaded.library.modelFolders
    let own = FileBytes.folder(of: loaded.path)
    if !folders.contains(where: { FileBytes.isSame($0, own) }) { folders.insert(own, at: 0) }
    let inUse = loaded.store?.path
    if let inUse {
      let kept = loaded.keptColumns
      let columns =
        "a row for each customer: ID, recency, frequency, monetary, first and last purchase, purchase days, cluster, outlier"
        + (kept.isEmpty
          ? "; no other column" : "; kept: \(kept.map { Shown.line($0) }.joined(separator: ", "))")
      add("store", inUse, columns, people: true)
    }
    for folder in folders {
      for name in FileBytes.names(in: folder) where ModelFile.stem(ofStore: name) != nil {
        let path = "\(folder)/\(name)"
        if let inUse, FileBytes.isSame(path, inUse) { continue }
        add("another store", path, "the customers of another model", people: true)
      }
    }
    if let history {
      add("history", history, "the lines typed at the prompt, IDs and names among them", people: true)
    }
    for path in ForgottenLists.paths(of: loaded.library, besides: own) {
      let count = try ForgottenLists.read(path)?.count
      add(
        "suppression list", path,
        count.map { "salted hashes of \(Figures.counted($0, "forgotten customer")); no ID" }
          ?? "nobody was forgotten here", people: false)
    }
    self.items = items
  }

  public var json: JSON {
    .array(
      items.map { item in
        [
          "what": .string(item.what), "path": .string(item.path),
          "mode": item.octalMode.map(JSON.string) ?? .null,
          "holds": .string(item.holds), "holdsPeople": .bool(item.holdsPeople),
        ]
      })
  }
}
