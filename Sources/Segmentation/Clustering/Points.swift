/// Customers in scaled units, a column for each feature (customers × 3).
public struct Points: Sendable {
  public var x: [Double]
  public var y: [Double]
  public var z: [Double]

  public var count: Int { x.count }

  public init(x: [Double], y: [Double], z: [Double]) {
    self.x = x
    self.y = y
    self.z = z
  }

  public subscript(row: Int) -> Point { Point(x[row], y[row], z[row]) }

  /// How many rows differ from each other, counted no further than `limit`.
  public func distinctCount(upTo limit: Int) -> Int {
    var seen: Set<Point> = []
    for row in 0..<count where seen.count < limit { seen.insert(self[row]) }
    return seen.count
  }

  /// The mean of the population variances of the three columns.
  var meanVariance: Double {
    [x, y, z].reduce(0) { sum, column in
      let mean = column.reduce(0, +) / Double(count)
      return sum + column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    } / 3
  }

  /// `size` of the rows, each drawn from a stretch of its own, so that no order of the rows matters.
  func sample(_ size: Int) -> Points {
    var generator = SeededGenerator(seed: UInt64(count))
    let rows = (0..<size).map { part in
      let start = part * count / size
      return start + generator.index(below: (part + 1) * count / size - start)
    }
    return Points(x: rows.map { x[$0] }, y: rows.map { y[$0] }, z: rows.map { z[$0] })
  }
}

/// One place in the three scaled features: recency, frequency, monetary.
public struct Point: Sendable, Hashable {
  public var x: Double
  public var y: Double
  public var z: Double

  public init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  public var values: [Double] { [x, y, z] }

  /// The squared Euclidean distance, always added up in this order, so that training and scoring agree to
  /// the last bit.
  @inlinable @inline(__always)
  public func squaredDistance(to other: Point) -> Double {
    let dx = x - other.x
    let dy = y - other.y
    let dz = z - other.z
    return dx * dx + dy * dy + dz * dz
  }
}
