import Customers
import Segmentation

/// A customer as the store keeps them.
public struct StoredCustomer: Sendable, Hashable {
  /// As the sales had it, without white space at its ends.
  public var id: String
  /// Recency as of the model's observation date.
  public var rfm: RFM
  /// Nil for an RFM table.
  public var firstPurchase: Timestamp?
  /// Nil for an RFM table.
  public var lastPurchase: Timestamp?
  /// Distinct days with a purchase; nil where the source was an RFM table.
  public var purchaseDays: Int?
  /// The cluster, from 0 to k − 1.
  public var cluster: Int
  /// Left out of training.
  public var isOutlier: Bool

  init(_ id: String, _ values: StoredValues) {
    self.id = id
    rfm = values.rfm
    firstPurchase = values.firstPurchase
    lastPurchase = values.lastPurchase
    purchaseDays = values.purchaseDays
    cluster = values.cluster
    isOutlier = values.isOutlier
  }
}

/// Why a store cannot be written or read, in one sentence for a person.
public struct StoreError: Error, Sendable, CustomStringConvertible {
  /// The store's file.
  public let path: String
  /// What is wrong and what to do, without the path.
  public let message: String
  /// True where the file is not there, or is another model's: the model may have been trained again.
  public let isMismatch: Bool

  /// An error about the store at `path`.
  public init(path: String, message: String, isMismatch: Bool = false) {
    self.path = path
    self.message = message
    self.isMismatch = isMismatch
  }

  public var description: String { "\(path): \(message)" }
}
