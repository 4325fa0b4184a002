import Customers
import Synchronization
import Tabular
import TestSupport
import Testing

@testable import Transactions

/// Sales that are read by a layout.
@Suite struct LayoutSalesTests {
  private static let header =
    "Name,Email,Financial Status,Total,Refunded Amount,Created at,Lineitem quantity,Lineitem price,Notes"

  private static func read(
    _ files: [String], layouts: [String] = ["shopify"], threads: Int = 1, blockSize: Int? = nil,
    _ configure: (inout SalesOptions) -> Void = { _ in }
  ) throws -> SalesResult {
    let known = try layouts.map(ShippedLayouts.layout)
    return try readSales(files.map { Array($0.utf8) }, threads: threads, blockSize: blockSize) {
      $0.layout = .among(known)
      configure(&$0)
    }
  }

  /// A file of orders, and what its customers come to, computed apart.
  private struct Invented {
    var text = LayoutSalesTests.header
    /// By customer: orders, and cents.
    var truth: [String: (orders: Int, cents: Int)] = [:]

    /// - Parameter returning: whether some lines stand far behind the others of their order.
    init(orders: Int, lineBreak: String = "\n", returning: Bool = false) {
      var random = RandomNumbers(seed: 11)
      func below(_ limit: Int) -> Int { random.below(limit) }
      var late: [String] = []
      text += lineBreak
      for order in 1...orders {
        let who = "p\(below(40))@example.com"
        let cents = 100 + below(9000)
        let total = "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
        let isPaid = below(10) > 0
        let refund = [0, 0, 0, 50, cents][below(5)]
        let back = "\(refund / 100).\(refund % 100 < 10 ? "0" : "")\(refund % 100)"
        let day = "2024-0\(1 + below(9))-1\(below(10)) 08:0\(below(10)):00"
        let note = below(4) == 0 ? "\"ring, \"\"twice\"\"\(lineBreak)please\"" : ""
        let state = isPaid ? "paid" : "pending"
        text += "#\(order),\(who),\(state),\(total),\(back),\(day),1,5.00,\(note)\(lineBreak)"
        for _ in 0..<below(4) {
          if returning && below(3) == 0 {
            late.append("#\(order),\(who),\(state),\(total),\(back),\(day),1,5.00,\(lineBreak)")
          } else {
            text += "#\(order),\(who),,,,\(day),2,5.00,\(lineBreak)"
          }
        }
        if isPaid {
          let isRefunded = refund == cents
          truth[who, default: (0, 0)].orders += isRefunded ? 0 : 1
          truth[who, default: (0, 0)].cents += cents - refund
        }
      }
      for line in late.reversed() { text += line }
      truth = truth.filter { $0.value.orders > 0 }
    }
  }

  private static func expect(_ result: SalesResult, _ truth: [String: (orders: Int, cents: Int)]) {
    #expect(result.ids.sorted() == truth.keys.sorted())
    for (id, want) in truth {
      #expect(result[id]?.frequency == want.orders, "\(id)")
      #expect(result[id]?.monetary == Double(want.cents) / 100, "\(id)")
    }
  }

  @Test(
    "Orders come to the same wherever blocks are cut, on any number of threads",
    arguments: [("\n", false), ("\r\n", false), ("\n", true), ("\r\n", true)])
  func blocksAndThreads(lineBreak: String, returning: Bool) throws {
    let invented = Invented(orders: 400, lineBreak: lineBreak, returning: returning)
    let whole = try Self.read([invented.text])
    Self.expect(whole, invented.truth)
    for blockSize in [200, 777, 4096] {
      for threads in [1, 2, 3] {
        let result = try Self.read([invented.text], threads: threads, blockSize: blockSize)
        #expect(result.fingerprint == whole.fingerprint, "\(threads) threads, blocks of \(blockSize)")
      }
    }
  }

  @Test("An order that goes on over many blocks has the customer of its first line")
  func longOrder() throws {
    let lines = String(repeating: "#1,,,,,,1,1.00,\n", count: 500)
    let text = "\(Self.header)\n#1,ann@example.com,paid,9.50,0.00,2024-01-02,1,1.00,\n\(lines)"
    for threads in [1, 2, 3] {
      let result = try Self.read([text], threads: threads, blockSize: 256)
      #expect(result["ann@example.com"] == ReadCustomer(recency: 0, frequency: 1, monetary: 9.5))
      #expect(result.report.rowsKept == 501)
    }
  }

