import RFMService
import Report
import Transactions

/// What was recognised in a file: its layout, its columns with some of their values, and what cleaning drops.
struct FileProfilePart {
  private let file: FileProfile
  private let visit: Visit

  init(_ file: FileProfile, _ visit: Visit) {
    self.file = file
    self.visit = visit
  }

  private var words: Words { visit.words }
  private var tongue: Tongue { visit.tongue }

  func write(to page: inout Markup) {
    page.element(
      "p",
      text: tongue.fill(
        words.profileLine,
        [
          "rows": tongue.counted(file.rows, words.rows), "size": tongue.megabytes(file.bytes),
          "layout": file.layout?.name ?? words.noLayout,
        ]))
    for note in file.notes { page.element("p", [("class", "note")], text: Visit.sentence(Problem(note))) }
    page.table(words.columns, [words.column, words.role, words.missing, words.examples], classes: "texts") {
      page in
      for column in file.columns {
        page.element("tr") { page in
          page.rowHeader(column.name)
          page.cell(column.role?.rawValue ?? words.no)
          page.cell(tongue.count(column.missing))
          page.cell(column.examples.prefix(3).joined(separator: " · "))
        }
      }
    }
    guard let choice = file.choice, let cleaning = file.cleaning.first(where: { $0.rules == choice.rules })
    else {
      if let reading = file.reading {
        dropped(&page, reading.dropped.map { ($0.reason.counted($0.rows), $0.rows, "") })
      }
      return
    }
    page.element(
      "p", text: tongue.fill(words.cleaningLine, ["rules": choice.rules.rawValue, "why": choice.why]))
    dropped(
      &page,
      cleaning.dropped.map {
        ($0.reason.name, $0.rows, $0.examples.first.map { "\($0.line): \($0.text)" } ?? "")
      })
  }

  private func dropped(_ page: inout Markup, _ rows: [(reason: String, rows: Int, example: String)]) {
    guard !rows.isEmpty else { return }
    page.table(words.droppedRows, [words.reason, words.rowsHeading, words.firstExample], classes: "texts") {
      page in
      for row in rows {
        page.element("tr") { page in
          page.rowHeader(row.reason)
          page.cell(tongue.count(row.rows))
          page.cell(row.example)
        }
      }
    }
  }
}
