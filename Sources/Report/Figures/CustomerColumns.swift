import Customers
import Segmentation

/// The customers of a report, a column for each value: nothing by which one of them could be told.
public struct CustomerColumns: Sendable {
  /// Whole days.
  public var recency: [Int32] = []
  /// Orders, or whatever the model counts.
  public var frequency: [Int32] = []
  /// In the currency of the model.
  public var monetary: [Double] = []
  /// The place of the segment in the report's list.
  public var segment: [UInt16] = []
  /// Left out of training.
  public var isOutlier: [Bool] = []

  /// No customers yet.
  public init() {}

  /// How many customers.
  public var count: Int { recency.count }

  /// Adds a customer; values beyond 32 bits are brought to the nearest that fits.
  public mutating func append(_ rfm: RFM, segment: Int, isOutlier: Bool) {
    recency.append(Int32(clamping: rfm.recency))
    frequency.append(Int32(clamping: rfm.frequency))
    monetary.append(rfm.monetary)
    self.segment.append(UInt16(clamping: segment))
    self.isOutlier.append(isOutlier)
  }

  @inline(__always)
  func value(_ feature: FeatureName, _ row: Int) -> Double {
    switch feature {
    case .recency: Double(recency[row])
    case .frequency: Double(frequency[row])
    case .monetary: monetary[row]
    }
  }

  /// One feature of everyone, or of those who were trained on, ascending. O(n log n).
  func sorted(_ feature: FeatureName, trainedOnly: Bool = false) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(count)
    for row in 0..<count where !trainedOnly || !isOutlier[row] { values.append(value(feature, row)) }
    values.sort()
    return values
  }
}
