import Tabular
import Testing

@testable import Transactions

/// Reads some texts as the files of one run.
func readSales(
  _ texts: String..., threads: Int = 1, blockSize: Int? = nil,
  options configure: (inout SalesOptions) -> Void = { _ in }
) throws -> SalesResult {
  try readSales(texts.map { Array($0.utf8) }, threads: threads, blockSize: blockSize, options: configure)
}

func readSales(
  _ files: [[UInt8]], threads: Int = 1, blockSize: Int? = nil,
  options configure: (inout SalesOptions) -> Void = { _ in }
) throws -> SalesResult {
  var options = SalesOptions()
  configure(&options)
  var reader = SalesReader(options: options, threads: threads)
  if let blockSize { reader.blockSize = blockSize }
  return try reader.read(files.enumerated().map { .bytes($1, named: "sales-\($0 + 1).csv") })
}

/// The message of the error that reading ends with, as a person sees it behind the file's name.
func refusal(
  _ texts: String..., threads: Int = 1, blockSize: Int? = nil, at location: SourceLocation = #_sourceLocation,
  options configure: (inout SalesOptions) -> Void = { _ in }
) -> (line: Int?, message: String) {
  let error = #expect(throws: TabularError.self, sourceLocation: location) {
    try readSales(texts.map { Array($0.utf8) }, threads: threads, blockSize: blockSize, options: configure)
  }
  return (error?.line, error?.message ?? "")
}

/// One customer of a table, as a test looks at it.
struct ReadCustomer: Equatable, Sendable {
  var recency: Int
  var frequency: Int
  var monetary: Double
}

extension SalesResult {
  var ids: [String] { (0..<table.count).map { table.ids[$0] } }

  private func row(_ id: String) -> Int? { (0..<table.count).first { table.ids[$0] == id } }

  subscript(id: String) -> ReadCustomer? {
    row(id).map {
      ReadCustomer(
        recency: Int(table.recency[$0]), frequency: Int(table.frequency[$0]), monetary: table.monetary[$0])
    }
  }

  /// The exact revenue of a customer, as text.
  func revenue(_ id: String) -> String? { row(id).map { table.revenue(of: [$0]).description } }

  func firstAndLast(_ id: String) -> [String]? {
    row(id).map { [table.firstPurchase[$0].description, table.lastPurchase[$0].description] }
  }

  func purchaseDays(_ id: String) -> Int? { row(id).map { Int(table.purchaseDays[$0]) } }

  var dropped: [String: Int] {
    Dictionary(uniqueKeysWithValues: report.dropped.map { ($0.reason.name, $0.rows) })
  }

  /// Everything that must not depend on threads, blocks or the order of rows.
  var fingerprint: [String] {
    let rows = (0..<table.count).map { row in
      let dates =
        table.hasDates
        ? "\(table.firstPurchase[row]) \(table.lastPurchase[row]) \(table.purchaseDays[row]) \(table.firstHalf.purchaseDays[row]) \(table.firstHalf.lastDays[row])"
        : ""
      return
        "\(table.ids[row])|\(table.recency[row])|\(table.frequency[row])|\(table.monetary[row].bitPattern)|\(table.revenue[row])|\(dates)"
    }
    return rows + [
      "\(table.revenueScale) \(report.rowsRead) \(report.rowsKept) \(dropped.sorted { $0.key < $1.key })",
      "\(String(describing: sales?.asOf)) \(String(describing: sales?.from)) \(String(describing: sales?.netUnderHalf))",
      report.notes.joined(separator: "\n"),
    ]
  }
}
