/// Where an answer puts a customer: what the answer is called by.
public enum Place: Sendable, Hashable {
  /// A segment of the pack in use, by its index in the pack.
  case segment(Int)
  /// A cluster: where there is no pack, or where no rule of it takes the customer.
  case cluster(Int)
}

extension Classification {
  /// The first segment of the pack that takes the customer, or else the nearest cluster.
  public func place(in pack: SegmentPack?) -> Place {
    pack?.index(of: self).map(Place.segment) ?? .cluster(cluster)
  }
}

extension Place {
  /// What it is called: the segment's name, or `Cluster 2`.
  ///
  /// - Parameter pack: that the segment is of.
  public func name(in pack: SegmentPack?) -> String {
    switch self {
    case .segment(let index): pack?.segments[index].name ?? "segment \(index)"
    case .cluster(let cluster): Segment.unnamed(cluster: cluster).name
    }
  }

  /// Whether a customer is here, as a target of `Reach`: in this segment of the pack; or, for a cluster, in
  /// that cluster, whatever a pack makes of it.
  public func takes(_ classification: Classification, pack: SegmentPack?) -> Bool {
    switch self {
    case .segment(let index): pack?.index(of: classification) == index
    case .cluster(let cluster): classification.cluster == cluster
    }
  }
}
