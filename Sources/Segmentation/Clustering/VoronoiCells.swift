/// Clusters around centres: a customer is in the cluster whose centre is nearest, of equally near ones in the
/// first.
///
/// The border between two clusters is the plane halfway between their centres, so that all that is said of
/// borders follows exactly from the centres alone (F. Aurenhammer, "Voronoi Diagrams", ACM Computing Surveys 23,
/// 1991, section 1).
public struct VoronoiCells: Sendable, Hashable {
  /// In scaled units, by cluster id (k × 3).
  public let centres: [Point]

  /// How many cells there are; cells around one and the same centre are counted, too.
  public var k: Int { centres.count }

  /// Cells around these centres; of two in one place the first takes all.
  public init(_ centres: [Point]) {
    self.centres = centres
  }

  /// The cluster of a point, and the squared distance to its centre. O(k).
  @inline(__always)
  func nearest(_ point: Point) -> (cluster: Int, squared: Double) {
    var best = (cluster: 0, squared: Double.infinity)
    for c in centres.indices {
      let squared = point.squaredDistance(to: centres[c])
      if squared < best.squared { best = (c, squared) }
    }
    return best
  }

  /// The Euclidean distances from a point to all centres, by cluster id (k numbers).
  func distances(from point: Point) -> [Double] {
    centres.map { point.squaredDistance(to: $0).squareRoot() }
  }

  /// How far a point is from the border of its cluster, at least 0, and which cluster lies beyond, of equally near
  /// ones the first; nil where there is no border, with one cluster or with centres that all coincide. O(k).
  ///
  /// The distance of x from the plane between c and c′ is (d(x,c′)² − d(x,c)²) / (2·|c′ − c|).
  func border(of point: Point, in cluster: Int) -> (distance: Double, beyond: Int)? {
    let own = centres[cluster]
    let nearest = point.squaredDistance(to: own)
    var border: (distance: Double, beyond: Int)?
    for (c, other) in centres.enumerated() where c != cluster {
      let apart = own.squaredDistance(to: other).squareRoot()
      // Clusters at one place have no border between them: the first takes all.
      guard apart > 0 else { continue }
      let distance = (point.squaredDistance(to: other) - nearest) / (2 * apart)
      if distance < border?.distance ?? .infinity { border = (distance, c) }
    }
    return border
  }

  // MARK: Ways out

  // The difference of two squared distances, D = d(x,c′)² − d(x,c)², is linear in x with the slopes 2(c − c′): a
  // point leaves the cell of c where D comes to 0 for the first c′.

  /// How far a point of a cluster can go along one axis and surely stays in the cluster; infinite where it never
  /// leaves it.
  ///
  /// - Parameter isUp: towards greater values.
  @inline(__always)
  func wayOut(of cluster: Int, from point: Point, along axis: Int, isUp: Bool) -> Double {
    let own = centres[cluster]
    let nearest = point.squaredDistance(to: own)
    var way = Double.infinity
    for c in centres.indices where c != cluster {
      let slope = 2 * (centres[c][axis] - own[axis]) * (isUp ? 1 : -1)
      guard slope > 0 else { continue }
      way = min(way, Self.difference(point.squaredDistance(to: centres[c]), nearest) / slope)
    }
    return way
  }

  /// For how long a point of a cluster surely stays in it while frequency and monetary move, each by its rate or
  /// less; infinite where it never leaves it.
  ///
  /// - Parameters:
  ///   - y, z: how fast the scaled values of frequency and monetary move at most.
  @inline(__always)
  func wayOut(of cluster: Int, from point: Point, y: Double, z: Double) -> Double {
    let own = centres[cluster]
    let nearest = point.squaredDistance(to: own)
    var way = Double.infinity
    for c in centres.indices where c != cluster {
      let slope = max(0, 2 * (centres[c].y - own.y) * y) + max(0, 2 * (centres[c].z - own.z) * z)
      guard slope > 0 else { continue }
      way = min(way, Self.difference(point.squaredDistance(to: centres[c]), nearest) / slope)
    }
    return way
  }

  /// D where it is certain, and in the zone where rounding decides the width of that zone.
  @inline(__always)
  private static func difference(_ other: Double, _ own: Double) -> Double {
    let slack = 16 * Double.ulpOfOne * (other + own)
    return max(other - own - slack, slack)
  }
}

extension Point {
  /// By the index of the feature.
  @inline(__always)
  subscript(axis: Int) -> Double {
    switch axis {
    case 0: x
    case 1: y
    default: z
    }
  }
}
