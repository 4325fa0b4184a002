import Customers
import Segmentation
import Tabular
import Transactions
import Wording

/// The tables between sales and model: the rows that cleaning kept, and what k-means saw of each customer.
public struct TrainingTables: Sendable {
  public let files: SalesFiles
  public let options: SalesOptions
  public let report: SalesReport
  public let forgotten: ForgottenLists
  public let table: RFMTable
  /// How each value is transformed and scaled.
  public let features: [Feature]
  /// Each customer's cluster.
  public let labels: [Int32]
  public let isOutlier: [Bool]
}
