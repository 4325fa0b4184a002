/// Points shared out among clusters.
public struct Clustering: Sendable {
  /// What says of any other point which cluster it is in.
  public var trained: TrainedClustering
  /// The cluster of each point.
  public var labels: [Int32]
  /// The sum of the squared distances from each point to the centre of its cluster.
  public var inertia: Double

  /// How many clusters there are.
  public var k: Int { trained.k }

  /// How many points each cluster has.
  public var sizes: [Int] {
    labels.reduce(into: [Int](repeating: 0, count: k)) { $0[Int($1)] += 1 }
  }

  /// The same clusters numbered best first, see `TrainedClustering.bestFirst`.
  public var bestFirst: Clustering { numbered(trained.bestFirst) }

  /// The same clusters in another order.
  func numbered(_ order: [Int]) -> Clustering {
    var rank = [Int32](repeating: 0, count: k)
    for (new, old) in order.enumerated() { rank[old] = Int32(new) }
    return Clustering(
      trained: trained.numbered(order), labels: labels.map { rank[Int($0)] }, inertia: inertia)
  }
}
