#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The IDs of many customers in one piece of memory: no String per customer.
public struct IDColumn: Sendable {
  @usableFromInline var bytes: [UInt8] = []
  @usableFromInline var ends: [Int] = []

  /// A column without IDs.
  public init() {}

  /// IDs that stand one behind the other, and where each ends.
  public init(bytes: UnsafeBufferPointer<UInt8>, ends: UnsafeBufferPointer<Int>) {
    self.bytes = Array(bytes)
    self.ends = Array(ends)
  }

  /// How many IDs there are.
  @inlinable public var count: Int { ends.count }

  /// Makes room for so many IDs of so many bytes in all.
  public mutating func reserve(ids: Int, bytes byteCount: Int) {
    ends.reserveCapacity(ids)
    bytes.reserveCapacity(byteCount)
  }

  /// Adds an ID by its UTF-8.
  @inlinable
  public mutating func append(_ id: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: id)
    ends.append(bytes.count)
  }

  /// Adds an ID.
  public mutating func append(_ id: String) {
    bytes.append(contentsOf: id.utf8)
    ends.append(bytes.count)
  }

  /// Adds all of another column at the end.
  public mutating func append(_ other: IDColumn) {
    let start = bytes.count
    bytes += other.bytes
    ends += other.ends.lazy.map { start + $0 }
  }

  /// The ID in a row as a String of its own; `withBytes(of:)` makes none.
  public subscript(index: Int) -> String {
    withBytes(of: index) { String(decoding: $0, as: UTF8.self) }
  }

  /// Below 0, 0 or above 0: an ID comes before one of another column in byte order, is the same, or follows it.
  @inlinable @inline(__always)
  public func order(of index: Int, to other: IDColumn, at otherIndex: Int) -> Int {
    withBytes(of: index) { own in
      other.withBytes(of: otherIndex) { theirs in
        guard let a = own.baseAddress, let b = theirs.baseAddress else { return own.count - theirs.count }
        let order = memcmp(a, b, min(own.count, theirs.count))
        return order == 0 ? own.count - theirs.count : Int(order)
      }
    }
  }

  /// The UTF-8 of all IDs, each in the place where it is as long as `body` runs.
  public struct Texts {
    @usableFromInline let bytes: UnsafeBufferPointer<UInt8>
    @usableFromInline let ends: UnsafeBufferPointer<Int>

    @inlinable
    init(bytes: UnsafeBufferPointer<UInt8>, ends: UnsafeBufferPointer<Int>) {
      self.bytes = bytes
      self.ends = ends
    }

    /// How many IDs there are.
    @inlinable public var count: Int { ends.count }
    /// Bytes of all IDs together.
    public var byteCount: Int { bytes.count }

    /// The UTF-8 of the ID in a row.
    @inlinable @inline(__always)
    public subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
      let start = index == 0 ? 0 : ends[index - 1]
      return UnsafeBufferPointer(rebasing: bytes[start..<ends[index]])
    }
  }

  /// All IDs at once, without a copy.
  @inlinable
  public func withTexts<Result, Failure: Error>(
    _ body: (Texts) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try bytes.withUnsafeBufferPointer { bytes throws(Failure) in
      try ends.withUnsafeBufferPointer { ends throws(Failure) in
        try body(Texts(bytes: bytes, ends: ends))
      }
    }
  }

  /// The same of several columns.
  @inlinable
  public static func withTexts<Result, Failure: Error>(
    of columns: some Collection<IDColumn>, _ body: ([Texts]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let first = columns.first else { return try body([]) }
    return try first.withTexts { first throws(Failure) in
      try withTexts(of: Array(columns.dropFirst())) { rest throws(Failure) in try body([first] + rest) }
    }
  }

  /// The UTF-8 of one ID, without a copy.
  @inlinable @inline(__always)
  public func withBytes<Result>(of index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let start = index == 0 ? 0 : ends[index - 1]
    let end = ends[index]
    return bytes.withUnsafeBufferPointer { bytes in
      body(UnsafeBufferPointer(start: bytes.baseAddress.map { $0 + start }, count: end &- start))
    }
  }
}

