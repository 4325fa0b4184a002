import CDistance

/// The distances between all pairs of points, summed up by the clusters of several clusterings at once.
///
/// Points that share their cluster in every clustering stand side by side as a group. A distance is measured
/// once and added to the sum of its group; the sums of the groups are then added up to those of the clusters,
/// clustering by clustering. O(n² + n · groups · clusterings).
struct PairwiseDistances: Sendable {
  /// Sorted by group.
  private let points: Points
  /// The row that each point had.
  private let order: [Int]
  /// Group g is starts[g]..<starts[g + 1].
  private let starts: [Int64]
  private let group: [Int32]
  private let clusterings: [Grouped]
  /// Points are measured in pieces of this size; sums are added up by piece, whatever the threads.
  private static let piece = 128

  /// A clustering in terms of groups.
  private struct Grouped: Sendable {
    /// The cluster of each group.
    var cluster: [Int32]
    var sizes: [Int]
  }

  init(_ points: Points, _ clusterings: [Clustering]) {
    // Groups are split clustering by clustering; they stay in the order of their clusters' numbers.
    var group = [Int32](repeating: 0, count: points.count)
    var clusters = [[Int32]](repeating: [], count: 1)
    for clustering in clusterings {
      let k = clustering.k
      var isUsed = [Bool](repeating: false, count: clusters.count * k)
      for (i, label) in clustering.labels.enumerated() { isUsed[Int(group[i]) * k + Int(label)] = true }
      var number = [Int32](repeating: 0, count: isUsed.count)
      var split: [[Int32]] = []
      for key in isUsed.indices where isUsed[key] {
        number[key] = Int32(split.count)
        split.append(clusters[key / k] + [Int32(key % k)])
      }
      for (i, label) in clustering.labels.enumerated() { group[i] = number[Int(group[i]) * k + Int(label)] }
      clusters = split
    }
    var starts = [Int64](repeating: 0, count: clusters.count + 1)
    for g in group { starts[Int(g) + 1] += 1 }
    for g in clusters.indices { starts[g + 1] += starts[g] }
    var next = starts
    var order = [Int](repeating: 0, count: points.count)
    for (i, g) in group.enumerated() {
      order[Int(next[Int(g)])] = i
      next[Int(g)] += 1
    }
    self.points = Points(
      x: order.map { points.x[$0] }, y: order.map { points.y[$0] }, z: order.map { points.z[$0] })
    self.group = order.map { group[$0] }
    self.order = order
    self.starts = starts
    self.clusterings = clusterings.enumerated().map { which, clustering in
      Grouped(cluster: clusters.map { $0[which] }, sizes: clustering.sizes)
    }
  }

  struct Total: Sendable {
    var sum = 0.0
    var squares = 0.0
  }

  /// The sums of the silhouettes of all points and of their squares, for each clustering.
  func sums(threads: Int) -> [Total] {
    sums(over: points.count, threads: threads) { rows, totals, memory in
      for start in stride(from: rows.lowerBound, to: rows.upperBound, by: 4) {
        let four = Array(start..<min(start + 4, rows.upperBound))
        measure(four, &memory.groups)
        add(four, to: &totals, &memory)
      }
    }
  }

  /// The sums of the silhouettes of some of the points and of their squares, for each clustering.
  ///
  /// Distances are those of single precision, a third of the time: they move the silhouette by less than a
  /// millionth, where the sample itself leaves a standard error of some thousandths.
  func sums(ofSample chosen: [Int], threads: Int) -> [Total] {
    let places = places(of: chosen)
    let groups = Parallel.map(count: starts.count - 1, threads: threads) {
      SinglePoints(points, Int(starts[$0])..<Int(starts[$0 + 1]))
    }
    return sums(over: places.count, threads: threads) { piece, totals, memory in
      let rows = Array(places[piece])
      let fours = (rows.count + 3) / 4
      // Groups × points, the last four filled up with the last.
      let distances = groups.map { group in
        let from = (0..<(4 * fours)).flatMap { group.single(points[rows[min($0, rows.count - 1)]]) }
        var sums = [SIMD4<Double>](repeating: .zero, count: fours)
        sums.withUnsafeMutableBytes { sums in
          guard let base = sums.bindMemory(to: Double.self).baseAddress else { return }
          group.withColumns {
            distance_sums_single(.fastest, $0, Int64(group.count), from, Int64(fours), base)
          }
        }
        return sums
      }
      for four in 0..<fours {
        for group in groups.indices { memory.groups[group] = distances[group][four] }
        add(Array(rows[(4 * four)..<min(4 * four + 4, rows.count)]), to: &totals, &memory)
      }
    }
  }

