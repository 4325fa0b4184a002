import CDistance
import Customers

/// What a model says of some rows of a long table: a column for each part of the answer, in memory that is used
/// again for the next rows. One thread at a time has it.
///
/// Parts are asked for by the place of the row among those in question.
public final class RowAnswers {
  /// How many rows there is room for: so few that all columns stay near the core.
  public static let capacity = 512

  /// The rows in question.
  @usableFromInline let rows: UnsafeMutablePointer<Int>
  /// Their values and scores in the order of `RuleQuantity`, 1 for outliers and 0 for others, their margins, their
  /// places in scaled units, and the derived quantities that rules ask for (columns × capacity).
  @usableFromInline let numbers: UnsafeMutablePointer<Double>
  @usableFromInline let clusters: UnsafeMutablePointer<Int32>
  @usableFromInline let segments: UnsafeMutablePointer<Int32>
  /// How many rows are in question.
  @exclusivity(unchecked) public private(set) var count = 0

  /// Room for `capacity` rows, empty.
  public init() {
    rows = .allocate(capacity: Self.capacity)
    numbers = .allocate(capacity: 15 * Self.capacity)
    clusters = .allocate(capacity: Self.capacity)
    segments = .allocate(capacity: Self.capacity)
  }

  deinit {
    rows.deallocate()
    numbers.deallocate()
    clusters.deallocate()
    segments.deallocate()
  }

  /// The column of a quantity.
  static func column(of quantity: RuleQuantity) -> Int {
    switch quantity {
    case .recency: 0
    case .frequency: 1
    case .monetary: 2
    case .recencyScore: 3
    case .frequencyScore: 4
    case .monetaryScore: 5
    case .gaps: 11
    case .tenure: 12
    case .average: 13
    case .again: 14
    }
  }

  @inlinable @inline(__always)
  func column(_ place: Int) -> UnsafeMutablePointer<Double> { numbers + place &* Self.capacity }

  /// A whole number from 0 to below 2⁵², without the checks of `Int.init`: behind 2⁵² doubles are whole, and the
  /// last bits are the number.
  @inlinable @inline(__always)
  func whole(_ value: Double) -> Int { Int(truncatingIfNeeded: (value + 0x1p52).significandBitPattern) }

  /// The row of the table.
  @inlinable @inline(__always)
  public func row(_ place: Int) -> Int { rows[place] }

  /// In days.
  @inlinable @inline(__always)
  public func recency(_ place: Int) -> Int { whole(column(0)[place]) }

  /// In orders, or whatever the model counts.
  @inlinable @inline(__always)
  public func frequency(_ place: Int) -> Int { whole(column(1)[place]) }

  /// In currency.
  @inlinable @inline(__always)
  public func monetary(_ place: Int) -> Double { column(2)[place] }

  /// The cluster whose centre is nearest.
  @inlinable @inline(__always)
  public func cluster(_ place: Int) -> Int { Int(clusters[place]) }

  /// From 1, the longest ago.
  @inlinable @inline(__always)
  public func recencyScore(_ place: Int) -> Int { whole(column(3)[place]) }

  /// From 1, the fewest.
  @inlinable @inline(__always)
  public func frequencyScore(_ place: Int) -> Int { whole(column(4)[place]) }

  /// From 1, the least.
  @inlinable @inline(__always)
  public func monetaryScore(_ place: Int) -> Int { whole(column(5)[place]) }

  /// Whether the values lie beyond the fences that the model was trained within.
  @inlinable @inline(__always)
  public func isOutlier(_ place: Int) -> Bool { column(6)[place] > 0 }

  /// As `RowAnswer` has it.
  @inlinable @inline(__always)
  public func margin(_ place: Int) -> Double? {
    let margin = column(7)[place]
    return margin.isFinite ? margin : nil
  }

  /// The place of the segment, once `SegmentLookup` has set it.
  @inlinable @inline(__always)
  public func segment(_ place: Int) -> Int { Int(segments[place]) }

  /// Takes rows of a table, at most `capacity`, and what a model says of them. O(rows · k).
  ///
  /// - Parameters:
  ///   - places: which rows, counted in an order of the caller's own.
  ///   - row: gives the row for each of `places`.
  ///   - table: the customers.
  ///   - classifier: the model.
  public func take(
    _ places: Range<Int>, _ row: (Int) -> Int, of table: RFMTable, _ classifier: RowClassifier
  ) {
    count = min(places.count, Self.capacity)
    for place in 0..<count { rows[place] = row(places.lowerBound &+ place) }
    fill(table, classifier)
  }

  private func fill(_ table: RFMTable, _ classifier: RowClassifier) {
    let (recency, frequency, monetary) = (column(0), column(1), column(2))
    table.recency.withUnsafeBufferPointer { values in
      for place in 0..<count { recency[place] = Double(values[rows[place]]) }
    }
    table.frequency.withUnsafeBufferPointer { values in
      for place in 0..<count { frequency[place] = Double(values[rows[place]]) }
    }
    table.monetary.withUnsafeBufferPointer { values in
      for place in 0..<count { monetary[place] = values[rows[place]] }
    }
    classifier.fill(self)
  }
}
