/// Customers in scaled units, a column for each feature (customers × 3).
public struct Points: Sendable {
  /// Scaled recency.
  public var x: [Double]
  /// Scaled frequency.
  public var y: [Double]
  /// Scaled monetary.
  public var z: [Double]
  /// How many customers each row stands for; nil where it is one.
  let weights: [Double]?

  /// How many rows there are.
  public var count: Int { x.count }

  /// Three columns of one length, in scaled units.
  public init(x: [Double], y: [Double], z: [Double]) {
    self.x = x
    self.y = y
    self.z = z
    weights = nil
  }

  init(x: [Double], y: [Double], z: [Double], weights: [Double]?) {
    self.x = x
    self.y = y
    self.z = z
    self.weights = weights
  }

  /// Some of the rows, in the given order, with their weights.
  func rows(_ rows: some Sequence<Int>) -> Points {
    let rows = Array(rows)
    return Points(
      x: rows.map { x[$0] }, y: rows.map { y[$0] }, z: rows.map { z[$0] },
      weights: weights.map { weights in rows.map { weights[$0] } })
  }

  /// One row; it must be below `count`.
  public subscript(row: Int) -> Point { Point(x[row], y[row], z[row]) }

  /// How many rows differ from each other, counted no further than `limit`.
  public func distinctCount(upTo limit: Int) -> Int {
    var seen: Set<Point> = []
    for row in 0..<count where seen.count < limit { seen.insert(self[row]) }
    return seen.count
  }

  /// The sum of the squares of all values, each counted as often as its weight says.
  var squares: Double {
    (0..<count).reduce(0) { $0 + (weights?[$1] ?? 1) * self[$1].squaredDistance(to: Point(0, 0, 0)) }
  }

  /// The mean of the population variances of the three columns.
  var meanVariance: Double {
    [x, y, z].reduce(0) { sum, column in
      let mean = column.reduce(0, +) / Double(count)
      return sum + column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    } / 3
  }
}

/// One place in the three scaled features: recency, frequency, monetary.
public struct Point: Sendable, Hashable {
  /// Recency.
  public var x: Double
  /// Frequency.
  public var y: Double
  /// Monetary.
  public var z: Double

  /// A place by its coordinates, in scaled units.
  public init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// The three coordinates by the index of their feature.
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
