import TestSupport

/// Sales of a shop that does not exist, in the shape of the real file, and what should come of them.
///
/// 120 customers of four kinds buy over the year 2010. Among their rows stand cancellations, rows without a
/// customer, postage, and invoices of other kinds.
struct InventedSales {
  struct Row {
    var invoice: String
    var stock: String
    var description: String
    var quantity: Int
    var minute: Int
    var pence: Int
    var customer: String

    var date: String { InventedSales.date(minute) }
    var price: String { InventedSales.decimal(pence) }
  }

  /// What a customer's rows come to under the rules for products.
  struct Customer: Equatable {
    var recency: Int
    var frequency: Int
    var pence: Int
    var first: String
    var last: String
  }

  static let header = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country"

  private(set) var rows: [Row] = []
  /// The moment of the last purchase that counts.
  private(set) var asOf = ""
  private(set) var customers: [String: Customer] = [:]
  /// Rows that the rules for products drop, by reason.
  private(set) var dropped: [String: Int] = [:]

  var kept: Int { rows.count - dropped.values.reduce(0, +) }

  init(seed: UInt64 = 7, customers count: Int = 120) {
    var random = RandomNumbers(seed: seed)
    for number in 0..<count {
      let kind = number % 4
      let invoices = [8, 5, 2, 1][kind] + random.below(3)
      let lastDay = 364 - [1, 20, 70, 220][kind] - random.below([10, 15, 40, 100][kind])
      for turn in 0..<invoices {
        let day = max(0, lastDay - turn * (10 + random.below(10)))
        addInvoice(of: String(13_000 + number * 7), on: day, kind: kind, &random)
      }
    }
    rows.sort { ($0.minute, $0.invoice) < ($1.minute, $1.invoice) }
    settle()
  }

  private mutating func addInvoice(of customer: String, on day: Int, kind: Int, _ random: inout RandomNumbers)
  {
    let minute = day * 1440 + 480 + random.below(540)
    let number = 489_434 + rows.count
    let invoice = String(number)
    func row(_ stock: String, _ description: String, _ quantity: Int, _ pence: Int) -> Row {
      Row(
        invoice: invoice, stock: stock, description: description, quantity: quantity, minute: minute,
        pence: pence, customer: customer)
    }
    for _ in 0..<(1 + random.below(3)) {
      let product = Self.products[random.below(Self.products.count)]
      rows.append(
        row(product.0, product.1, 1 + random.below(12), [900, 600, 400, 300][kind] + random.below(90)))
    }
    switch random.below(12) {
    case 0:
      var back = row("22423", "REGENCY CAKESTAND", -1, 1275)
      back.invoice = "C\(number + 300_000)"
      back.minute += 60
      rows.append(back)
    case 1: rows.append(row("POST", "POSTAGE", 1, 1800))
    case 2:
      var stray = row("85123A", "", 3, 295)
      stray.customer = ""
      rows.append(stray)
    case 3 where day % 2 == 0:
      var adjustment = row("84029G", "Adjust bad debt", 1, 5000)
      adjustment.invoice = "A\(number)"
      rows.append(adjustment)
    default: break
    }
  }

  /// Works out, in whole pence and minutes, what the program should find.
  private mutating func settle() {
    var last: [String: Int] = [:]
    var first: [String: Int] = [:]
    var pence: [String: Int] = [:]
    var invoices: [String: Set<String>] = [:]
    for row in rows {
      guard let reason = Self.reason(row) else {
        last[row.customer] = max(last[row.customer] ?? 0, row.minute)
        first[row.customer] = min(first[row.customer] ?? .max, row.minute)
        pence[row.customer, default: 0] += row.quantity * row.pence
        invoices[row.customer, default: []].insert(row.invoice)
        continue
      }
      dropped[reason, default: 0] += 1
    }
    let end = last.values.max() ?? 0
    asOf = Self.date(end)
    for (id, minute) in last {
      customers[id] = Customer(
        recency: (end - minute) / 1440, frequency: invoices[id]?.count ?? 0, pence: pence[id] ?? 0,
        first: Self.date(first[id] ?? 0), last: Self.date(minute))
    }
  }

  private static func reason(_ row: Row) -> String? {
    if row.customer.isEmpty { return "missing customer" }
    if row.invoice.hasPrefix("C") { return "cancelled invoice" }
    if row.invoice.hasPrefix("A") { return "other invoice" }
    return row.stock == "POST" ? "not a product" : nil
  }

  // MARK: - Text

  /// The file, in the layout of the real one.
  var csv: String {
    ([Self.header] + rows.map(Self.line)).joined(separator: "\n") + "\n"
  }

  static func line(_ row: Row) -> String {
    [
      row.invoice, row.stock, quoted(row.description), String(row.quantity), row.date, row.price,
      row.customer,
      "United Kingdom",
    ].joined(separator: ",")
  }

  /// A quote in the middle of a field is text, so `12" PLATE` needs none around it.
  private static func quoted(_ text: String) -> String {
    guard text.contains(",") || text.contains("\n") || text.hasPrefix("\"") else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  /// `2010-03-05 08:26:00` of a minute of the year 2010.
  static func date(_ minute: Int) -> String {
    var day = minute / 1440
    var month = 0
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    while month < 11, day >= lengths[month] {
      day -= lengths[month]
      month += 1
    }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return "2010-\(two(month + 1))-\(two(day + 1)) \(two(minute / 60 % 24)):\(two(minute % 60)):00"
  }

  /// 12.05 of 1205.
  static func decimal(_ pence: Int) -> String {
    "\(pence < 0 ? "-" : "")\(abs(pence) / 100).\(abs(pence) % 100 < 10 ? "0" : "")\(abs(pence) % 100)"
  }

  /// With POST, which is none, one stock code of 31 is no product.
  private static let products: [(String, String)] =
    [
      ("85048", "15CM CHRISTMAS GLASS BALL 20 LIGHTS"), ("22041", "RECORD FRAME 7\" SINGLE SIZE"),
      ("79323P", "PINK CHERRY LIGHTS"), ("21232", "STRAWBERRY CERAMIC TRINKET BOX, SMALL"),
      ("20615", "\"BLUE\" POLKADOT, PASSPORT COVER"), ("84879", "ASSORTED COLOUR\nBIRD ORNAMENT"),
      ("47566B", "12\" PLATE"), ("22423", "REGENCY CAKESTAND"), ("85123A", "WHITE HANGING HEART"),
      ("84029G", "KNITTED UNION FLAG HOT WATER BOTTLE"),
    ] + (0..<20).map { (String(21_500 + $0), "PAPER CHAIN KIT \($0)") }
}
