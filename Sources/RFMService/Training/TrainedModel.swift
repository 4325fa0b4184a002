import JSONText
import Segmentation

/// What a training made, and what a person should know of how.
public struct TrainedModel: Sendable {
  /// As it was saved.
  public let model: Model
  /// The model's file.
  public let path: String
  /// The file of its customers; nil where none are kept.
  public let storePath: String?
  /// Customers whose net is under half of what they bought, where returns are netted; else nil.
  public let netUnderHalf: Int?
  /// How the clusters go together with those of the model that they were aligned to.
  public let match: ClusterMatch?
  /// Sentences, those on the sales first.
  public let notes: [String]
  /// What can be written of the same sales.
  public let tables: TrainingTables

  /// Source, quality, clusters, features and notes, for machines.
  public var json: JSON {
    [
      "source": model.sourceJSON, "quality": model.qualityJSON, "again": model.againJSON,
      "clusters": model.clustersJSON,
      "features": model.featuresJSON, "notes": .array(notes.map(JSON.string)), "model": .string(path),
      "store": storePath.map(JSON.string) ?? .null, "alignment": match?.json ?? .null,
    ]
  }
}
