import Customers
import Foundation
import Lifetime
import RFMService
import Segmentation
import Synchronization
import Testing

@Suite("Lists of customers are what a plain loop over all of them finds")
struct ListingTests {
  let shop: InventedShop
  let inquiry: Inquiry

  init() throws {
    shop = try InventedShop()
    inquiry = try shop.inquiry()
  }

  private var members: [[Int]] {
    var members = [[Int]](repeating: [], count: 3)
    for row in 0..<shop.table.count { members[inquiry.model.classify(shop.table[row]).cluster].append(row) }
    return members
  }

  @Test("Top is by monetary, typical by the distance to the centroid", arguments: 0..<3)
  func topAndTypical(segment: Int) throws {
    let rows = members[segment]
    let byMoney = rows.sorted { shop.table.monetary[$0] > shop.table.monetary[$1] }
    #expect(try inquiry.top(segment, count: 5).ids == byMoney.prefix(5).map { shop.table.ids[$0] })
    let model = inquiry.model
    func distance(_ row: Int) -> Double {
      model.classify(shop.table[row]).distances[segment]
    }
    let typical = try inquiry.typical(segment, count: 5).ids
    #expect(typical == rows.sorted { distance($0) < distance($1) }.prefix(5).map { shop.table.ids[$0] })
  }

  @Test("Near lists who is elsewhere, by the orders that they need")
  func near() throws {
    let listing = try inquiry.near(0, count: 500)
    #expect(listing.kind == .near(segment: "Best"))
    let orders = listing.rows.compactMap { row -> Int? in
      guard case .needs(let orders, _) = row.standing else { return nil }
      return orders
    }
    #expect(orders.count == listing.rows.count)
    #expect(orders == orders.sorted() && orders.allSatisfy { $0 > 0 })
    #expect(listing.rows.allSatisfy { $0.segment != "Best" })
  }

  @Test("The watch-list has who waits into a lower segment, with the day on which it happens")
  func watchList() throws {
    let listing = try inquiry.watchList(nil, count: 500)
    #expect(!listing.rows.isEmpty)
    for row in listing.rows {
      guard case .slipping(let days, let date, let isDue, let to) = row.standing else {
        Issue.record("\(row.id) is not slipping")
        continue
      }
      let then = RFM(
        recency: row.rfm.recency + days, frequency: row.rfm.frequency, monetary: row.rfm.monetary)
      #expect(inquiry.answer(Subject(then)).segmentName == to)
      #expect(date?.day == InventedShop.asOf.day + days)
      #expect(isDue == (days <= 0))
    }
  }

  /// The gap that is expected of a customer, by the formula; nil for those who came once.
  private func gap(_ row: Int) -> Double? {
    let table = shop.table
    func span(_ row: Int) -> Int { table.lastPurchase[row].day - table.firstPurchase[row].day }
    let all = (0..<table.count).filter { table.purchaseDays[$0] > 1 }
    let typical =
      Double(all.reduce(0) { $0 + span($1) }) / Double(all.reduce(0) { $0 + Int(table.purchaseDays[$1]) - 1 })
    guard table.purchaseDays[row] > 1 else { return nil }
    return (Double(span(row)) + 2 * typical) / Double(table.purchaseDays[row] + 1)
  }

  @Test("Overdue is by recency over the gap that is expected; without dates it says that it cannot tell")
  func overdue() throws {
    let listing = try inquiry.overdue(nil, count: 500)
    #expect(listing.kind == .overdue(by: .lateness))
    let late = (0..<shop.table.count).compactMap { row in
      gap(row).map { (id: shop.table.ids[row], ratio: Double(shop.table.recency[row]) / $0, row: row) }
    }
    let expected = late.sorted {
      ($0.ratio, shop.table.monetary[$0.row]) > ($1.ratio, shop.table.monetary[$1.row])
    }
    #expect(listing.ids == expected.map(\.id) && !expected.isEmpty)
    for (row, expected) in zip(listing.rows, expected) {
      guard case .late(let ratio, let gap) = row.standing else {
        Issue.record("\(row.id) is not late")
        continue
      }
      #expect(abs(ratio - expected.ratio) < 1e-9 && abs(ratio * gap - Double(row.rfm.recency)) < 1e-9)
    }
    let missed = expected.filter { $0.ratio >= 2 }
      .sorted { shop.table.monetary[$0.row] > shop.table.monetary[$1.row] }
    #expect(try inquiry.overdue(nil, by: .money, count: 7).ids == missed.prefix(7).map(\.id))
    let undated = try InventedShop(hasDates: false).inquiry()
    #expect(throws: Problem.self) { try undated.overdue(nil, count: 5) }
  }

  /// A model that passed its check.
  private static let passed = BuyingAgain(
    fit: LifetimeFit(
      model: MBGNBD(r: 1, alpha: 40, a: 0.5, b: 2), logLikelihood: -10, nbdLogLikelihood: -20),
    check: LifetimeCheck(model: 1, naive: 2))

  @Test("Who buys again is by how likely; percentages only where the model passed its check")
  func again() throws {
    let model = try #require(inquiry.model.again)
    func chance(_ row: Int, _ model: BuyingAgain) throws -> Double {
      try #require(
        model.probability(
          firstDay: shop.table.firstPurchase[row].day, lastDay: shop.table.lastPurchase[row].day,
          purchaseDays: Int(shop.table.purchaseDays[row]), asOf: InventedShop.asOf.day))
    }
    let listing = try inquiry.again(nil, count: 500)
    let chances = try (0..<shop.table.count).map { try chance($0, model) }
    let expected = chances.indices.sorted {
      (chances[$0], shop.table.monetary[$0]) > (chances[$1], shop.table.monetary[$1])
    }
    #expect(listing.ids == expected.map { shop.table.ids[$0] })
    #expect(listing.kind == .again(says: model.words) && model.words.hasPrefix("order only"))
    for (place, row) in listing.rows.enumerated() {
      guard case .buying(let rank, nil) = row.standing else {
        Issue.record("\(row.id) has a percentage")
        continue
      }
      #expect(rank == place + 1)
    }

