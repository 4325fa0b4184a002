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

  /// How many rows differ from each other.
  public var distinctCount: Int { Set((0..<count).map { self[$0] }).count }
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