  @Test("An order none of whose lines has an amount is named by its line, or passed over")
  func noAmount() throws {
    let text = """
      \(Self.header)
      #1,ann@example.com,paid,9.50,0.00,2024-01-02,1,1.00,
      #2,bob@example.com,paid,,0.00,2024-01-02,1,1.00,
      #2,bob@example.com,,,,2024-01-02,1,1.00,
      """
    let error = #expect(throws: TabularError.self) { try Self.read([text]) }
    #expect(error?.line == 3 && error?.message.contains("Total is empty") ?? false)
    let result = try Self.read([text]) { $0.skipsBadRows = true }
    #expect(result.ids == ["ann@example.com"])
    #expect(result.dropped == ["bad row": 2])
  }

  @Test("Two amounts of one order are said, whatever thread has read them")
  func twoAmounts() throws {
    let other = "#1,ann@example.com,paid,7.00,0.00,2024-01-02,1,1.00,\n"
    let between = (2..<60).map { "#\($0),bob@example.com,paid,1.00,0.00,2024-01-02,1,1.00,\n" }.joined()
    let text = "\(Self.header)\n" + other.replacing("7.00", with: "9.50") + between + other
    for threads in [1, 2] {
      let result = try Self.read([text], threads: threads, blockSize: 256)
      #expect(result["ann@example.com"]?.monetary == 9.5)
      #expect(result.report.notes.contains("1 order has more than one Total; the first counts"))
    }
  }

  // MARK: Several files

  @Test("A refund in next month's file is taken from the order in this month's")
  func returnsOfOtherFiles() throws {
    let header = "Datum,Belegnummer,Kundennummer,Kunde,Belegart,Status,Bruttobetrag\n"
    var own = Layout(
      name: "till", title: "A till",
      recognise: Layout.Recognition(headers: [["Belegnummer"], ["Bruttobetrag"]]),
      columns: [
        .customer: ["Kundennummer"], .invoice: ["Belegnummer"], .date: ["Datum"], .amount: ["Bruttobetrag"],
      ])
    own.dateOrder = .dmy
    let june = header + "01.06.2024,R1,7,Ann,Rechnung,,100.00\n02.06.2024,R2,7,Ann,Rechnung,,50.00\n"
    let july = header + "03.07.2024,R1,,,Gutschrift,,-100.00\n04.07.2024,R3,8,Bob,Rechnung,,10.00\n"
    for files in [[june, july], [july, june]] {
      let result = try readSales(files.map { Array($0.utf8) }) { $0.layout = .among([own]) }
      #expect(result["7"]?.frequency == 1 && result["7"]?.monetary == 50)
      #expect(result.report.notes.contains { $0.contains("1 refund subtracted, 100.00; 1 order refunded") })
      #expect(result.dropped.isEmpty)
    }
  }

  @Test("Each file keeps its own rules of cleaning, whatever stands in the others")
  func ownRules() throws {
    let shopify = "\(Self.header)\n#1,ann@example.com,paid,9.50,0.00,2024-01-02,1,1.00,\n"
    let plain = "customer,invoice,date,quantity,price\nbob,1,2024-01-02,0,5\nbob,2,2024-01-02,2,5\n"
    for files in [[shopify, plain], [plain, shopify]] {
      let result = try Self.read(files)
      #expect(result["bob"]?.frequency == 1, "a quantity of 0 is dropped by the rules for sales")
      #expect(result["ann@example.com"]?.monetary == 9.5)
      #expect(result.dropped == ["quantity": 1])
    }
  }

  @Test("An order that stands in two files counts once, on any number of threads")
  func countsOnce() throws {
    let invented = Invented(orders: 120)
    let lines = invented.text.split(separator: "\n", omittingEmptySubsequences: false)
    for threads in [1, 2] {
      let result = try Self.read([invented.text, invented.text], threads: threads, blockSize: 512) {
        $0.countsOnce = true
      }
      Self.expect(result, invented.truth)
      #expect(lines.count > 120 && result.dropped["in another file"] ?? 0 > 0)
    }
    let plain = "customer,invoice,date,amount\nann,1,2024-01-02,5\nann,2,2024-01-03,6\n"
    let twice = try readSales(plain, plain.replacing("6\n", with: "7\n")) { $0.countsOnce = true }
    #expect(twice["ann"]?.monetary == 18, "an order with another amount is another order")
  }

  // MARK: Totals

