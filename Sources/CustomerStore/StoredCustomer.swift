import Customers
import Segmentation

/// A customer as the store keeps them.
public struct StoredCustomer: Sendable, Hashable {
  public var id: String
  /// Recency as of the model's observation date.
  public var rfm: RFM
  public var firstPurchase: Timestamp?
  public var lastPurchase: Timestamp?
  /// Distinct days with a purchase; nil where the source was an RFM table.
  public var purchaseDays: Int?
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
  public let path: String
  public let message: String
  /// True where the file is not there, or is another model's: the model may have been trained again.
  public let isMismatch: Bool

  public init(path: String, message: String, isMismatch: Bool = false) {
    self.path = path
    self.message = message
    self.isMismatch = isMismatch
  }

  public var description: String { "\(path): \(message)" }
}