    try shop.train(again: Self.passed)
    let first = try #require(try shop.inquiry().again(0, count: 1).rows.first)
    let row = try #require((0..<shop.table.count).first { shop.table.ids[$0] == first.id })
    guard case .buying(1, .some(let probability)) = first.standing else {
      Issue.record("\(first.standing)")
      return
    }
    #expect(probability == (try chance(row, Self.passed)))
    #expect(first.segment == "Best")

    let undated = try InventedShop(hasDates: false).inquiry()
    let problem = #expect(throws: Problem.self) { try undated.again(nil, count: 5) }
    #expect(problem?.message.contains("no dates") == true)
  }

  @Test("A list has it as a column: a place among all, or how likely where the check was passed")
  func againColumn() throws {
    func column(_ list: CustomerList) throws -> [String] {
      let sink = CollectedBytes()
      try list.write(as: .csv, to: sink, .still)
      #expect(sink.lines[0].hasSuffix(",what_to_do,buys_90d"))
      return sink.lines.dropFirst().map {
        String($0.split(separator: ",", omittingEmptySubsequences: false).last ?? "")
      }
    }
    let list = try inquiry.customers(withAgain: true)
    #expect(list.again?.note?.contains("order only") == true)
    let places = try column(list).map { Int($0) ?? 0 }
    let order = try inquiry.again(nil, count: 500).ids
    let byPlace = Dictionary(uniqueKeysWithValues: zip((0..<list.count).map { list.ids[$0] }, places))
    // Those who are as likely have the same place.
    #expect(order.compactMap { byPlace[$0] } == order.compactMap { byPlace[$0] }.sorted())
    #expect(places.min() == 1 && places.allSatisfy { (1...120).contains($0) })
    let some = try column(try inquiry.customers(["17004", "17000"], withAgain: true))
    #expect(some.map { Int($0) } == ["17004", "17000"].map { byPlace[$0] })

    try shop.train(again: Self.passed)
    let likely = try shop.inquiry().customers(withAgain: true)
    #expect(likely.again?.note == nil)
    #expect(try column(likely).allSatisfy { (0.0...1).contains(Double($0) ?? -1) })
    #expect(try shop.inquiry().customers().again == nil)
  }

  @Test("Pages have every customer once, in their order", arguments: CustomerPage.Order.allCases, [nil, 1])
  func pages(order: CustomerPage.Order, segment: Int?) throws {
    let all = segment.map { members[$0] } ?? Array(0..<shop.table.count)
    func value(_ row: Int) -> Double {
      switch order {
      case .customer: 0
      case .recency: Double(shop.table.recency[row])
      case .frequency: -Double(shop.table.frequency[row])
      case .monetary: -shop.table.monetary[row]
      }
    }
    var ids: [String] = []
    var next: CustomerPage.Bookmark?
    repeat {
      let page = try inquiry.page(of: segment, by: order, after: next, size: 7)
      #expect(page.count == all.count && page.list.count <= 7)
      ids += (0..<page.list.count).map { page.list.ids[$0] }
      next = page.next
    } while next != nil
    // The rows of the table stand in the order of the IDs.
    #expect(ids == all.sorted { (value($0), $0) < (value($1), $1) }.map { shop.table.ids[$0] })
  }

  @Test("Every list counts recency to the same moment of a day")
  func sameRecency() throws {
    let early = Timestamp(seconds: InventedShop.asOf.seconds + 3 * Timestamp.secondsPerDay + 60)
    let inquiry = try shop.inquiry(asOf: .moment(early))
    let rows = try inquiry.overdue(nil, count: 500).rows
    let list = try inquiry.customers(rows.map(\.id))
    #expect(rows.map(\.rfm) == list.rfm && !rows.isEmpty)
    for row in rows.prefix(9) {
      #expect(try inquiry.subject(customer: row.id).rfm == row.rfm)
    }
  }

  @Test("Every customer is in one segment, and the sums are those of all")
  func segments() throws {
    let groups = try #require(try inquiry.segments().groups)
    #expect(groups.map(\.customers) == members.map(\.count) + [0])
    let all = shop.table.monetary.reduce(0, +)
    #expect(abs(groups.reduce(0) { $0 + $1.monetary } - all) < 1e-6)
    let best = try inquiry.segment(0)
    #expect(best.customers == members[0].count)
    let recency = members[0].reduce(0) { $0 + Int(shop.table.recency[$1]) }
    #expect(try #require(best.means)[0] == Double(recency) / Double(members[0].count))
  }

  @Test("A question that is not wanted any more stops, with a kind of its own")
  func cancelled() throws {
    let asked = Atomic<Int>(0)
    let work = Work(
      now: { Timestamp(day: 14_005) }, isCancelled: { asked.wrappingAdd(1, ordering: .relaxed).newValue > 3 })
    let inquiry = try shop.inquiry(work: work)
    let problem = #expect(throws: Problem.self) { try inquiry.segments() }
    #expect(problem?.kind == .cancelled)
  }

  @Test("Find counts all and lists as many as are wanted")
  func find() throws {
    let found = try inquiry.find(matching: "1700", count: 4)
    #expect(found.count == 10)
    #expect(found.ids == ["17000", "17001", "17002", "17003"])
    #expect(try inquiry.ids(matching: "1700").count == 10)
    #expect(try inquiry.find(matching: "zzz", count: 4).count == 0)
  }
}
