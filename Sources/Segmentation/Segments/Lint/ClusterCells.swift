import Customers

/// Finds customers of a cluster in a box of raw values.
///
/// Exact for clusters that are `VoronoiCells`: a cluster's customers are those nearest to its centre, cut out by a
/// plane for every rival. With a its centre and b the rival's, a customer p is nearer to the rival where
///
///     |p − a|² − |p − b|² = Σ (b − a)(2p − a − b)
///
/// is positive. The sum is linear in p and every coordinate follows one raw value without ever falling, so its
/// least and greatest value over a box lie at corners. The search is branch and bound (Land and Doig, 1960): a
/// box in which one rival is nearer everywhere is dropped; one whose probe is of the cluster is an answer; any
/// other is cut in two, in the end down to single customers, for whom the classifier decides.
struct ClusterCells: Sendable {
  let model: Model
  let domain: LintDomain
  private let cells: VoronoiCells
  private let centres: [[Double]]

  /// Boxes looked at before a search gives up and calls the cluster absent. Searches take some dozens; only
  /// planes that all but coincide over thousands of customers could use it up.
  static let budget = 100_000
  /// What rounding can do to a difference of squared distances, relative to their sum.
  private static let rounding = 16 * Double.ulpOfOne

  init(model: Model, domain: LintDomain) {
    self.model = model
    self.domain = domain
    cells = model.clustering.cells
    centres = cells.centres.map(\.values)
  }

  /// A box of raw steps and where its corners lie in scaled units.
  private struct Cell {
    var lower: [Int]
    var upper: [Int]
    var low: [Double]
    var high: [Double]
  }

  /// A customer in the box whom the model puts in the cluster; nil where there is none.
  func customer(of cluster: Int, in box: Box) -> RFM? {
    guard centres.indices.contains(cluster), !box.isEmpty else { return nil }
    let ranges = FeatureName.allCases.map { box[Axis($0)] }
    let lower = ranges.map(\.lowerBound)
    let upper = ranges.map(\.upperBound)
    let cell = Cell(lower: lower, upper: upper, low: scaled(lower), high: scaled(upper))
    // Of two centres in one place the first takes all.
    if centres[..<cluster].contains(centres[cluster]) { return nil }
    let rivals = centres.indices.filter { centres[$0] != centres[cluster] }
    var budget = Self.budget
    return search(cell, cluster, rivals: rivals, budget: &budget)
  }

  /// The customer of a box who lies nearest to a place in scaled units, axis by axis.
  func customer(nearest place: Point, in box: Box) -> RFM {
    let steps = FeatureName.allCases.map { step($0, at: place.values[$0.index], in: box[Axis($0)]) }
    return domain.rfm(steps[0], steps[1], steps[2])
  }

  // MARK: - The search

  private func search(_ cell: Cell, _ cluster: Int, rivals: [Int], budget: inout Int) -> RFM? {
    budget -= 1
    guard budget > 0 else { return nil }
    let own = centres[cluster]
    var live: [Int] = []
    live.reserveCapacity(rivals.count)
    var weights = [0.0, 0.0, 0.0]
    var noise = 0.0
    for rival in rivals {
      let bound = compare(own, centres[rival], over: cell)
      if bound.least > bound.slack { return nil }
      if bound.greatest < -bound.slack { continue }
      live.append(rival)
      for axis in 0..<3 { weights[axis] = max(weights[axis], bound.weights[axis]) }
      noise = max(noise, bound.noise)
    }
    let probe = customer(cell, near: own)
    if self.cluster(of: probe) == cluster { return probe }
    let open = (0..<3).filter { cell.lower[$0] < cell.upper[$0] && weights[$0] > 0 }
    guard let axis = open.max(by: { weights[$0] < weights[$1] }) else { return nil }
    // Where rounding hides all differences, neighbours are classified by its whims; the corners must do.
    if weights[axis] <= noise { return corner(of: cell, cluster) }
    let (first, second) = halves(cell, axis, nearTo: own[axis])
    return search(first, cluster, rivals: live, budget: &budget)
      ?? search(second, cluster, rivals: live, budget: &budget)
  }