/// A column of the sales that is kept for each customer, such as their name.
public struct KeptColumn: Sendable {
  /// Its header.
  public let name: String
  /// A text for each customer; empty where nothing is known.
  public var values = IDColumn()

  /// An empty column under a header.
  public init(name: String) {
    self.name = name
  }
}

/// One row per customer: what sales are summed up to, and what a model is trained on (customers × 3).
///
/// Rows stand in the byte order of the IDs, so that nothing computed from them depends on the order of the
/// sales.
///
/// ```swift
/// var table = RFMTable()
/// table.ids.append("17850")
/// table.recency.append(12)
/// table.frequency.append(5)
/// table.monetary.append(1840.50)
/// table.revenue.append(184_050)
/// table.revenueScale = 2
/// table[0].monetary  // 1840.5
/// ```
public struct RFMTable: Sendable {
  /// As the sales had them, each once, in byte order.
  public var ids = IDColumn()
  /// Whole days from the last purchase to the observation date.
  public var recency: [Int32] = []
  /// Orders, lines or days; see `FrequencyUnit`. At least 1.
  public var frequency: [Int32] = []
  /// The monetary value that features are made from: total, or average per order.
  public var monetary: [Double] = []
  /// All that the customer spent, exactly, in units of 10^−`revenueScale`.
  public var revenue: [Int128] = []
  /// Digits behind the decimal point of `revenue`.
  public var revenueScale = 0
  /// First and last purchase and distinct purchase days; empty where the source was an RFM table.
  public var firstPurchase: [Timestamp] = []
  /// As long as `ids`, or empty.
  public var lastPurchase: [Timestamp] = []
  /// As long as `ids`, or empty.
  public var purchaseDays: [Int32] = []
  /// What was bought in the first half of the span of the sales; without customers as long as dates are unknown.
  public var firstHalf = FirstHalf()
  /// The days between purchase days that follow each other, of all customers; empty for an RFM table.
  public var gaps = DayGaps()
  /// Columns of the sales that are kept for each customer.
  public var kept: [KeptColumn] = []

  /// A table without customers.
  public init() {}

  /// Makes room for the rows of so many customers, dates included.
  public mutating func reserve(_ customers: Int, idBytes: Int) {
    ids.reserve(ids: customers, bytes: idBytes)
    recency.reserveCapacity(customers)
    frequency.reserveCapacity(customers)
    monetary.reserveCapacity(customers)
    revenue.reserveCapacity(customers)
    firstPurchase.reserveCapacity(customers)
    lastPurchase.reserveCapacity(customers)
    purchaseDays.reserveCapacity(customers)
    firstHalf.lastDays.reserveCapacity(customers)
    firstHalf.purchaseDays.reserveCapacity(customers)
  }

  /// How many customers.
  @inlinable public var count: Int { recency.count }
  /// Whether the dates of purchases are known.
  @inlinable public var hasDates: Bool { !lastPurchase.isEmpty }

  /// The three values of one customer.
  @inlinable
  public subscript(row: Int) -> RFM {
    RFM(recency: Int(recency[row]), frequency: Int(frequency[row]), monetary: monetary[row])
  }

  /// One feature as a column of numbers, customers long.
  public func column(_ feature: FeatureName) -> [Double] {
    switch feature {
    case .recency: recency.map(Double.init)
    case .frequency: frequency.map(Double.init)
    case .monetary: monetary
    }
  }

  /// The exact revenue of some customers together.
  @inlinable
  public func revenue(of rows: some Sequence<Int>) -> ExactDecimal {
    ExactDecimal(units: rows.reduce(0) { $0 + revenue[$1] }, scale: revenueScale)
  }
}
