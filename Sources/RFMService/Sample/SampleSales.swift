import Segmentation
import Tabular

/// Invented sales of the shape of the "Online Retail" files, in the order of time, an invoice at a time.
///
/// The same options give the same bytes on every machine: no number goes through anything but whole numbers,
/// additions, multiplications, divisions and square roots of IEEE 754. Memory is for the customers; it does not
/// grow with the rows.
struct SampleSales {
  static let header = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country"

  /// A line that was sold to a customer, and may come back.
  private struct Sold {
    var customer: Int
    var product: Int
    var quantity: Int
  }

  private let rows: Int
  private let meanLines: Double
  private var random: SeededGenerator
  private let catalogue: SampleCatalogue
  private var customers: SampleCustomers
  private var calendar: SampleCalendar
  private var row = 0
  private var invoice = 536_365
  private var sold: [Sold] = []
  private var oldest = 0

  // What the lines of one invoice have in common.
  private var number: [UInt8] = []
  private let moment = ByteBuffer()
  private let tail = ByteBuffer()

  private static let rememberedLines = 4096

  init(customers: Int, rows: Int, seed: UInt64) {
    self.rows = rows
    random = SeededGenerator(seed: seed)
    catalogue = SampleCatalogue(seed: seed)
    self.customers = SampleCustomers(count: customers)
    calendar = SampleCalendar(rows: rows)
    // About six invoices for each customer, of eighteen lines where there are rows enough.
    meanLines = min(18, max(1, Double(rows) / Double(6 * customers)))
  }

  var isDone: Bool { row >= rows }
  var rowsWritten: Int { row }

  /// Rows that are not needed for the customers who have yet to come.
  private var spare: Int { rows - row - customers.missing }

  /// Adds the lines of the next invoice.
  mutating func writeInvoice(to buffer: ByteBuffer) {
    let draw = random.index(below: 1000)
    if customers.missing > 0, spare <= 0 || customers.isDue(Double(row) / Double(rows)) {
      let (customer, kind) = customers.arrive(&random)
      return writeSale(to: customer, kind, buffer)
    }
    // Of 1,000 invoices.
    if draw < 130, !sold.isEmpty { return writeCancellation(buffer) }
    if draw < 200 { return writeSaleWithoutCustomer(buffer) }
    if draw < 232 { return writeLoss(buffer) }
    if draw == 232, random.index(below: 30) == 0 { return writeBadDebt(buffer) }
    guard let (customer, kind) = customers.buyer(&random) else { return writeSaleWithoutCustomer(buffer) }
    writeSale(to: customer, kind, buffer)
  }

  // MARK: - Kinds of invoices

  private mutating func writeSale(to customer: Int, _ kind: SampleCustomers.Kind, _ buffer: ByteBuffer) {
    let lines = lines(kind == .wholesaler ? 1.6 * meanLines : meanLines)
    begin("", customer)
    for _ in 0..<lines {
      let product = drawnProduct()
      let quantity = drawnQuantity(kind)
      writeLine(catalogue.products[product], quantity, isBulk: quantity >= 24, buffer)
      remember(Sold(customer: customer, product: product, quantity: quantity))
    }
    guard spare > 0 else { return }
    if customers.isAbroad(customer), random.index(below: 2) == 0 {
      writeLine(catalogue.postage, 1 + random.index(below: 4), isBulk: false, buffer)
    } else if random.index(below: 60) == 0 {
      let place = random.unit()
      let fee = catalogue.fees[Int(Double(catalogue.fees.count) * place * place * place)]
      writeLine(fee, 1 + random.index(below: 3), isBulk: false, buffer)
    }
  }

  /// Gives back some of what was bought before, up to four lines of one customer.
  private mutating func writeCancellation(_ buffer: ByteBuffer) {
    let first = random.index(below: sold.count)
    let customer = sold[first].customer
    begin("C", customer)
    if random.index(below: 100) == 0 { return writeLine(catalogue.discount, -1, isBulk: false, buffer) }
    let lines = max(1, min(1 + random.index(below: 4), spare))
    for back in sold[first...].prefix(lines).prefix(while: { $0.customer == customer }) {
      let quantity = random.index(below: 3) == 0 ? back.quantity : 1 + random.index(below: back.quantity)
      writeLine(catalogue.products[back.product], -quantity, isBulk: back.quantity >= 24, buffer)
    }
  }

