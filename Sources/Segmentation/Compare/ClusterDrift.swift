import Customers

/// What became of one cluster: where its centre went, and how its customers changed.
public struct ClusterDrift: Sendable, Hashable {
  /// One side of the comparison.
  public struct State: Sendable, Hashable {
    /// How many are in the cluster.
    public let customers: Int
    /// Their mean recency, frequency and monetary; nil without customers.
    public let mean: [Double]?
    /// In the scaled units of the earlier model; nil where there is none.
    public let centre: Point?
  }

  /// In the earlier numbering.
  public let cluster: Int
  /// With the earlier customers.
  public let before: State
  /// With the later customers.
  public let after: State

  /// How far the centre went on each feature, in scaled units of the earlier model; nil where one of the two
  /// has no such cluster.
  public var shift: Point? {
    guard let a = before.centre, let b = after.centre else { return nil }
    return Point(b.x - a.x, b.y - a.y, b.z - a.z)
  }

  /// The length of `shift`.
  public var distance: Double? { shift?.squaredDistance(to: Point(0, 0, 0)).squareRoot() }
}

extension ClusterDrift.State {
  /// The customers of each cluster, counted and averaged.
  ///
  /// - Parameter centres: by cluster.
  static func all(_ table: RFMTable, _ labels: [Int32], centres: [Point?]) -> [ClusterDrift.State] {
    struct Sum {
      var customers = 0
      var recency = CompensatedSum()
      var frequency = CompensatedSum()
      var monetary = CompensatedSum()
    }
    var sums = [Sum](repeating: Sum(), count: centres.count)
    for (row, label) in labels.enumerated() {
      let cluster = Int(label)
      sums[cluster].customers += 1
      sums[cluster].recency.add(Double(table.recency[row]))
      sums[cluster].frequency.add(Double(table.frequency[row]))
      sums[cluster].monetary.add(table.monetary[row])
    }
    return zip(sums, centres).map { sum, centre in
      let count = Double(sum.customers)
      let mean = [sum.recency.value / count, sum.frequency.value / count, sum.monetary.value / count]
      return Self(customers: sum.customers, mean: sum.customers > 0 ? mean : nil, centre: centre)
    }
  }
}
