import JSONText
import RFMService
import Transactions
import Wording

/// A profile as a person reads it.
struct ProfileText {
  let profile: FileProfile

  func text(_ style: Style) -> String {
    var facts = [
      Figures.counted(profile.rows, "row"), Figures.counted(profile.columns.count, "column"),
    ]
    facts +=
      profile.sheets.map { ["\($0.count == 1 ? "sheet" : "sheets") \($0.joined(separator: ", "))"] }
      ?? ["\(profile.delimiterName)-separated", profile.encoding.rawValue]
    facts.append(
      profile.bytes < 100_000
        ? Figures.counted(profile.bytes, "byte")
        : "\(Figures.grouped(Double(profile.bytes) / 1e6, digits: 1)) MB")
    if profile.raggedRows == 0 { facts.append("no ragged rows") }
    var lines = [style.bold(TextLayout.cell(profile.name)), "  " + facts.joined(separator: " · "), ""]
    lines += columns(style)
    if profile.raggedRows > 0 {
      lines += [
        "",
        "  \(Figures.counted(profile.raggedRows, "row")) with more or fewer fields than the header's \(profile.columns.count)",
      ]
      lines += profile.raggedExamples.map { example($0, style) }
    }
    if let layout = profile.layout, profile.reading == nil {
      lines += ["", style.bold("  layout \(layout.name): \(TextLayout.cell(layout.title))")]
    }
    if let reading = profile.reading { lines += [""] + self.reading(reading, style) }
    for cleaning in profile.cleaning { lines += [""] + self.cleaning(cleaning, style) }
    if let choice = profile.choice {
      lines += [
        "",
        TextLayout.wrapped(
          "--clean auto takes \(choice.rules.rawValue), since \(choice.why)", first: "  ", indent: "    ",
          columns: style.width),
      ]
    }
    for note in profile.notes {
      lines += ["", TextLayout.wrapped("note: \(note)", first: "  ", indent: "    ", columns: style.width)]
    }
    if let reason = profile.withoutCleaning {
      lines += [
        "", TextLayout.wrapped(Advice.completed(reason), first: "  ", indent: "    ", columns: style.width),
      ]
    }
    return lines.joined(separator: "\n")
  }

  // MARK: Columns

  private func columns(_ style: Style) -> [String] {
    let rows = profile.columns.map { column in
      [
        TextLayout.cell(column.name, to: 24), column.role?.rawValue ?? "", column.kind.rawValue,
        column.missing == 0 ? "0" : Figures.count(column.missing),
        (column.hasMore ? "more than " : "") + Figures.count(column.distinct),
      ]
    }
    let table = TableColumns(
      [
        .init(title: "column"), .init(title: "role"), .init(title: "type"),
        .init(title: "missing", isRightAligned: true), .init(title: "distinct", isRightAligned: true),
      ], page: style.page, rows: rows)
    return (table.header ?? [])
      + zip(rows, profile.columns).flatMap { row, column in
        table.row(row, style: style)
          + details(column).map { style.dim(TextLayout.folded("      " + $0, to: style.width)) }
      }
  }

  private func details(_ column: ColumnProfile) -> [String] {
    guard column.kind != .empty else { return [] }
    let (first, others) =
      switch column.kind {
      case .number: (range(column), "are no numbers")
      case .date: (range(column), "are no dates")
      case .text, .empty: (range(column), "")
      }
    var lines = [first + "   such as " + column.examples.map(Self.visible).joined(separator: ", ")]
    if column.others > 0 {
      lines.append(
        "\(Figures.count(column.others)) \(others), such as \(Self.visible(column.otherExample ?? ""))")
    }
    if column.ambiguous > 0 {
      lines.append(
        "\(Figures.count(column.ambiguous)) can be read in two ways: say \(column.kind == .date ? "--date-order dmy or mdy" : "--decimal point or comma")"
      )
    }
    return lines
  }

  private static func visible(_ text: String) -> String { TextLayout.cut(text, to: 24) }

  private func range(_ column: ColumnProfile) -> String {
    func number(_ value: Double) -> String { JSON.number(value).text(.compact) }
    return switch column.extremes {
    case .numbers(let least, let greatest): "\(number(least)) to \(number(greatest))"
    case .dates(let first, let last): "\(first) to \(last)"
    case .lengths(let least, let greatest):
      least == greatest
        ? Figures.counted(least, "character")
        : "\(Figures.count(least)) to \(Figures.counted(greatest, "character"))"
    case nil: "no extremes"
    }
  }

  // MARK: Cleaning

  private func reading(_ reading: FileProfile.Reading, _ style: Style) -> [String] {
    let share = reading.rowsRead > 0 ? Double(reading.rowsKept) / Double(reading.rowsRead) : 0
    let header =
      "  \(Figures.counted(reading.rowsKept, "row")) of \(Figures.count(reading.rowsRead)) count, \(Figures.percent(share)), of \(Figures.counted(reading.customers, "customer"))"
    let width = reading.dropped.map { Figures.count($0.rows).count }.max() ?? 0
    return [style.bold(header)]
      + reading.dropped.map { dropped in
        "    \(TextLayout.rightAligned(Figures.count(dropped.rows), to: width))  \(dropped.reason.name)"
      } + reading.notes.map { TextLayout.wrapped($0, first: "  ", indent: "    ", columns: style.width) }
  }

  private func cleaning(_ cleaning: FileProfile.Cleaning, _ style: Style) -> [String] {
    let share = profile.rows > 0 ? Double(cleaning.kept) / Double(profile.rows) : 0
    let header =
      "  --clean \(cleaning.rules.rawValue) keeps \(Figures.counted(cleaning.kept, "row")), \(Figures.percent(share))"
    let width = cleaning.dropped.map { Figures.count($0.rows).count }.max() ?? 0
    return [style.bold(header)]
      + cleaning.dropped.flatMap { dropped in
        ["    \(TextLayout.rightAligned(Figures.count(dropped.rows), to: width))  \(dropped.reason.name)"]
          + dropped.examples.prefix(2).map { example($0, style) }
      }
  }

  private func example(_ row: FileProfile.Row, _ style: Style) -> String {
    style.dim(TextLayout.cut("      \(position(row)): \(row.text)", to: style.width))
  }

  /// `line 17`; of several sheets `row 17 of 2010`.
  private func position(_ row: FileProfile.Row) -> String {
    guard let sheet = row.place.sheet, profile.sheets?.count ?? 0 > 1 else { return row.place.row(row.line) }
    return "\(row.place.row(row.line)) of \(sheet)"
  }
}
