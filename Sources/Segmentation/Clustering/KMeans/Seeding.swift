import CDistance

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
  /// One pass over the points for all candidates of a step. O(n · k · ln k).
  static func plusPlus(
    _ points: Points, k: Int, threads: Int = 1, using generator: inout SeededGenerator
  ) -> [Point] {
    let n = points.count
    let candidates = 2 + Int(log(Double(k)))
    let first = points[row(of: points, using: &generator)]
    var field = PotentialField(points, first, threads: threads)
    var centroids = [first]
    while centroids.count < k {
      // All remaining points coincide with centroids: any will do, and an empty cluster is refilled later.
      guard field.potential > 0 else {
        centroids.append(points[generator.index(below: n)])
        continue
      }
      let chosen = (0..<candidates).map { _ in points[field.index(at: generator.unit() * field.potential)] }
      centroids.append(field.add(bestOf: chosen))
    }
    return centroids
  }

  /// One row with a chance in proportion to its weight.
  private static func row(of points: Points, using generator: inout SeededGenerator) -> Int {
    guard let weights = points.weights else { return generator.index(below: points.count) }
    var rest = generator.unit() * weights.reduce(0, +)
    for (row, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return row }
    }
    return weights.count - 1
  }
}

/// The squared distance of each point to the nearest centroid so far, and its sum: the potential.
private struct PotentialField {
  private let points: Points
  private let threads: Int
  /// Small blocks stay in the fastest memory while one candidate after another is measured.
  private let blocks: Blocks
  private static let blocksAtATime = 64
  /// Without `latest`, which the next pass adds.
  private var nearest: [Double]
  private var latest: Point
  /// What each block adds to the potential.
  private var shares: [Double] = []
  private(set) var potential = 0.0

  init(_ points: Points, _ first: Point, threads: Int) {
    self.points = points
    self.threads = threads
    blocks = Blocks(of: points.count, size: 512)
    nearest = [Double](repeating: .infinity, count: points.count)
    latest = first
    _ = add(bestOf: [first])
  }

  /// Takes the candidate that leaves the least potential, of equal ones the first.
  mutating func add(bestOf candidates: [Point]) -> Point {
    let shares = potentials(candidates)
    let sums = candidates.indices.map { c in
      stride(from: c, to: shares.count, by: candidates.count).reduce(0.0) { $0 + shares[$1] }
    }
    let best = sums.indices.dropFirst().reduce(0) { sums[$1] < sums[$0] ? $1 : $0 }
    self.shares = blocks.count == 0 ? [] : (0..<blocks.count).map { shares[$0 * candidates.count + best] }
    potential = sums[best]
    latest = candidates[best]
    return latest
  }

  /// The potential that each candidate would leave, by block and candidate.
  private mutating func potentials(_ candidates: [Point]) -> [Double] {
    let (points, blocks, latest, rows) = (points, blocks, latest.values, candidates.rows)
    let count = candidates.count
    var potentials = [Double](repeating: 0, count: blocks.count * count)
    nearest.withUnsafeMutableBufferPointer { nearest in
      potentials.withUnsafeMutableBufferPointer { potentials in
        guard let nearestBase = nearest.baseAddress, let potentialBase = potentials.baseAddress else {
          return
        }
        let nearest = SharedColumn(nearestBase)
        let potentials = SharedColumn(potentialBase)
        let parts = Blocks(of: blocks.count, size: Self.blocksAtATime)
        _ = Parallel.map(count: parts.count, threads: threads) { part in
          for block in parts[part] {
            let range = blocks[block]
            _ = points.withColumns(from: range.lowerBound) { columns in
              distance_potentials(
                .fastest, columns, Int64(range.count), nearest.from(range.lowerBound), latest, rows,
                Int32(count), potentials.from(block * count))
            }
          }
        }
      }
    }
    return potentials
  }

  /// The point at which the potential, added up from the first point on, passes `value`.
  func index(at value: Double) -> Int {
    var before = 0.0
    var block = 0
    while block < blocks.count - 1, before + shares[block] <= value {
      before += shares[block]
      block += 1
    }
    // A sum in another order may end a last bit below: the last point with a distance is meant then.
    var last = blocks[block].lowerBound
    for i in blocks[block] {
      let squared = min(nearest[i], points[i].squaredDistance(to: latest))
      before += points.weights.map { $0[i] * squared } ?? squared
      if squared > 0 { last = i }
      if before > value { break }
    }
    return last
  }
}
