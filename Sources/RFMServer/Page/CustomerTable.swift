import Customers
import RFMService
import Report
import Segmentation

/// Customers in rows, each a way to the person. IDs are in forms, never in addresses.
struct CustomerTable {
  private let visit: Visit
  private let inquiry: Inquiry

  init(_ visit: Visit, _ inquiry: Inquiry) {
    self.visit = visit
    self.inquiry = inquiry
  }

  private var words: Words { visit.words }
  private var tongue: Tongue { visit.tongue }

  private func form(_ page: inout Markup, _ content: (inout Markup) -> Void) {
    page.element("form", [("method", "post"), ("action", visit.address("customers/one"))], content)
    page.newline()
  }

  /// From the segment on texts, which begin at the left.
  private static let numbers = 4

  private var headings: [String] {
    [words.customer] + FeatureName.allCases.map(tongue.name) + [words.segment] + inquiry.loaded.keptColumns
  }

  private func row(
    _ page: inout Markup, _ id: String, _ rfm: RFM, _ segment: String, place: Int?, _ more: [String]
  ) {
    page.element("tr") { page in
      page.element("th", [("scope", "row")]) { page in
        page.element("button", [("class", "plain"), ("name", "id"), ("value", id)], text: id)
      }
      for feature in FeatureName.allCases {
        page.cell(
          feature == .monetary
            ? tongue.money(rfm.monetary, inquiry.model.currency) : tongue.count(Int(rfm[feature])))
      }
      page.element("td", [("class", "left")]) { page in
        page.swatch(place)
        page.text(segment)
      }
      for text in more { page.element("td", [("class", "left")], text: text) }
    }
  }

  private static func plain(_ texts: some Sequence<String>) -> [SortHeading] {
    texts.enumerated().map { SortHeading(text: $1, isLeft: $0 >= numbers) }
  }

  /// Whom a text finds, or a page of all.
  func write(to page: inout Markup, _ caption: String, _ list: CustomerList) {
    guard list.count > 0 else { return }
    form(&page) { page in
      page.sortable(caption, Self.plain(headings)) { page in rows(&page, list) }
    }
  }

  private func rows(_ page: inout Markup, _ list: CustomerList) {
    for row in 0..<list.count {
      self.row(
        &page, list.ids[row], list.rfm[row], list.segments[list.segment[row]].name, place: list.segment[row],
        list.kept.map { $0.values[row] })
    }
  }

  /// A page of all customers, with the ways to sort them.
  func pages(_ page: inout Markup, _ customers: CustomerPage, _ order: CustomerPage.Order, _ number: Int) {
    let size = CustomersView.pageSize
    func address(_ order: CustomerPage.Order, _ number: Int) -> String {
      visit.address(
        "customers",
        [
          ("segment", visit["segment"] ?? ""), ("sort", order == .customer ? "" : order.rawValue),
          ("page", number == 1 ? "" : String(number)),
        ])
    }
    let turns = PageTurns(
      count: customers.count, number: number, size: size, address: { address(order, $0) })
    page.region("all") { page in
      turns.write(to: &page, visit)
      form(&page) { page in
        page.sortable(
          words.listAll,
          CustomerPage.Order.allCases.enumerated().map { place, item in
            SortHeading(
              id: "by-\(item.rawValue)", text: headings[place], address: address(item, 1),
              sort: item != order ? nil : item == .frequency || item == .monetary ? "descending" : "ascending"
            )
          } + Self.plain(headings).dropFirst(Self.numbers)
        ) { page in rows(&page, customers.list) }
      }
      turns.write(to: &page, visit)
    }
  }

