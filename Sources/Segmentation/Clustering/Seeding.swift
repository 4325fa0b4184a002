#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where k-means starts from.
enum Seeding {
  /// Greedy k-means++: each next centroid is the best of 2 + ⌊ln k⌋ points drawn with a chance in proportion
  /// to their squared distance from the centroids so far (Arthur and Vassilvitskii, "k-means++: The
  /// Advantages of Careful Seeding", 2007, and the greedy variant of its section 6).
  ///
  /// O(n · k · ln k).
  static func plusPlus(_ points: Points, k: Int, using generator: inout SeededGenerator) -> [Point] {
    let n = points.count
    let candidates = 2 + Int(log(Double(k)))
    var centroids = [points[generator.index(below: n)]]
    var nearest = [Double](repeating: .infinity, count: n)
    var potential = update(&nearest, points, with: centroids[0])
    var cumulative = [Double](repeating: 0, count: n)
    while centroids.count < k {
      var sum = 0.0
      for i in 0..<n {
        sum += nearest[i]
        cumulative[i] = sum
      }
      var best: (point: Point, potential: Double)?
      for _ in 0..<candidates {
        let chosen = points[firstIndex(in: cumulative, above: generator.unit() * sum)]
        let potential = self.potential(nearest, points, with: chosen)
        if best.map({ potential < $0.potential }) ?? true { best = (chosen, potential) }
      }
      guard let best else { break }
      centroids.append(best.point)
      potential = update(&nearest, points, with: best.point)
      // All remaining points coincide with centroids: any will do, and an empty cluster is refilled later.
      if potential == 0 {
        while centroids.count < k { centroids.append(points[generator.index(below: n)]) }
      }
    }
    return centroids
  }

  private static func firstIndex(in cumulative: [Double], above value: Double) -> Int {
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > value { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private static func potential(_ nearest: [Double], _ points: Points, with candidate: Point) -> Double {
    points.x.withUnsafeBufferPointer { x in
      points.y.withUnsafeBufferPointer { y in
        points.z.withUnsafeBufferPointer { z in
          nearest.withUnsafeBufferPointer { nearest in
            var sum = SIMD4<Double>.zero
            var i = 0
            while i &+ 4 <= nearest.count {
              sum += pointwiseMin(
                load4(nearest, i), squaredDistances(load4(x, i), load4(y, i), load4(z, i), candidate))
              i &+= 4
            }
            var total = sum.sum()
            while i < nearest.count {
              total += min(nearest[i], Point(x[i], y[i], z[i]).squaredDistance(to: candidate))
              i &+= 1
            }
            return total
          }
        }
      }
    }
  }

  private static func update(_ nearest: inout [Double], _ points: Points, with centroid: Point) -> Double {
    var total = 0.0
    for i in 0..<points.count {
      nearest[i] = min(nearest[i], points[i].squaredDistance(to: centroid))
      total += nearest[i]
    }
    return total
  }
}

@inline(__always)
func load4(_ column: UnsafeBufferPointer<Double>, _ i: Int) -> SIMD4<Double> {
  guard let base = column.baseAddress else { return .zero }
  return UnsafeRawPointer(base + i).loadUnaligned(as: SIMD4<Double>.self)
}

/// The squared distances of four points, each added up in the order of `Point.squaredDistance`.
@inline(__always)
func squaredDistances(
  _ x: SIMD4<Double>, _ y: SIMD4<Double>, _ z: SIMD4<Double>, _ to: Point
) -> SIMD4<Double> {
  let dx = x - SIMD4(repeating: to.x)
  let dy = y - SIMD4(repeating: to.y)
  let dz = z - SIMD4(repeating: to.z)
  return dx * dx + dy * dy + dz * dz
}
