import Foundation
import Testing

@testable import Segmentation

@Suite("Fences and scaling")
struct FeatureTests {
  @Test func tukeysFencesStandOneAndAHalfRangesOut() throws {
    let fence = try #require(Fence(tukey: [0, 1, 2, 3, 4, 5, 6, 7, 100]))
    #expect(fence == Fence(low: -4, high: 12))
    #expect(fence.contains(-4))
    #expect(fence.contains(12))
    #expect(!fence.contains(12.000001))
    #expect(!fence.contains(-4.1))
  }

  @Test func whereTheMiddleHalfIsOneValueThereIsNoFence() {
    #expect(Fence(tukey: [1, 1, 1, 1, 1, 1, 9]) == nil)
    #expect(Fence(tukey: [3]) == nil)
    #expect(Fence(tukey: []) == nil)
  }

  @Test func theScaleIsThePopulationStandardDeviation() {
    let scaler = StandardScaler([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(scaler.mean == 5)
    #expect(scaler.scale == 2)
    #expect(!scaler.isConstant)
  }

  @Test(arguments: [0, 1, 0.1, -1e-300, 1e15 + 0.3])
  func aConstantColumnHasScaleOne(value: Double) {
    let scaler = StandardScaler([Double](repeating: value, count: 1001))
    #expect(scaler.isConstant)
    #expect(scaler.scale == 1)
    #expect(abs(scaler.mean - value) <= abs(value) * 1e-15)
  }

  @Test func aSmallSpreadOnALargeMeanIsNotConstant() {
    let scaler = StandardScaler([1e9, 1e9 + 1, 1e9 + 2])
    #expect(abs(scaler.scale - (2.0 / 3).squareRoot()) < 1e-9)
  }

  @Test func sumsLoseNothingOnTheWay() {
    var sum = CompensatedSum()
    for value in [1e100, 1, -1e100, 1] { sum.add(value) }
    #expect(sum.value == 2)
  }

  @Test func theLogarithmTakesNothingToNothing() {
    #expect(Feature.transformed(0, by: .log1p) == 0)
    #expect(Feature.transformed(-5, by: .log1p) == 0)
    #expect(Feature.transformed(1, by: .log1p) == log(2))
    #expect(Feature.transformed(-5, by: .none) == -5)
  }
}
