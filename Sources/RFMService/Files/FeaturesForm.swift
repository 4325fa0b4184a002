import Customers
import Segmentation
import Tabular

/// What k-means saw: for each customer the values, transformed and scaled, as comma-separated values.
public struct FeaturesForm: RowForm {
  static let header =
    "customer_id,recency,frequency,monetary,recency_transformed,frequency_transformed,monetary_transformed,recency_scaled,frequency_scaled,monetary_scaled,outlier,cluster"

  private let table: RFMTable
  private let features: [Feature]
  private let labels: [Int32]
  private let isOutlier: [Bool]

  /// - Parameters:
  ///   - table: the customers.
  ///   - features: how recency, frequency and monetary are transformed and scaled.
  ///   - labels: the cluster of each customer.
  ///   - isOutlier: whether the customer was left out of training.
  public init(table: RFMTable, features: [Feature], labels: [Int32], isOutlier: [Bool]) {
    self.table = table
    self.features = features
    self.labels = labels
    self.isOutlier = isOutlier
  }

  /// Writes all customers.
  public func write(to sink: any ByteSink, _ work: Work) throws(Problem) {
    try write(0..<table.count, to: sink, as: "writing features", work)
  }

  public var opening: [UInt8] { Array((Self.header + "\n").utf8) }
  public func closing() -> [UInt8] { [] }

  public func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let comma = UInt8(ascii: ",")
    let values = (Double(table.recency[row]), Double(table.frequency[row]), table.monetary[row])
    table.ids.withBytes(of: row) { buffer.append(cell: $0) }
    buffer.append(comma)
    buffer.append(values.0)
    buffer.append(comma)
    buffer.append(values.1)
    buffer.append(comma)
    buffer.append(values.2)
    buffer.append(comma)
    buffer.append(features[0].transformed(values.0))
    buffer.append(comma)
    buffer.append(features[1].transformed(values.1))
    buffer.append(comma)
    buffer.append(features[2].transformed(values.2))
    buffer.append(comma)
    buffer.append(features[0].scaled(values.0))
    buffer.append(comma)
    buffer.append(features[1].scaled(values.1))
    buffer.append(comma)
    buffer.append(features[2].scaled(values.2))
    buffer.append(isOutlier[row] ? Self.yes : Self.no)
    buffer.append(Int(labels[row]))
    buffer.append(UInt8(ascii: "\n"))
  }

  private static let yes = Array(",true,".utf8)
  private static let no = Array(",false,".utf8)
}
