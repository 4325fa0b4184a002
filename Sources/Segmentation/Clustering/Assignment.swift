import CDistance

/// Which centre is nearest, for many points at once.
package enum Assignment {
  /// Labels every point with its nearest centre (of equal ones the first) and its squared distance to it.
  ///
  /// - Returns: how many labels changed, and the inertia. O(n · k), four points at a time.
  @discardableResult
  static func assign(
    _ points: Points, to centres: [Point], labels: inout [Int32], squared: inout [Double],
    threads: Int = 1
  ) -> (changed: Int, inertia: Double) {
    squared.withUnsafeMutableBufferPointer {
      assign(points, to: centres, labels: &labels, squared: $0.baseAddress, threads: threads)
    }
  }

  /// The same without the distance of each point.
  @discardableResult
  package static func assign(
    _ points: Points, to centres: [Point], labels: inout [Int32], threads: Int = 1
  ) -> (changed: Int, inertia: Double) {
    assign(points, to: centres, labels: &labels, squared: nil, threads: threads)
  }

  private static func assign(
    _ points: Points, to centres: [Point], labels: inout [Int32], squared: UnsafeMutablePointer<Double>?,
    threads: Int
  ) -> (changed: Int, inertia: Double) {
    let rows = centres.rows
    let blocks = Blocks(of: points.count)
    return labels.withUnsafeMutableBufferPointer { labels in
      guard let base = labels.baseAddress else { return (0, 0) }
      let labels = SharedColumn(base)
      let squared = squared.map(SharedColumn.init)
      let parts = Parallel.map(count: blocks.count, threads: threads) { block in
        let range = blocks[block]
        var inertia = 0.0
        let changed = points.withColumns(from: range.lowerBound) { columns in
          distance_assign(
            .fastest, columns, Int64(range.count), rows, Int32(centres.count),
            labels.from(range.lowerBound), squared?.from(range.lowerBound), &inertia)
        }
        return (changed: Int(changed ?? 0), inertia: inertia)
      }
      return parts.dropFirst().reduce(parts[0]) { ($0.changed + $1.changed, $0.inertia + $1.inertia) }
    }
  }
}