  /// Adds up what comes of pieces of `count` points: by piece, whatever the threads.
  private func sums(
    over count: Int, threads: Int, _ addPiece: @Sendable (Range<Int>, inout [Total], inout RowSums) -> Void
  ) -> [Total] {
    let pieces = Blocks(of: count, size: Self.piece)
    let parts = Parallel.map(count: pieces.count, threads: threads) { piece in
      var totals = [Total](repeating: Total(), count: clusterings.count)
      var memory = RowSums(groups: starts.count - 1, most: clusterings.map(\.sizes.count).max() ?? 0)
      addPiece(pieces[piece], &totals, &memory)
      return totals
    }
    return parts.reduce(into: [Total](repeating: Total(), count: clusterings.count)) { all, part in
      for which in all.indices {
        all[which].sum += part[which].sum
        all[which].squares += part[which].squares
      }
    }
  }

  /// Where rows stand now.
  private func places(of rows: [Int]) -> [Int] {
    var place = [Int](repeating: 0, count: order.count)
    for (position, row) in order.enumerated() { place[row] = position }
    return rows.map { place[$0] }
  }

  /// Memory for the sums of four points at a time.
  private struct RowSums {
    var groups: [SIMD4<Double>]
    var clusters: [SIMD4<Double>]

    init(groups: Int, most clusters: Int) {
      self.groups = [SIMD4<Double>](repeating: .zero, count: groups)
      self.clusters = [SIMD4<Double>](repeating: .zero, count: clusters)
    }
  }

  /// The sums of the distances from up to four points to those of each group.
  private func measure(_ rows: [Int], _ sums: inout [SIMD4<Double>]) {
    // Fewer than four are filled up with the last, which is not counted.
    let from = (0..<4).map { points[rows[min($0, rows.count - 1)]] }.rows
    sums.withUnsafeMutableBytes { groups in
      guard let base = groups.bindMemory(to: Double.self).baseAddress else { return }
      _ = points.withColumns {
        distance_group_sums(.fastest, $0, starts, Int64(starts.count - 1), from, base)
      }
    }
  }

  /// Adds the silhouettes of up to four points, whose distances to the groups are measured.
  private func add(_ rows: [Int], to totals: inout [Total], _ sums: inout RowSums) {
    for (which, clustering) in clusterings.enumerated() {
      for c in clustering.sizes.indices { sums.clusters[c] = .zero }
      for g in sums.groups.indices { sums.clusters[Int(clustering.cluster[g])] += sums.groups[g] }
      for (lane, row) in rows.enumerated() {
        let own = Int(clustering.cluster[Int(group[row])])
        let value = Self.silhouette(sums.clusters, lane, own: own, sizes: clustering.sizes)
        totals[which].sum += value
        totals[which].squares += value * value
      }
    }
  }

  private static func silhouette(
    _ sums: [SIMD4<Double>], _ lane: Int, own: Int, sizes: [Int]
  ) -> Double {
    guard sizes[own] > 1 else { return 0 }
    let a = sums[own][lane] / Double(sizes[own] - 1)
    var b = Double.infinity
    for c in sizes.indices where c != own && sizes[c] > 0 { b = min(b, sums[c][lane] / Double(sizes[c])) }
    guard b.isFinite else { return 0 }
    let greater = max(a, b)
    return greater > 0 ? (b - a) / greater : 0
  }
}
