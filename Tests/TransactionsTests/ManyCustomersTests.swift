import TestSupport
import Testing

@testable import Transactions

/// So many customers that threads share out the merging, the sorting and the joining, too.
@Suite("Many customers") struct ManyCustomersTests {
  private static let customers = 20_000

  /// Some IDs are longer than a word of memory, some have the decimals that a data frame writes.
  private static func id(_ customer: Int) -> String {
    customer % 3 == 0 ? "customer-\(customer)" : String(10_000 + customer)
  }

  /// Each customer has bought twice, on two days, for 1.25 and for their number; one row in four takes nothing
  /// with it, since it has no customer.
  private static let sales: String = {
    var random = RandomNumbers(seed: 5)
    var rows: [String] = []
    for customer in 0..<customers {
      let suffix = customer % 3 == 1 ? ".0" : ""
      rows.append("\(customer),2011-03-01 10:00:00,1,1.25,\(id(customer))\(suffix)")
      rows.append("\(customers + customer),2011-03-05 11:30:00,\(customer + 1),1,\(id(customer))")
      if customer % 2 == 0 { rows.append("\(2 * customers + customer),2011-03-02 09:00:00,1,9.5,") }
    }
    return "invoice,date,quantity,price,customer\n" + rows.shuffled(using: &random).joined(separator: "\n")
      + "\n"
  }()

  @Test(arguments: [1, 2, 3])
  func areEachSummedUpOnWhateverThreads(threads: Int) throws {
    let result = try readSales(Self.sales, threads: threads, blockSize: 32 * 1024) { $0.asOf = .nextDay }
    #expect(result.table.count == Self.customers)
    #expect(result.table.frequency.allSatisfy { $0 == 2 })
    #expect(result.table.purchaseDays.allSatisfy { $0 == 2 })
    #expect(result.table.recency.allSatisfy { $0 == 1 })
    let ids = result.ids
    #expect(ids == ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    var revenue: [String: Int128] = [:]
    for customer in 0..<Self.customers { revenue[Self.id(customer)] = Int128(customer + 1) * 100 + 125 }
    #expect(zip(ids, result.table.revenue).allSatisfy { revenue[$0] == $1 })
    #expect(Set(ids).count == Self.customers)
  }

  @Test func whoOnlyGaveThingsBackLeaveNoGap() throws {
    let returns = (0..<5_000).map { "C\($0),2011-03-06 10:00:00,-1,1,only-\($0)" }.joined(separator: "\n")
    func net(_ threads: Int) throws -> SalesResult {
      try readSales(Self.sales + returns + "\n", threads: threads, blockSize: 32 * 1024) { $0.returns = .net }
    }
    let (one, two) = (try net(1), try net(2))
    #expect(two.table.count == Self.customers)
    #expect(two.fingerprint == one.fingerprint)
  }
}
