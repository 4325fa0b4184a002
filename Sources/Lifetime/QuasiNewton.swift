/// Where a smooth function of a few numbers is least within a box: the BFGS method (Nocedal and Wright, "Numerical
/// Optimization", 2006, algorithm 6.1), with a step length that satisfies the weak Wolfe conditions (Lewis and
/// Overton, "Nonsmooth optimization via quasi-Newton methods", 2013, algorithm 2.6).
///
/// A number that stands on a side of the box, with the function falling beyond it, is left there (Bertsekas,
/// "Projected Newton methods", 1982). Nothing is drawn at random: the same function gives the same bytes.
struct QuasiNewton {
  /// A function's value and its gradient.
  typealias Value = (value: Double, gradient: [Double])

  private(set) var place: [Double]
  private(set) var value: Double
  private(set) var evaluations = 1
  private var gradient: [Double]
  /// An estimate of the inverse of the matrix of second derivatives, row by row.
  private var inverse: [[Double]]
  private let bound: Double
  private let function: ([Double]) -> Value

  /// The gradient is small enough where no number of it is greater.
  private static let enough = 1e-9
  /// The farthest that a step moves one number: parameters are logarithms, and e² is far.
  private static let farthest = 2.0
  private static let mostSteps = 300
  private static let mostTrials = 40
  /// What a value may be off by: it is a sum of many terms, some of them greater than itself.
  private static let rounding = 1e-12

  /// Goes down from `start`.
  ///
  /// - Parameter bound: every number stays within ± this.
  init(from start: [Double], within bound: Double, _ function: @escaping ([Double]) -> Value) {
    place = start
    self.bound = bound
    self.function = function
    (value, gradient) = function(start)
    inverse = Self.identity(start.count)
    descend()
  }

  private mutating func descend() {
    var isFresh = true
    for _ in 0..<Self.mostSteps {
      let free = place.indices.filter(isFree)
      guard free.contains(where: { abs(gradient[$0]) > Self.enough }) else { return }
      guard let step = trial(direction(among: free)) else {
        // At the end of what rounding lets us see, or the estimate is poor: once more without it.
        if isFresh { return }
        inverse = Self.identity(place.count)
        isFresh = true
        continue
      }
      learn(step, isFirst: isFresh)
      isFresh = false
      place = step.place
      (value, gradient) = step.found
    }
  }

  /// Whether a number may move: not where it stands on a side and the function falls beyond it.
  private func isFree(_ i: Int) -> Bool {
    !(place[i] >= bound && gradient[i] < 0 || place[i] <= -bound && gradient[i] > 0)
  }

  /// Where to go, and not too far. A number on a side that the others would push beyond it stays there, or no step
  /// would be long.
  private func direction(among free: [Int]) -> [Double] {
    // The inverse for those that move: the others are swept out of it, one by one.
    var inverse = inverse
    for k in place.indices where !free.contains(k) {
      let row = inverse[k]
      for i in free {
        let factor = inverse[i][k] / row[k]
        for j in free { inverse[i][j] -= factor * row[j] }
      }
    }
    var direction = [Double](repeating: 0, count: place.count)
    for i in free { direction[i] = free.reduce(0) { $0 - inverse[i][$1] * gradient[$1] } }
    let inside = free.filter { abs(place[$0]) < bound || place[$0] * direction[$0] < 0 }
    guard inside.count == free.count else { return self.direction(among: inside) }
    let longest = direction.reduce(0) { max($0, abs($1)) }
    return longest > Self.farthest ? direction.map { $0 * (Self.farthest / longest) } : direction
  }

  private struct Step {
    let place: [Double]
    let found: Value
  }

  /// A place in the direction where the function has fallen enough, and its slope, too; nil where there is none.
  private mutating func trial(_ direction: [Double]) -> Step? {
    let slope = Self.product(direction, gradient)
    guard slope < 0 else { return nil }
    let side = stepToSide(direction)
    var (low, high) = (0.0, Double.infinity)
    var length = min(1, side)
    for _ in 0..<Self.mostTrials {
      let trial = place.indices.map { max(-bound, min(bound, place[$0] + length * direction[$0])) }
      let found = function(trial)
      evaluations += 1
      if !(found.value <= value + 1e-4 * length * slope + Self.rounding * (1 + abs(value))) {
        high = length
      } else if Self.product(direction, found.gradient) < 0.9 * slope, length < side {
        low = length
      } else {
        return Step(place: trial, found: found)
      }
      length = min(side, high < .infinity ? (low + high) / 2 : 2 * length)
    }
    return nil
  }

  /// How long a step may be until a number meets a side of the box.
  private func stepToSide(_ direction: [Double]) -> Double {
    place.indices.reduce(.infinity) { step, i in
      direction[i] == 0 ? step : min(step, ((direction[i] > 0 ? bound : -bound) - place[i]) / direction[i])
    }
  }

  /// The update of Broyden, Fletcher, Goldfarb and Shanno.
  private mutating func learn(_ step: Step, isFirst: Bool) {
    let moved = zip(step.place, place).map { $0 - $1 }
    let turned = zip(step.found.gradient, gradient).map { $0 - $1 }
    let curvature = Self.product(moved, turned)
    guard curvature > 0 else { return }
    if isFirst {
      let scale = curvature / Self.product(turned, turned)
      for i in inverse.indices { inverse[i][i] = scale }
    }
    let across = inverse.map { Self.product($0, turned) }
    let factor = (1 + Self.product(turned, across) / curvature) / curvature
    for i in inverse.indices {
      for j in inverse.indices {
        inverse[i][j] +=
          factor * moved[i] * moved[j] - (across[i] * moved[j] + moved[i] * across[j]) / curvature
      }
    }
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func identity(_ count: Int) -> [[Double]] {
    (0..<count).map { i in (0..<count).map { $0 == i ? 1 : 0 } }
  }
}
