import Customers
import Foundation
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

  @Test("Overdue is by recency over the customer's own mean gap; without dates it says that it cannot tell")
  func overdue() throws {
    let ratios = try inquiry.overdue(nil, count: 500).rows.compactMap { row -> Double? in
      guard case .late(let ratio, let gap) = row.standing else { return nil }
      #expect(abs(ratio - Double(row.rfm.recency) / gap) < 1e-9)
      return ratio
    }
    #expect(ratios == ratios.sorted(by: >) && !ratios.isEmpty)
    let undated = try InventedShop(hasDates: false).inquiry()
    #expect(throws: Problem.self) { try undated.overdue(nil, count: 5) }
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
