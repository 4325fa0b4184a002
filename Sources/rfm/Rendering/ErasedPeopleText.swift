import CustomerStore
import RFMService
import Wording

/// What `forget` has done, or would do, as a person reads it.
struct ErasedPeopleText {
  let erased: ErasedPeople
  /// Whether nothing was changed.
  var isTrial = false
  let style: Style

  var text: String {
    var lines: [String] = []
    for id in erased.ids {
      lines.append(style.bold(TextLayout.cell(id)))
      for (path, people) in erased.stores {
        guard let person = people.first(where: { $0.id == id }) else { continue }
        let values = person.values.map { "\($0.column) \(TextLayout.cell($0.value))" }.joined(
          separator: " · ")
        lines.append(
          TextLayout.wrapped(
            "\(isTrial ? "in" : "taken out of") \(path): \(values)", first: "  ", indent: "    ",
            columns: style.width))
      }
      if !erased.stores.contains(where: { $0.people.contains { $0.id == id } }) {
        lines.append(isTrial || erased.problems.isEmpty ? "  in no store" : "  taken out of no store")
      }
    }
    if erased.historyLines > 0 {
      lines.append("\(Figures.counted(erased.historyLines, "line")) taken out of \(erased.history ?? "")")
    }
    if !erased.lists.isEmpty {
      lines.append(
        "on the suppression \(erased.lists.count == 1 ? "list" : "lists") \(erased.lists.joined(separator: ", ")): training does not bring them back"
      )
    }
    if isTrial { return (lines + ["Nothing was changed."]).joined(separator: "\n") }
    lines.append(
      "This cannot be undone. Sales files, exported lists and backups are as they were.")
    return lines.joined(separator: "\n")
  }
}
