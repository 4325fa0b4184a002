import Foundation
import TestSupport
import Testing

@testable import Lifetime

@Suite("The numerics below it")
struct NumericTests {
  @Test("ln(1 + e^δ) and its derivative are those of the C library, to the last digits")
  func softplus() {
    var random = RandomNumbers(seed: 1)
    let deltas =
      [0, -0.0, 1e-300, -1e-300, 36, -36, 708, -708, 709, -709, 1e6, -1e6]
      + (0..<400).map { _ in (Double(random.below(1_000_000)) / 1_000_000 - 0.5) * 80 }
    for start in stride(from: 0, to: deltas.count, by: 4) {
      let result = Softplus(SIMD4(deltas[start..<start + 4]))
      for lane in 0..<4 {
        let delta = deltas[start + lane]
        let value = max(delta, 0) + log1p(exp(-abs(delta)))
        let share = delta > 0 ? 1 / (1 + exp(-delta)) : exp(delta) / (1 + exp(delta))
        #expect(abs(result.value[lane] - value) <= 4e-16 * max(1, value), "δ = \(delta)")
        #expect(abs(result.share[lane] - share) <= 1e-15 * share || share < 1e-300, "δ = \(delta)")
      }
    }
  }

  /// Rosenbrock's valley, in four dimensions.
  @Test("a curved valley is followed to its end")
  func valley() {
    let found = QuasiNewton(from: [-1.2, 1, -1.2, 1], within: 12) { x in
      var value = 0.0
      var gradient = [Double](repeating: 0, count: 4)
      for i in 0..<3 {
        let (bend, rest) = (x[i + 1] - x[i] * x[i], 1 - x[i])
        value += 100 * bend * bend + rest * rest
        gradient[i] += -400 * x[i] * bend - 2 * rest
        gradient[i + 1] += 200 * bend
      }
      return (value, gradient)
    }
    #expect(found.place.allSatisfy { abs($0 - 1) < 1e-6 })
    #expect(found.evaluations < 100)
  }

  @Test("a number whose best place is outside the box ends on its side, the others where they are best")
  func box() {
    let found = QuasiNewton(from: [0, 0], within: 3) { x in
      let (a, b) = (x[0] - 9, x[1] - x[0] / 3)
      return (a * a + b * b, [2 * a - 2 * b / 3, 2 * b])
    }
    #expect(found.place[0] == 3)
    #expect(abs(found.place[1] - 1) < 1e-8)
  }

  /// The valley y = x², which leads out of the box at x = −1: there y is best at 8/11.
  @Test("a number that stays on a side keeps no other from its best place, nor the search from its end")
  func side() {
    let found = QuasiNewton(from: [0, 0], within: 1) { place in
      let (x, y) = (place[0], place[1])
      let (bend, left, low) = (y - x * x, x + 2, y + 2)
      return (
        bend * bend + left * left + 0.1 * low * low, [-4 * x * bend + 2 * left, 2 * bend + 0.2 * low]
      )
    }
    #expect(found.place[0] == -1)
    #expect(abs(found.place[1] - 8.0 / 11) < 1e-8)
    #expect(found.evaluations < 20)
  }
}