  @Test("A row at the end that adds the others up is left out of a file of any length")
  func totals() throws {
    let rows = (1...900).map { "k\($0 % 7),R\($0),2024-01-02,1.50\n" }.joined()
    let text = "customer,invoice,date,amount\n\(rows)Summe,,,1350.00\n"
    for blockSize in [64, 997, 128 * 1024] {
      for threads in [1, 2] {
        let result = try readSales(text, threads: threads, blockSize: blockSize)
        #expect(result.ids == (0..<7).map { "k\($0)" })
        #expect(result.report.rowsRead == 900)
        #expect(result.report.notes.contains { $0.contains("adds the others up") })
      }
    }
    let unnamed = try readSales(text.replacing("Summe,,,", with: ",,2024-01-31,"))
    #expect(unnamed.report.rowsRead == 900 && unnamed.dropped.isEmpty)
    let ragged = try readSales(text.replacing("Summe,,,1350.00", with: "Summe,1350.00"))
    #expect(ragged.report.rowsRead == 900)
    let other = try readSales(text.replacing("Summe,,,1350.00", with: ",,2024-01-31,7.00"))
    #expect(other.dropped == ["missing customer": 1])
  }

  @Test("A block that ends with the file is known for the last one")
  func totalsAtTheEndOfABlock() throws {
    let text = "customer,invoice,date,amount\n" + String(repeating: "ann,R1,2024-01-02,1.50\n", count: 40)
    for blockSize in 40..<120 {
      let result = try readSales(text + "Total,,,60.00\n", threads: 2, blockSize: blockSize)
      #expect(result.ids == ["ann"], "blocks of \(blockSize)")
    }
  }

  // MARK: What is typed

  @Test("What is said wins over the layout, even where it is the default")
  func said() throws {
    let text = """
      \(Self.header)
      #1,ann@example.com,paid,9.50,0.00,2024-01-02,1,1.00,
      #2,ann@example.com,paid,-4.00,0.00,2024-01-03,1,1.00,
      """
    #expect(try Self.read([text])["ann@example.com"]?.monetary == 5.5)
    let ignored = try Self.read([text]) { $0.areReturnsGiven = true }
    #expect(ignored["ann@example.com"]?.monetary == 9.5)
    #expect(ignored.dropped == ["return": 1])
    let cleaned = try Self.read([text]) { $0.isCleaningGiven = true }
    #expect(cleaned.sales?.cleaning == .sales)
    #expect(cleaned.dropped == ["negative amounts (refunds)": 1])
  }

  @Test("What was said stands in the options of a model")
  func saidInModel() throws {
    var options = SalesOptions()
    options.layout = .among([try ShippedLayouts.layout("shopify")])
    (options.isCleaningGiven, options.areReturnsGiven) = (true, true)
    #expect(try SalesOptions(reading: options.json) == options)
  }

  // MARK: Rows that are kept

  @Test("The rows that are kept need no layout to come to the same figures")
  func cleaned() throws {
    let invented = Invented(orders: 200, returning: true)
    let extra = """
      C900,p1@example.com,paid,8.00,0.00,2024-05-01,1,1.00,
      #901,p2@example.com,paid,-3.00,0.00,2024-05-01,1,1.00,

      """
    let sources = [RowSource.bytes(Array((invented.text + extra).utf8), named: "orders.csv")]
    for frequency in [FrequencyUnit.invoices, .lines, .days] {
      var options = SalesOptions()
      options.layout = .among([try ShippedLayouts.layout("shopify")])
      options.frequency = frequency
      let result = try SalesReader(options: options, threads: 2).read(sources)
      let sales = try #require(result.sales)
      try CleanedSales.check(sources, sheets: [], options: options)
      var text: [UInt8] = []
      try CleanedSales(sources, sheets: [], options: options, of: sales)
        .write {
          text += Array($0)
        } progress: { _ in
        }
      let again = try readSales([text]) { $0.frequency = frequency }
      #expect(again.ids == result.ids)
      for id in result.ids {
        #expect(again[id] == result[id], "\(id)")
        #expect(again.firstAndLast(id) == result.firstAndLast(id), "\(id)")
      }
    }
  }

  // MARK: Stopped

  @Test("Reading stops before the next block when it is not wanted any more", arguments: [1, 2])
  func stopped(threads: Int) throws {
    let invented = Invented(orders: 2000)
    let plain = "customer,invoice,date,amount\n" + String(repeating: "ann,R1,2024-01-02,1.50\n", count: 9000)
    let table = "customer,recency,frequency,monetary\n" + (1...9000).map { "k\($0),1,2,3\n" }.joined()
    for text in [invented.text, plain, table] {
      let asked = Atomic<Int>(0)
      var options = SalesOptions()
      options.layout = .among([try ShippedLayouts.layout("shopify")])
      var reader = SalesReader(options: options, threads: threads)
      reader.blockSize = 1024
      reader.isCancelled = { asked.add(1, ordering: .relaxed).newValue > 5 }
      let stopping = reader
      #expect(throws: TabularError.self) {
        try stopping.read([.bytes(Array(text.utf8), named: "long.csv")])
      }
      #expect(asked.load(ordering: .relaxed) < 12)
    }
  }
}