  /// From the web shop: nobody is known, and all is dearer and in ones and twos.
  private mutating func writeSaleWithoutCustomer(_ buffer: ByteBuffer) {
    begin("", nil)
    for _ in 0..<lines(3.4 * meanLines) {
      writeLine(catalogue.products[drawnProduct()], 1 + random.index(below: 4), isBulk: false, buffer)
    }
    if spare > 0, random.index(below: 5) == 0 { writeLine(catalogue.webPostage, 1, isBulk: false, buffer) }
  }

  /// Stock that is written off: no customer, no price, often no description.
  private mutating func writeLoss(_ buffer: ByteBuffer) {
    begin("", nil)
    let product = catalogue.products[drawnProduct()]
    buffer.append(number)
    product.cells.withUnsafeBufferPointer { cells in
      let code = cells.dropFirst().prefix { $0 != UInt8(ascii: ",") }
      buffer.append(UnsafeBufferPointer(rebasing: cells[0...code.endIndex]))
    }
    buffer.append(catalogue.losses[random.index(below: catalogue.losses.count)])
    buffer.append(UInt8(ascii: ","))
    endLine(-1 - random.index(below: 60), Self.noPrice, buffer)
  }

  private mutating func writeBadDebt(_ buffer: ByteBuffer) {
    begin("A", nil)
    writeLine(catalogue.badDebt, 1, isBulk: false, buffer)
  }

  private static let noPrice = Array("0.0".utf8)

  // MARK: - Draws

  /// How many lines an invoice has: a Pareto law of index 2 with this mean, as far as rows can be spared.
  private mutating func lines(_ mean: Double) -> Int {
    let tail = 1 / (1 - random.unit()).squareRoot() - 1
    let lines = 1 + Int((mean - 1) * min(tail, 30) + 0.5)
    return max(1, min(lines, spare))
  }

  private mutating func drawnProduct() -> Int {
    let place = random.unit()
    return Int(Double(catalogue.products.count) * place * place)
  }

  private static let ones = [1, 1, 1, 2, 2, 3, 4, 6, 6, 8, 12]
  private static let packs = [1, 2, 3, 4, 6, 6, 8, 10, 12, 12, 12, 16, 24, 24, 25, 36]
  private static let cartons = [6, 12, 12, 12, 12, 24, 24, 24, 36, 48, 72]

  private mutating func drawnQuantity(_ kind: SampleCustomers.Kind) -> Int {
    let usual =
      switch kind {
      case .wholesaler: Self.cartons
      case .regular: Self.packs
      case .occasional: Self.ones
      }
    let quantity = usual[random.index(below: usual.count)]
    // One line of 200 is far larger than usual.
    guard random.index(below: 200) == 0 else { return quantity }
    return min(12_000, Int(Double(quantity) / (1 - random.unit()).squareRoot() * 2))
  }

  private mutating func remember(_ line: Sold) {
    if sold.count < Self.rememberedLines {
      sold.append(line)
    } else {
      sold[oldest] = line
      oldest = (oldest + 1) % Self.rememberedLines
    }
  }

  // MARK: - Lines

  /// - Parameter customer: nil for nobody.
  private mutating func begin(_ prefix: String, _ customer: Int?) {
    number = Array("\(prefix)\(invoice)".utf8)
    // A shop's invoices have six digits: after the last they begin again.
    invoice = invoice == 999_999 ? 100_000 : invoice + 1
    moment.clear()
    moment.append(UInt8(ascii: ","))
    moment.append(calendar.moment(ofRow: row))
    moment.append(UInt8(ascii: ","))
    tail.clear()
    tail.append(UInt8(ascii: ","))
    if let customer { tail.append(customers.id(customer)) }
    tail.append(UInt8(ascii: ","))
    tail.append(customer.map(customers.country) ?? SampleCustomers.home)
    tail.append(UInt8(ascii: "\n"))
  }

  @inline(__always)
  private mutating func writeLine(
    _ product: SampleCatalogue.Product, _ quantity: Int, isBulk: Bool, _ buffer: ByteBuffer
  ) {
    buffer.append(number)
    buffer.append(product.cells)
    endLine(quantity, isBulk ? product.bulkPrice : product.price, buffer)
  }

  @inline(__always)
  private mutating func endLine(_ quantity: Int, _ price: [UInt8], _ buffer: ByteBuffer) {
    buffer.append(quantity)
    buffer.append(moment.content.bindMemory(to: UInt8.self))
    buffer.append(price)
    buffer.append(tail.content.bindMemory(to: UInt8.self))
    row += 1
  }
}