  /// A list with what it says of each.
  func write(to page: inout Markup, _ listing: CustomerListing) {
    guard !listing.rows.isEmpty else { return page.element("p", text: words.nobody) }
    let standing = self.heading(listing.kind)
    let lookup = SegmentLookup(inquiry.pack, inquiry.model)
    form(&page) { page in
      page.sortable(
        words.listsOfCustomers,
        Self.plain(headings[...Self.numbers] + (standing.map { [$0] } ?? []) + listing.keptColumns)
      ) { page in
        for row in listing.rows {
          self.row(
            &page, row.id, row.rfm, row.segment, place: lookup.segments.firstIndex { $0.name == row.segment },
            (standing == nil ? [] : [text(row.standing)]) + row.kept.map(\.value))
        }
      }
    }
  }

  private func heading(_ kind: CustomerListing.Kind) -> String? {
    switch kind {
    case .top, .typical: nil
    case .watchList: words.slipping
    case .overdue: words.late
    case .again: words.buysAgain
    case .near: words.needs
    }
  }

  private func text(_ standing: CustomerListing.Standing) -> String {
    switch standing {
    case .member: return ""
    case .slipping(let days, let date, _, let to):
      return tongue.fill(
        words.slippingRow,
        ["days": tongue.counted(days, words.days), "date": date.map(tongue.date) ?? words.no, "segment": to])
    case .late(let ratio, let gap):
      return tongue.fill(words.lateRow, ["ratio": tongue.number(ratio, 1), "days": tongue.number(gap, 0)])
    case .buying(let rank, let probability):
      return probability.map { tongue.percent($0, 0) } ?? tongue.fill(words.rank, ["n": tongue.count(rank)])
    case .needs(let orders, let value):
      return tongue.fill(
        words.ordersOf,
        [
          "orders": tongue.counted(orders, words.orders),
          "value": tongue.money(value, inquiry.model.currency),
        ])
    }
  }
}

/// A heading that sorts.
struct SortHeading {
  var id: String?
  let text: String
  var address: String?
  /// As `aria-sort` says it; nil where the table is not in its order.
  var sort: String?
  /// Whether texts stand below it.
  var isLeft = false
}

/// The ways to the other pages of a table.
struct PageTurns {
  let count: Int
  let number: Int
  let size: Int
  let address: (Int) -> String

  func write(to page: inout Markup, _ visit: Visit) {
    let (words, tongue) = (visit.words, visit.tongue)
    let last = max(1, (count + size - 1) / size)
    let first = min(count, (number - 1) * size + 1)
    page.element("ul", [("class", "links")]) { page in
      page.element(
        "li",
        text: tongue.fill(
          words.pageOf,
          [
            "first": tongue.count(first), "last": tongue.count(min(count, number * size)),
            "all": tongue.count(count),
          ]))
      if number > 1 {
        page.element("li") {
          $0.link(address(number - 1), words.previous, [("class", "button"), ("data-live", "")])
        }
      }
      if number < last {
        page.element("li") {
          $0.link(address(number + 1), words.next, [("class", "button"), ("data-live", "")])
        }
      }
    }
  }
}

extension Markup {
  /// A table whose headings sort it.
  mutating func sortable(_ caption: String, _ headings: [SortHeading], _ body: (inout Markup) -> Void) {
    element("div", [("class", "scroll"), ("tabindex", "0"), ("role", "group"), ("aria-label", caption)]) {
      page in
      page.open("table", [("class", "numbers")])
      page.element("caption", [("class", "unseen")], text: caption)
      page.element("thead") { page in
        page.element("tr") { page in
          for heading in headings {
            let sort = heading.sort.map { [("aria-sort", $0)] } ?? []
            let side = heading.isLeft ? [("class", "left")] : []
            page.element("th", [("scope", "col")] + side + sort) { page in
              guard let address = heading.address else { return page.text(heading.text) }
              let arrow = heading.sort.map { $0 == "ascending" ? " ↑" : " ↓" } ?? ""
              page.link(
                address, heading.text + arrow, [("data-live", "")] + (heading.id.map { [("id", $0)] } ?? []))
            }
          }
        }
      }
      page.open("tbody")
      body(&page)
      page.close()
      page.close()
    }
    newline()
  }
}
