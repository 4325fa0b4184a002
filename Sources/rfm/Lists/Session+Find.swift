import CustomerStore
import JSONText
import Segmentation

/// Finding people by what is typed of their ID or of what is kept of them.
extension Session {
  /// How many are shown.
  static let shownFinds = 20

  func find(matching text: String, _ count: Int) throws(Failure) -> ShownList {
    guard !text.isEmpty else { throw Failure("whom? find TEXT") }
    let store = try requireStore()
    let found = try held { () throws(StoreError) in try store.find(text, limit: count) }
    let list = try customers(found.ids, in: nil)
    if isJSON {
      let rows = (0..<list.count).map { row in
        var members: [(String, JSON)] = [
          ("customer", .string(list.ids[row])), ("recency", .integer(list.rfm[row].recency)),
          ("frequency", .integer(list.rfm[row].frequency)), ("monetary", .number(list.rfm[row].monetary)),
          ("segment", .string(list.segments[list.segment[row]].name)),
        ]
        if !list.kept.isEmpty {
          members.append(("kept", .object(list.kept.map { ($0.name, .string($0.values[row])) })))
        }
        return JSON.object(members)
      }
      return ShownList(
        text: jsonLine(["found": .integer(found.count), "customers": .array(rows)]), ids: found.ids)
    }
    guard found.count > 0 else {
      let places = (["ID"] + keptColumns).joined(separator: " or ")
      throw Failure("nobody's \(places) has '\(legible(text))'")
    }
    let words = FeatureWords(model)
    let rows = (0..<list.count).map { row in
      [list.ids[row]] + list.kept.map { Layout.cell($0.values[row]) } + [
        list.segments[list.segment[row]].name, words.recency(list.rfm[row].recency),
        words.frequency(list.rfm[row].frequency), words.monetary(list.rfm[row].monetary),
      ]
    }
    let kept = list.kept.map { Layout.cell($0.name) }
    let count =
      found.count > found.ids.count
      ? "\(Figures.count(found.ids.count)) of \(Figures.count(found.count)) customers"
      : Figures.counted(found.count, "customer")
    return ShownList(
      text: "\(count)\n"
        + Layout.table(
          ["customer"] + kept + ["segment", "recency", "frequency", "monetary"], rows,
          rightAligned: Set(kept.count + 2..<kept.count + 5)) + "\n",
      ids: found.ids)
  }

  /// What is kept of a customer; nothing where no column is kept.
  func kept(of id: String) throws(Failure) -> [(column: String, value: String)] {
    guard let store, !keptColumns.isEmpty else { return [] }
    let values = try held { () throws(StoreError) in try store.kept(of: id) }
    return zip(keptColumns, values).map { ($0, $1) }
  }

  /// The kept values of customers as columns of a table.
  func keptCells(of ids: [String]) throws(Failure) -> [[String]] {
    var cells: [[String]] = []
    for id in ids { cells.append(try kept(of: id).map { Layout.cell($0.value) }) }
    return cells
  }

  /// The kept values of a customer as JSON; nothing where no column is kept.
  func keptMembers(of id: String) throws(Failure) -> [(String, JSON)] {
    let kept = try kept(of: id)
    return kept.isEmpty ? [] : [("kept", .object(kept.map { ($0.column, .string($0.value)) }))]
  }
}
