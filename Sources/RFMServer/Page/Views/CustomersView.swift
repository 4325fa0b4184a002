import Customers
import Hummingbird
import RFMService
import Report
import Segmentation

/// Whom a name or an ID finds, lists of customers, and one of them.
enum CustomersView {
  static let pageSize = 200
  private static let listed = 50

  static let routes = [
    PageRoute.get("/customers", ["list", "segment", "sort", "page"]) { visit in try await show(visit) },
    PageRoute.post("/customers") { visit in try await show(visit) },
    PageRoute.post("/customers/one") { visit in try await one(visit) },
  ]

  /// What the customers are listed by.
  enum List: String, CaseIterable {
    case all, top, near, watch, overdue, again

    func title(_ words: Words) -> String {
      switch self {
      case .all: words.listAll
      case .top: words.listTop
      case .near: words.listNear
      case .watch: words.listWatch
      case .overdue: words.listOverdue
      case .again: words.listAgain
      }
    }

    func lead(_ words: Words) -> String {
      switch self {
      case .all: words.listAllLead
      case .top: words.listTopLead
      case .near: words.listNearLead
      case .watch: words.listWatchLead
      case .overdue: words.listOverdueLead
      case .again: words.listAgainLead
      }
    }

    /// Whether it is of one segment and no less.
    var needsSegment: Bool { self == .top || self == .near }
  }

  private static func show(_ visit: Visit) async throws -> Response {
    let inquiry = try visit.inquiry()
    let words = visit.words
    let text = visit["text"]
    let found = try await visit.desk.queue.run { () -> Found? in
      try text.map { try inquiry.find(matching: $0, count: listed) }
    }
    let list = List(rawValue: visit["list"] ?? "all") ?? .all
    var table = Markup()
    if found == nil { table = try await Self.list(list, visit, inquiry) }
    let said = found.map { visit.tongue.fill(words.foundSaid, ["n": visit.tongue.count($0.count)]) } ?? ""
    return PageFrame.page(visit, .customers, title: words.customersTitle, said: said) { page in
      search(&page, visit)
      page.region("found") { page in
        guard let found else { return }
        page.element("p", text: said)
        CustomerTable(visit, inquiry).write(to: &page, words.found, found.list)
      }
      guard found == nil else { return }
      page.section("lists", words.listsOfCustomers) { page in
        chooser(&page, list, visit, inquiry)
        page.element("p", [("class", "lead")], text: list.lead(words))
        page.append(table)
      }
    }
  }

  private static func search(_ page: inout Markup, _ visit: Visit) {
    let words = visit.words
    page.open(
      "form",
      [
        ("class", "fields"), ("method", "post"), ("action", visit.address("customers")),
        ("data-live", visit.address("customers")), ("role", "search"),
      ])
    page.input(
      words.find, "text", type: "search", value: visit["text"], hint: words.findHint,
      [("autocomplete", "off"), ("maxlength", "200")])
    page.element("button", [("class", "first")], text: words.findButton)
    page.close()
  }

  private static func chooser(_ page: inout Markup, _ list: List, _ visit: Visit, _ inquiry: Inquiry) {
    let words = visit.words
    page.open(
      "form", [("class", "fields"), ("method", "get"), ("action", visit.call.location("/customers"))])
    page.choices(visit)
    page.field(words.list, id: "list") { page in
      page.select(
        "list", id: "list", List.allCases.map { ($0.rawValue, $0.title(words)) }, chosen: list.rawValue)
    }
    page.field(words.segment, id: "segment") { page in
      page.select(
        "segment", id: "segment",
        [("", words.allSegments)] + (inquiry.pack?.segments ?? []).map { ($0.name, $0.name) },
        chosen: visit["segment"])
    }
    page.element("button", text: words.showList)
    page.close()
  }

