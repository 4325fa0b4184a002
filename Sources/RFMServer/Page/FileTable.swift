import RFMService
import Report
import Segmentation

/// The customers of a file: sorted and filtered by the server, in pages, with the columns that are wanted.
struct FileTable {
  private let upload: Upload
  private let file: AnsweredFile
  private let rows: [Int]
  private let segments: [(segment: Segment, customers: Int)]
  private let selection: RowSelection
  private let visit: Visit
  private let loaded: LoadedModel
  private let columns: [FileView.Column]
  private let number: Int

  init(
    _ upload: Upload, _ file: AnsweredFile, _ rows: [Int], _ segments: [(segment: Segment, customers: Int)],
    _ selection: RowSelection, _ visit: Visit, _ loaded: LoadedModel
  ) {
    self.upload = upload
    self.file = file
    self.rows = rows
    self.segments = segments
    self.selection = selection
    self.visit = visit
    self.loaded = loaded
    let wanted = visit.form.all("columns")
    columns =
      wanted.isEmpty
      ? FileView.Column.usual : FileView.Column.allCases.filter { wanted.contains($0.rawValue) }
    number = max(1, Int(visit["page"] ?? "") ?? 1)
  }

  private var words: Words { visit.words }
  private var tongue: Tongue { visit.tongue }
  private var path: String { "file/\(upload.id)" }

  /// The state as it stands in the address, some of it otherwise.
  private func address(
    key: RowSelection.Key?? = nil, isDescending: Bool? = nil, segment: String?? = nil, page: Int = 1
  ) -> String {
    let key = key ?? selection.key
    let isDescending = isDescending ?? selection.isDescending
    let segment = segment ?? visit["segment"]
    return visit.address(
      path,
      [
        ("sort", key?.rawValue ?? ""), ("desc", isDescending ? "1" : ""), ("segment", segment ?? ""),
        ("page", page == 1 ? "" : String(page)),
      ] + (columns == FileView.Column.usual ? [] : columns.map { ("columns", $0.rawValue) }))
  }

  func write(to page: inout Markup) {
    page.section("customers", words.customersTitle) { page in
      page.region("chips") { chips(&$0) }
      chooser(&page)
      page.region("table") { page in
        let turns = PageTurns(
          count: rows.count, number: number, size: FileView.pageSize, address: { address(page: $0) })
        turns.write(to: &page, visit)
        table(&page)
        turns.write(to: &page, visit)
        downloads(&page)
      }
    }
  }

  /// How many customers each segment has, each a filter.
  private func chips(_ page: inout Markup) {
    page.element("ul", [("class", "chips"), ("aria-label", words.bySegment)]) { page in
      func chip(_ name: String?, _ place: Int?, _ count: Int) {
        let isChosen = selection.segment == place
        page.element("li") { page in
          page.element(
            "a",
            [("href", address(segment: .some(name))), ("data-live", "")]
              + (isChosen ? [("aria-current", "true")] : [])
          ) { page in
            page.swatch(place)
            page.text("\(name ?? words.allSegments): \(tongue.count(count))")
          }
        }
      }
      chip(nil, nil, file.count)
      for (place, item) in segments.enumerated() where item.customers > 0 {
        guard place < loaded.pack?.segments.count ?? 0 else { continue }
        chip(item.segment.name, place, item.customers)
      }
    }
  }

  private func chooser(_ page: inout Markup) {
    page.open(
      "form",
      [
        ("method", "get"), ("action", visit.call.location("/" + path)), ("data-live", ""),
        ("class", "fields"),
      ])
    page.choices(visit)
    if let key = selection.key { page.hidden("sort", key.rawValue) }
    if selection.isDescending { page.hidden("desc", "1") }
    if let segment = visit["segment"] { page.hidden("segment", segment) }
    page.element("fieldset", [("class", "checks")]) { page in
      page.element("legend", text: words.columns)
      for column in FileView.Column.allCases {
        page.element("label") { page in
          page.empty(
            "input",
            [("type", "checkbox"), ("name", "columns"), ("value", column.rawValue)]
              + (columns.contains(column) ? [("checked", "")] : []))
          page.text(column.title(words))
        }
      }
    }
    page.element("button", text: words.apply)
    page.close()
  }

  private func table(_ page: inout Markup) {
    func heading(_ key: RowSelection.Key?, _ text: String) -> SortHeading {
      guard let key else { return SortHeading(text: text, isLeft: true) }
      let isOwn = (selection.key ?? .customer) == key
      // The best first; a second look turns it round.
      let first = key == .frequency || key == .monetary
      let next = isOwn ? !selection.isDescending : first
      return SortHeading(
        id: "by-\(key.rawValue)", text: text, address: address(key: .some(key), isDescending: next),
        sort: isOwn ? (selection.isDescending ? "descending" : "ascending") : nil)
    }
    let headings = [heading(.customer, words.customer)] + columns.map { heading($0.key, $0.title(words)) }
    page.sortable(words.customersTitle, headings) { page in
      let start = min(rows.count, (number - 1) * FileView.pageSize)
      for row in rows[start..<min(rows.count, start + FileView.pageSize)] {
        let row = file.row(row)
        page.element("tr") { page in
          page.rowHeader(row.id)
          for column in columns { cell(&page, column, row) }
        }
      }
    }
  }

  private func cell(_ page: inout Markup, _ column: FileView.Column, _ row: AnsweredFile.Row) {
    switch column {
    case .recency: page.cell(tongue.count(row.rfm.recency))
    case .frequency: page.cell(tongue.count(row.rfm.frequency))
    case .monetary: page.cell(tongue.money(row.rfm.monetary, loaded.model.currency))
    case .cluster: page.cell(tongue.count(row.answer.cluster))
    case .segment:
      page.element("td", [("class", "left")]) { page in
        page.swatch(segments.firstIndex { $0.segment.name == row.segment.name })
        page.text(row.segment.name)
      }
    case .advice:
      page.element("td", [("class", "left")], text: row.segment.recommendations.first ?? words.no)
    }
  }

  private func downloads(_ page: inout Markup) {
    let query = [
      ("sort", selection.key?.rawValue ?? ""), ("desc", selection.isDescending ? "1" : ""),
      ("segment", visit["segment"] ?? ""),
    ]
    page.element("ul", [("class", "links")]) { page in
      page.element(
        "li", text: tongue.fill(words.downloadAll, ["customers": tongue.counted(rows.count, words.customers)])
      )
      for format in ["csv", "xlsx", "json"] {
        page.element("li") { page in
          page.link(
            visit.address("api/v1/uploads/\(upload.id)/customers.\(format)", query), format.uppercased(),
            [("class", "button"), ("download", "customers.\(format)")])
        }
      }
    }
  }
}
