import JSONText
import Wording

extension Stability {
  /// What is said of one cluster: how often it was found again, how much of it, and what may be built on it.
  ///
  /// - Parameter size: the customers of the cluster that were trained on.
  public func words(ofSize size: Int) -> String {
    // 99.6 % of the same customers are not all of them.
    let share = jaccard < 1 ? min(99, Int((jaccard * 100).rounded())) : 100
    let again =
      "found again in \(found) of \(Figures.counted(resamples, "resample")), \(share) % the same customers"
    guard size < Self.handful else { return "\(again): \(standing.words)" }
    return
      "\(again): \(standing.words), and it is a handful: \(Figures.counted(size, "customer")) trained on, and a few who come or go make another of it"
  }

  /// What must be said beside it.
  public static let limit =
    "Found again says that a cluster is there, not that it is useful: customers who buy at random fall into stable clusters, too."
}

extension Stability.Standing {
  /// What may be built on a cluster.
  public var words: String {
    switch self {
    case .solid: "solid"
    case .mostly: "mostly solid"
    case .doubtful: "do not build on it"
    }
  }
}

extension [Stability] {
  /// By cluster id, as a model's file has it.
  public var json: JSON {
    .array(
      map {
        ["jaccard": .number($0.jaccard), "found": .integer($0.found), "resamples": .integer($0.resamples)]
      })
  }
}
