import Customers
import Segmentation
import Tabular

/// What k-means saw: for each customer the values, transformed and scaled, as comma-separated values.
struct FeaturesForm: RowForm {
  static let header =
    "customer_id,recency,frequency,monetary,recency_transformed,frequency_transformed,monetary_transformed,recency_scaled,frequency_scaled,monetary_scaled,outlier,cluster"

  let table: RFMTable
  let features: [Feature]
  let labels: [Int32]
  let isOutlier: [Bool]

  var opening: [UInt8] { Array((Self.header + "\n").utf8) }
  func closing() -> [UInt8] { [] }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
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
