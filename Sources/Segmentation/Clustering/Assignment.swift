/// Which centroid is nearest.
enum Assignment {
  /// Labels every point with its nearest centroid (of equal ones the first) and its squared distance to it.
  ///
  /// - Returns: how many labels changed. O(n · k), four points at a time.
  static func assign(
    _ points: Points, to centroids: [Point], labels: inout [Int32], squared: inout [Double]
  ) -> Int {
    let n = points.count
    var changed = 0
    points.x.withUnsafeBufferPointer { x in
      points.y.withUnsafeBufferPointer { y in
        points.z.withUnsafeBufferPointer { z in
          labels.withUnsafeMutableBufferPointer { labels in
            squared.withUnsafeMutableBufferPointer { squared in
              centroids.withUnsafeBufferPointer { centroids in
                var i = 0
                while i &+ 4 <= n {
                  let (px, py, pz) = (load4(x, i), load4(y, i), load4(z, i))
                  var best = squaredDistances(px, py, pz, centroids[0])
                  var label = SIMD4<Int64>.zero
                  for c in 1..<centroids.count {
                    let d = squaredDistances(px, py, pz, centroids[c])
                    let isNearer = d .< best
                    best.replace(with: d, where: isNearer)
                    label.replace(with: SIMD4(repeating: Int64(c)), where: isNearer)
                  }
                  for lane in 0..<4 {
                    let new = Int32(truncatingIfNeeded: label[lane])
                    if labels[i &+ lane] != new {
                      labels[i &+ lane] = new
                      changed &+= 1
                    }
                    squared[i &+ lane] = best[lane]
                  }
                  i &+= 4
                }
                while i < n {
                  let found = nearest(Point(x[i], y[i], z[i]), centroids)
                  if labels[i] != Int32(found.cluster) {
                    labels[i] = Int32(found.cluster)
                    changed &+= 1
                  }
                  squared[i] = found.squared
                  i &+= 1
                }
              }
            }
          }
        }
      }
    }
    return changed
  }

  static func nearest(
    _ point: Point, _ centroids: some RandomAccessCollection<Point>
  ) -> (cluster: Int, squared: Double) {
    var best = (cluster: 0, squared: Double.infinity)
    for (c, centroid) in centroids.enumerated() {
      let d = point.squaredDistance(to: centroid)
      if d < best.squared { best = (c, d) }
    }
    return best
  }
}