  private static func list(_ list: List, _ visit: Visit, _ inquiry: Inquiry) async throws -> Markup {
    let words = visit.words
    let segment: Int?
    let place = try visit["segment"].map { name throws(Problem) in try inquiry.loaded.segment(named: name) }
    segment = place ?? (list.needsSegment ? 0 : nil)
    let order = visit["sort"].flatMap(CustomerPage.Order.init(rawValue:)) ?? .customer
    let number = max(1, Int(visit["page"] ?? "") ?? 1)
    return try await visit.desk.queue.run {
      var page = Markup()
      let table = CustomerTable(visit, inquiry)
      do {
        switch list {
        case .all:
          let customers = try inquiry.page(
            of: segment, by: order, skipping: (number - 1) * pageSize, size: pageSize)
          table.pages(&page, customers, order, number)
        case .top: table.write(to: &page, try inquiry.top(segment ?? 0, count: listed))
        case .near: table.write(to: &page, try inquiry.near(segment ?? 0, count: listed))
        case .watch: table.write(to: &page, try inquiry.watchList(segment, count: listed))
        case .overdue: table.write(to: &page, try inquiry.overdue(segment, count: listed))
        case .again: table.write(to: &page, try inquiry.again(segment, count: listed))
        }
      } catch { page.problem(Visit.sentence(error)) }
      page.element("ul", [("class", "links")]) { page in
        page.element("li", text: words.download)
        let query = place.map { [("segment", inquiry.loaded.name(of: .segment($0)))] } ?? []
        for format in ["csv", "xlsx", "jsonl"] {
          page.element("li") { page in
            page.link(
              visit.address("api/v1/export.\(format)", query), format.uppercased(),
              [("class", "button"), ("download", "")])
          }
        }
      }
      return page
    }
  }

  /// One person: what is known of them, why, and the day on which waiting changes it.
  private static func one(_ visit: Visit) async throws -> Response {
    let words = visit.words
    let inquiry = try visit.inquiry()
    guard let id = visit["id"] else { throw HTTPProblem(.badRequest, words.whom) }
    let subject = try inquiry.subject(customer: id)
    let card = AnswerCard(subject, inquiry, visit)
    let change = try inquiry.whatIf(.days(1), subject).change
    return try PageFrame.page(visit, .customers, title: subject.stored?.id ?? id, said: card.said) { page in
      page.element("p") { $0.link(visit.address("customers"), words.backToCustomers) }
      known(&page, visit, inquiry, subject)
      try card.write(to: &page)
      page.section("waiting", words.waiting) { page in
        page.element("p", text: waiting(change, visit))
      }
    }
  }

  private static func known(_ page: inout Markup, _ visit: Visit, _ inquiry: Inquiry, _ subject: Subject) {
    let answer = inquiry.answer(subject)
    guard let customer = answer.customer else { return }
    var facts = customer.kept.filter { !$0.value.isEmpty }.map { ($0.column, $0.value) }
    if let first = customer.firstPurchase {
      facts.append((visit.words.firstPurchase, visit.tongue.date(first)))
    }
    if let last = customer.lastPurchase {
      facts.append((visit.words.lastPurchaseOf, visit.tongue.date(last)))
    }
    guard !facts.isEmpty else { return }
    page.table(visit.words.known, [], classes: "facts") { page in
      for (name, value) in facts {
        page.element("tr") { page in
          page.rowHeader(name)
          page.cell(value)
        }
      }
    }
  }

  private static func waiting(_ change: NextChange?, _ visit: Visit) -> String {
    guard let change else { return visit.words.waitingNever }
    let tongue = visit.tongue
    let days = tongue.counted(change.recency, tongue.words.days)
    guard let date = change.date else {
      return tongue.fill(tongue.words.waitingDays, ["days": days, "segment": change.name])
    }
    return tongue.fill(
      change.isDue ? tongue.words.waitingDue : tongue.words.waitingDate,
      ["days": days, "date": tongue.date(date), "segment": change.name])
  }
}
