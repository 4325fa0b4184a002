import RFMService
import Segmentation
import Wording

/// A list of customers as a person reads it.
struct ListingText {
  private let listing: CustomerListing
  private let model: Model
  private let style: Style

  init(_ listing: CustomerListing, _ model: Model, _ style: Style) {
    self.listing = listing
    self.model = model
    self.style = style
  }

  var text: String {
    switch listing.kind {
    case .top(let segment): members(of: segment, "by monetary")
    case .typical(let segment): members(of: segment, "nearest the centre")
    case .watchList: standings("who drops a segment next unless they buy", ["when", "to"])
    case .overdue(let order):
      standings(
        order == .money ? "missed a purchase by their own rhythm, by money" : "late by their own rhythm",
        ["overdue", "buys"],
        note: "recency alone tells better who stays away; this is for those who used to come often")
    case .again(let says):
      standings("likeliest to buy within \(BuyingAgain.days) days", againColumns, note: says)
    case .near(let segment): standings("nearest to \(segment)", ["needs"])
    }
  }

  private var kept: [String] { listing.keptColumns.map { TextLayout.cell($0) } }

  private func members(of segment: String, _ title: String) -> String {
    guard !listing.rows.isEmpty else { return "no customer is in \(segment)\n" }
    let rows = listing.rows.map { row in
      cells(row) + ["\(row.scores.recency) · \(row.scores.frequency) · \(row.scores.monetary)"]
    }
    let table = style.table(
      ["customer"] + kept + ["recency", "frequency", "monetary", "scores"], rows,
      rightAligned: Set(kept.count + 1..<kept.count + 4))
    return "\(segment) · \(title)\n\(table)\n"
  }

  /// Without percentages the order is all there is to see.
  private var againColumns: [String] {
    if case .buying(_, .some)? = listing.rows.first?.standing { ["buys"] } else { [] }
  }

  private func standings(_ title: String, _ columns: [String], note: String? = nil) -> String {
    guard !listing.rows.isEmpty else { return "nobody: \(title)\n" }
    let rows = listing.rows.map { row in cells(row, segment: row.segment) + said(row) }
    let table = style.table(
      ["customer"] + kept + ["segment", "recency", "frequency", "monetary"] + columns, rows,
      rightAligned: Set(kept.count + 2..<kept.count + 5))
    let last =
      note.map { TextLayout.wrapped($0, first: "  ", indent: "  ", columns: style.width) + "\n" } ?? ""
    return "\(title)\n\(table)\n\(last)"
  }

  private func cells(_ row: CustomerListing.Row, segment: String? = nil) -> [String] {
    let words = FeatureWords(model)
    return [row.id] + row.kept.map { TextLayout.cell($0.value) } + [segment].compactMap { $0 } + [
      words.recency(row.rfm.recency), words.frequency(row.rfm.frequency), words.monetary(row.rfm.monetary),
    ]
  }

  private func said(_ row: CustomerListing.Row) -> [String] {
    switch row.standing {
    case .member: []
    case .slipping(let days, let date, let isDue, let to):
      [
        date.map { "\(isDue ? "due since" : "from") \($0.date)" } ?? "in \(Figures.counted(days, "day"))", to,
      ]
    case .late(let ratio, let gap):
      ["\(Figures.fixed(ratio, digits: 1)) ×", "every \(Figures.fixed(gap, digits: 1)) days"]
    case .buying(_, let probability): [probability.map(Figures.percent)].compactMap { $0 }
    case .needs(let orders, let value):
      ["\(Figures.counted(orders, "order")) of \(Figures(currency: model.currency).money(value))"]
    }
  }
}

extension Rendering {
  /// - Throws: `Problem` for a person whom a text finds nobody for.
  func found(_ found: Found, _ text: String, _ loaded: LoadedModel) throws(Problem) -> String {
    if !isJSON, found.count == 0 {
      let columns = (["ID"] + loaded.keptColumns).joined(separator: " or ")
      throw Problem("nobody is found by '\(legible(text))': no word of \(columns) begins so", .notFound)
    }
    return shown(found.json, self.text(found, loaded.model))
  }

  private func text(_ found: Found, _ model: Model) -> String {
    let list = found.list
    let words = FeatureWords(model)
    let rows = (0..<list.count).map { row in
      [list.ids[row]] + list.kept.map { TextLayout.cell($0.values[row]) } + [
        list.segments[list.segment[row]].name, words.recency(list.rfm[row].recency),
        words.frequency(list.rfm[row].frequency), words.monetary(list.rfm[row].monetary),
      ]
    }
    let kept = list.kept.map { TextLayout.cell($0.name) }
    let count =
      found.count > list.count
      ? "\(Figures.count(list.count)) of \(Figures.count(found.count)) customers"
      : Figures.counted(found.count, "customer")
    let table = style.table(
      ["customer"] + kept + ["segment", "recency", "frequency", "monetary"], rows,
      rightAligned: Set(kept.count + 2..<kept.count + 5))
    return "\(count)\n\(table)\n"
  }
}
