import Customers
import JSONText
import Segmentation

/// The segments of a pack, and who is in them.
public struct SegmentsOverview: Sendable {
  /// The customers of one segment.
  public struct Group: Sendable {
    /// How many they are.
    public internal(set) var customers = 0
    var sum = CompensatedSum()

    /// What they spent, in the currency of the sales.
    public var monetary: Double { sum.value }
  }

  /// Whose segments they are.
  public let pack: SegmentPack
  /// By segment, and behind them those whom no segment takes; nil without a store.
  public let groups: [Group]?

  /// The pack and its segments, with their customers, interpretation and recommendations.
  public var json: JSON {
    let segments: [JSON] = pack.segments.enumerated().map { i, segment in
      [
        "name": .string(segment.name), "customers": groups.map { .integer($0[i].customers) } ?? .null,
        "interpretation": .string(segment.interpretation),
        "recommendations": .array(segment.recommendations.map(JSON.string)),
      ]
    }
    return [
      "pack": .string(pack.name), "title": .string(pack.title), "file": .string(pack.file),
      "segments": .array(segments),
    ]
  }
}

/// One segment: its rule, its customers' means, what to do.
public struct SegmentOverview: Sendable {
  /// The pack's name.
  public let pack: String
  /// Its rule, interpretation and recommendations.
  public let segment: Segment
  /// Nil without a store.
  public let customers: Int?
  /// Mean recency, frequency and monetary; nil where nobody is in it, or nobody is known.
  public let means: [Double]?

  /// The clusters that its rule names.
  public var clusters: [Int] { segment.clusters.map { $0.sorted() } ?? [] }

  /// Name, pack, clusters, interpretation and recommendations.
  public var json: JSON {
    [
      "segment": .string(segment.name), "pack": .string(pack),
      "clusters": .array(clusters.map(JSON.integer)), "interpretation": .string(segment.interpretation),
      "recommendations": .array(segment.recommendations.map(JSON.string)),
    ]
  }
}
