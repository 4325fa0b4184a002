import JSONText
import Segmentation

extension ClusterMatch {
  /// How clusters were matched: by cluster of the later model its number among the earlier ones, and which of
  /// those it is.
  public var json: JSON {
    let word =
      switch basis {
      case .customers: "customers"
      case .centres: "centroids"
      case .model: "model"
      }
    return [
      "basis": .string(word), "numbers": .array(numbers.map(JSON.integer)),
      "matched": .array(earlier.map { $0.map(JSON.integer) ?? .null }),
    ]
  }
}
