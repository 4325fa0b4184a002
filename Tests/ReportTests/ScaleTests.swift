import Foundation
import Segmentation
import TestSupport
import Testing

@testable import Report

/// Values to pixels, and the round numbers beside them.
@Suite struct ScaleTests {
  /// 1, 2, 3 or 5 times a power of ten, or a multiple of a step that is.
  private func isRound(_ number: Double) -> Bool {
    guard number != 0 else { return true }
    let power = pow(10, floor(log10(abs(number)) + 1e-9))
    let share = abs(number) / power
    return [1, 2, 3, 5, 10].contains { abs(share - $0) < 1e-6 }
  }

  @Test func linearTicksAreMultiplesOfARoundStepAndReachAround() {
    var random = RandomNumbers(seed: 5)
    for _ in 0..<500 {
      let low = (random.unit() - 0.5) * pow(10, Double(random.below(12)) - 4)
      let high = low + random.unit() * pow(10, Double(random.below(12)) - 4) + 1e-6
      let scale = Scale(.linear, from: low, to: high, start: 0, end: 100)
      let step = scale.ticks[1] - scale.ticks[0]
      #expect(isRound(step) || step < 1e-9 * abs(low), "\(low) \(high) \(scale.ticks)")
      #expect(
        scale.low <= low + step * 1e-6 && scale.high >= high - step * 1e-6, "\(low) \(high) \(scale.ticks)")
      #expect(scale.ticks.count <= 9, "\(low) \(high) \(scale.ticks)")
      #expect(zip(scale.ticks, scale.ticks.dropFirst()).allSatisfy(<))
    }
  }

  @Test func logarithmicTicksAreRoundAndReachAround() {
    var random = RandomNumbers(seed: 6)
    for _ in 0..<500 {
      let low = pow(10, random.unit() * 8 - 2)
      let high = low * pow(10, random.unit() * 6 + 0.1)
      let scale = Scale(.log, from: low, to: high, start: 0, end: 100, count: 8)
      #expect(scale.ticks.allSatisfy(isRound), "\(scale.ticks)")
      #expect(scale.low <= low * 1.000001 && scale.high >= high * 0.999999, "\(low) \(high) \(scale.ticks)")
      #expect((2...10).contains(scale.ticks.count), "\(low) \(high) \(scale.ticks)")
    }
  }

  @Test func aScaleForBothSignsKeepsTheOrder() {
    let scale = Scale(.symlog(10), from: -250, to: 90_000, start: 0, end: 100)
    #expect(scale.ticks.contains(0))
    #expect(scale.low <= -250 && scale.high >= 90_000)
    #expect(scale.ticks.allSatisfy(isRound), "\(scale.ticks)")
    let values = [-250.0, -20, -1, 0, 1, 5, 50, 5_000, 90_000]
    let places = values.map { scale($0) }
    #expect(zip(places, places.dropFirst()).allSatisfy(<), "\(places)")
    for share in [0.0, 0.2, 0.5, 0.9, 1] { #expect(abs(scale(scale.value(at: share)) - share * 100) < 1e-9) }
  }

  @Test func daysAndOrdersHaveNoHalves() {
    let scale = Scale(.linear, from: 1, to: 2, start: 0, end: 100, isWhole: true)
    #expect(scale.ticks == [1, 2])
  }

  @Test(arguments: [
    (3.0, 3.0), (0, 0), (-5, -5), (1, 1e300), (-1e308, 1e308), (.nan, 1),
    (.leastNonzeroMagnitude, .leastNormalMagnitude),
    (0, .infinity),
  ])
  func strangeValuesStillGiveAScale(_ low: Double, _ high: Double) {
    for kind in [Scale.Kind.linear, .log, .symlog(1)] {
      let scale = Scale(kind, from: low, to: high, start: 0, end: 100, isWhole: true)
      #expect(!scale.ticks.isEmpty && scale.ticks.count < 2_000)
      for value in [low, high, 0, 1] where value.isFinite {
        #expect((0...100).contains(scale(value)), "\(kind) \(low) \(high) \(value)")
      }
    }
  }

  @Test func aLogarithmIsTakenWhereMostValuesWouldBeOneLine() {
    #expect(Scale.kind(for: [1, 2, 3, 4, 5]) == .linear)
    #expect(Scale.kind(for: [1, 2, 3, 4, 500]) == .log)
    #expect(Scale.kind(for: [-1, 20, 30, 40, 5_000]) == .symlog(10))
    #expect(Scale.kind(for: []) == .linear)
  }
}
