import CustomerStore
import Forgetting
import JSONText
import RFMService
import SafeFiles
import Wording

/// What is kept of people, where, and who may read it.
struct PrivacyReport {
  struct Item {
    let what: String
    let path: String
    /// Nil for a file that is not there.
    let mode: UInt32?
    let holds: String
    let holdsPeople: Bool
  }

  let items: [Item]

  init(_ loaded: LoadedModel) throws(Problem) {
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
          ? "; no other column" : "; kept: \(kept.map { Layout.cell($0) }.joined(separator: ", "))")
      add("store", inUse, columns, people: true)
    }
    for folder in folders {
      for name in FileBytes.names(in: folder) where ModelFile.stem(ofStore: name) != nil {
        let path = "\(folder)/\(name)"
        if let inUse, FileBytes.isSame(path, inUse) { continue }
        add("another store", path, "the customers of another model", people: true)
      }
    }
    if let history = Folders.history {
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

  private static let exports =
    "Lists that export and classify wrote are where you put them; export makes them readable by you alone (600). The sales files are yours. Nothing is sent anywhere."

  func text(_ style: Style) -> String {
    var lines: [String] = []
    for item in items {
      let mode = item.mode.map { "mode \(Self.octal($0))\(Self.whoReads($0))" } ?? "not there"
      lines.append(style.bold(item.what) + " · \(item.path) · \(mode)")
      lines.append(Layout.wrapped(item.holds, first: "  ", indent: "  ", columns: style.width))
      if item.holdsPeople, let mode = item.mode, mode & 0o077 != 0 {
        lines.append("  others may read it: chmod 600 \(item.path)")
      }
    }
    lines.append(Layout.wrapped(Self.exports, first: "", indent: "", columns: style.width))
    return lines.joined(separator: "\n") + "\n"
  }

  var json: JSON {
    .array(
      items.map { item in
        [
          "what": .string(item.what), "path": .string(item.path),
          "mode": item.mode.map { .string(Self.octal($0)) } ?? .null,
          "holds": .string(item.holds), "holdsPeople": .bool(item.holdsPeople),
        ]
      })
  }

  private static func octal(_ mode: UInt32) -> String {
    let digits = String(mode & 0o777, radix: 8)
    return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  private static func whoReads(_ mode: UInt32) -> String {
    mode & 0o077 == 0 ? ", you alone" : mode & 0o004 != 0 ? ", everyone on this machine" : ", your group"
  }
}
