/// How surely one cluster is found again among other customers of the same kind (Hennig, "Cluster-wise
/// assessment of cluster stability", 2007).
///
/// What is stable need not be useful: customers who buy at random fall into stable clusters, too.
public struct Stability: Sendable, Hashable {
  /// The mean Jaccard similarity, 0…1: of all who are in the cluster, or in that of a resample which is most
  /// like it, the share who are in both.
  public let jaccard: Double
  /// In how many of the resamples the similarity was at least `leastFound`.
  public let found: Int
  /// How many resamples the cluster was looked for in.
  public let resamples: Int

  /// What was measured before.
  public init(jaccard: Double, found: Int, resamples: Int) {
    self.jaccard = jaccard
    self.found = found
    self.resamples = resamples
  }

  /// From this similarity on, a cluster counts as found again in a resample (Hennig's "recovered").
  public static let leastFound = 0.75

  /// What may be built on a cluster. Of 70 clusters of real sales, those that were solid by their first year
  /// came back in the second in 96 % of cases, the mostly stable ones in 54 %.
  public enum Standing: String, Sendable, CaseIterable {
    /// From a similarity of .95.
    case solid
    /// From a similarity of .85.
    case mostly
    /// Below that.
    case doubtful
  }

  /// The similarity in a word.
  public var standing: Standing {
    switch jaccard {
    case Self.leastSolid...: .solid
    case Self.leastMostly...: .mostly
    default: .doubtful
    }
  }

  /// How many resamples are drawn for a model where a cluster is doubtful after the first ones.
  public static let mostResamples = 200

  /// From this similarity on, a cluster is solid.
  public static let leastSolid = 0.95
  static let leastMostly = 0.85

  /// A cluster of fewer customers than this is a handful: a few who come or go make another of it, whatever its
  /// similarity.
  public static let handful = 10
}

extension Sequence<Stability> {
  /// The least similarity of all clusters; nil without clusters.
  public var leastJaccard: Double? { map(\.jaccard).min() }

  /// Whether every cluster is solid.
  public var areAllSolid: Bool { allSatisfy { $0.standing == .solid } }
}
