/// Which cluster of a later clustering is which of an earlier one, one to one.
public struct ClusterMatch: Sendable, Hashable {
  /// What clusters were matched by.
  public enum Basis: Sendable, Hashable {
    /// By the customers that both have; so many there are.
    case customers(Int)
    /// By the centres, in the scaled units of the earlier one.
    case centres
    /// Both are clusters of one model.
    case model
  }

  /// From so many customers in both on, clusters are matched by them.
  public static let enoughCustomers = 100

  /// What they were matched by: it tells how much a match can be trusted.
  public let basis: Basis
  /// For each later cluster the earlier one; nil for one too many.
  public let earlier: [Int?]
  /// How many clusters the earlier clustering has.
  public let earlierCount: Int

  private init(basis: Basis, earlier: [Int?], earlierCount: Int) {
    self.basis = basis
    self.earlier = earlier
    self.earlierCount = earlierCount
  }

  /// The same clusters in both.
  public init(model: Model) {
    basis = .model
    earlier = (0..<model.k).map { $0 }
    earlierCount = model.k
  }

  /// Matches clusters so that the customers in matched ones are as many as possible, or, with fewer than
  /// `enoughCustomers` in both, so that the centres of matched ones are as near as possible in all. Among
  /// matches with as many customers the nearer centres decide.
  ///
  /// - Parameters:
  ///   - earlier, later: centres in one and the same scaled space.
  ///   - shared: customers in both, by earlier and later cluster (earlier × later).
  public init(earlier: [Point], later: [Point], shared: [[Int]]) {
    let distances = earlier.map { own in later.map { own.squaredDistance(to: $0).squareRoot() } }
    let customers = shared.joined().reduce(0, +)
    let isByCustomers = customers >= Self.enoughCustomers
    // All distances together count for less than one customer.
    let all = distances.joined().reduce(1, +)
    let costs = distances.indices.map { i in
      distances[i].indices.map { j in
        isByCustomers ? distances[i][j] / all - Double(shared[i][j]) : distances[i][j]
      }
    }
    var matched = [Int?](repeating: nil, count: later.count)
    for (own, other) in OneToOne.pairs(costs).enumerated() {
      if let other { matched[other] = own }
    }
    basis = isByCustomers ? .customers(customers) : .centres
    self.earlier = matched
    earlierCount = earlier.count
  }

  /// The number of each later cluster in the earlier numbering: that of its match; those too many get the
  /// following numbers, in their own order.
  public var numbers: [Int] {
    var next = earlierCount
    return earlier.map { match in
      if let match { return match }
      next += 1
      return next - 1
    }
  }

  /// The later clusters in the order of their numbers: a numbering without gaps, also where the later
  /// clustering has fewer clusters than the earlier.
  public var order: [Int] {
    let numbers = numbers
    return numbers.indices.sorted { numbers[$0] < numbers[$1] }
  }

  /// The same match of the later clusters once they stand in that order.
  var ordered: ClusterMatch {
    ClusterMatch(basis: basis, earlier: order.map { earlier[$0] }, earlierCount: earlierCount)
  }
}

extension Model {
  /// The centres of another model in the scaled units of this one.
  ///
  /// Raw values lie between: the two may have other scalers, and logarithms of other features.
  public func rescaled(_ centres: [Point], of others: [Feature]) -> [Point] {
    func place(_ value: Double, _ i: Int) -> Double { features[i].scaled(others[i].raw(value)) }
    if others == features { return centres }
    return centres.map { Point(place($0.x, 0), place($0.y, 1), place($0.z, 2)) }
  }
}