  private struct Bound {
    /// The least and the greatest difference of squared distances over the cell.
    var least = 0.0
    var greatest = 0.0
    /// The most that rounding can change it by.
    var slack = 0.0
    /// How much of the uncertainty is each axis's.
    var weights = [0.0, 0.0, 0.0]
    /// What rounding can do even where the cell is nearest to the two.
    var noise = 0.0
  }

  private func compare(_ own: [Double], _ rival: [Double], over cell: Cell) -> Bound {
    var bound = Bound()
    for axis in 0..<3 {
      let (a, b, low, high) = (own[axis], rival[axis], cell.low[axis], cell.high[axis])
      let atLow = (b - a) * (2 * low - a - b)
      let atHigh = (b - a) * (2 * high - a - b)
      bound.least += min(atLow, atHigh)
      bound.greatest += max(atLow, atHigh)
      let (nearA, farA) = Self.squares(a, low, high)
      let (nearB, farB) = Self.squares(b, low, high)
      bound.slack += Self.rounding * (farA + farB)
      bound.noise += Self.rounding * (nearA + nearB)
      bound.weights[axis] = abs(atHigh - atLow) + Self.rounding * (farA + farB - nearA - nearB)
    }
    return bound
  }

  /// The squared distance from a coordinate to the nearest and the farthest of a range.
  private static func squares(_ place: Double, _ low: Double, _ high: Double) -> (near: Double, far: Double) {
    let near = place < low ? low - place : place > high ? place - high : 0
    let far = max(abs(low - place), abs(high - place))
    return (near * near, far * far)
  }

  // MARK: - Places

  private func customer(_ cell: Cell, near place: [Double]) -> RFM {
    let steps = FeatureName.allCases.map {
      step($0, at: place[$0.index], in: cell.lower[$0.index]...cell.upper[$0.index])
    }
    return domain.rfm(steps[0], steps[1], steps[2])
  }

  private func corner(of cell: Cell, _ cluster: Int) -> RFM? {
    for mask in 0..<8 {
      let steps = (0..<3).map { mask >> $0 & 1 == 0 ? cell.lower[$0] : cell.upper[$0] }
      let corner = domain.rfm(steps[0], steps[1], steps[2])
      if self.cluster(of: corner) == cluster { return corner }
    }
    return nil
  }

  /// The cell in two, cut in the middle of an axis in scaled units; the half nearer to a place first.
  private func halves(_ cell: Cell, _ axis: Int, nearTo place: Double) -> (Cell, Cell) {
    let feature = FeatureName.allCases[axis]
    let middle = cell.low[axis] + (cell.high[axis] - cell.low[axis]) / 2
    let last = step(feature, at: middle, in: cell.lower[axis]...(cell.upper[axis] - 1))
    var first = cell
    first.upper[axis] = last
    first.high[axis] = scaled(feature, last)
    var second = cell
    second.lower[axis] = last + 1
    second.low[axis] = scaled(feature, last + 1)
    return place > middle ? (second, first) : (first, second)
  }

  private func cluster(of rfm: RFM) -> Int {
    cells.nearest(model.point(rfm)).cluster
  }

  private func scaled(_ steps: [Int]) -> [Double] {
    FeatureName.allCases.map { scaled($0, steps[$0.index]) }
  }

  private func scaled(_ feature: FeatureName, _ step: Int) -> Double {
    model.feature(feature).scaled(domain.value(feature, step))
  }

  /// The step nearest to a coordinate in scaled units.
  private func step(_ feature: FeatureName, at place: Double, in range: ClosedRange<Int>) -> Int {
    domain.step(feature, near: model.feature(feature).raw(place), in: range)
  }
}
