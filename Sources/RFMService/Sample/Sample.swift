import Tabular

/// Invented sales to try things on: a year of a giftware shop.
///
/// The same customers, rows and seed give the same bytes on every machine.
public struct Sample: Sendable {
  /// The most rows that are written.
  public static let mostRows = 1_000_000_000

  /// How many customers buy; each has a row at least.
  public let customers: Int
  /// How many rows are written, the header apart.
  public let rows: Int
  /// Another seed gives other sales.
  public let seed: UInt64

  /// - Throws: `Problem` where there are no customers, or more than rows, or more rows than `mostRows`.
  public init(customers: Int = 4_000, rows: Int = 500_000, seed: UInt64 = 42) throws(Problem) {
    guard customers >= 1, customers <= rows, rows <= Self.mostRows else {
      throw Problem(
        "\(customers) customers and \(rows) rows: one customer at least, a row for each, and at most \(Self.mostRows)"
      )
    }
    self.customers = customers
    self.rows = rows
    self.seed = seed
  }

  /// Writes the sales as CSV, in the order of time. Memory is for the customers and does not grow with the rows.
  public func write(to sink: any ByteSink, _ work: Work) throws(Problem) {
    var sales = SampleSales(customers: customers, rows: rows, seed: seed)
    let buffer = ByteBuffer()
    buffer.append(SampleSales.header + "\n")
    while !sales.isDone {
      sales.writeInvoice(to: buffer)
      guard buffer.isFull || sales.isDone else { continue }
      try work.check()
      guard try sink.write(buffer.content) else { break }
      buffer.clear()
      work.count("writing", sales.rowsWritten, of: rows)
    }
    work.progress(.finished)
    try sink.finish()
  }
}
