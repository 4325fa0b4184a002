import Customers

/// What came of reading files: sales that were cleaned and summed up, or an RFM table that is used as it is.
public enum SalesResult: Sendable {
  /// Raw sales.
  case sales(SummedSales)
  /// Customers that were summed up elsewhere, and what was read.
  case table(RFMTable, SalesReport)
  /// An RFM table whose rows were handed to a sink as they were read.
  case passedOn(SalesReport)

  /// A row per customer; none where they were passed on.
  public var table: RFMTable {
    switch self {
    case .sales(let sales): sales.table
    case .table(let table, _): table
    case .passedOn: RFMTable()
    }
  }

  /// What was read and dropped, and what a person should know of it.
  public var report: SalesReport {
    switch self {
    case .sales(let sales): sales.report
    case .table(_, let report), .passedOn(let report): report
    }
  }

  /// The sales; nil for an RFM table, of which neither rows nor dates are known.
  public var sales: SummedSales? {
    if case .sales(let sales) = self { sales } else { nil }
  }
}

/// Sales that were cleaned and summed up.
public struct SummedSales: Sendable {
  /// A row per customer, in the byte order of the IDs.
  public let table: RFMTable
  /// What was read and dropped, and what a person should know of it.
  public internal(set) var report: SalesReport
  /// The rules that were used: never `auto`.
  public let cleaning: SalesOptions.Cleaning
  /// The first purchase that counts.
  public let from: Timestamp
  /// The observation date, to which recency is counted.
  public let asOf: Timestamp
  /// Under `Returns.net`: customers whose net is under half of what they bought.
  public let netUnderHalf: Int?
}
