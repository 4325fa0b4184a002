import Foundation
import Testing

@testable import Segmentation

@Suite("Quantiles of type 7")
struct FeaturesQuantileTests {
  @Test(arguments: [0, 1, 4096, 4097, 6000])
  func columnsAreSortedAsEverSoMany(count: Int) {
    var generator = SeededGenerator(seed: 2)
    let wild = (0..<count).map { _ in (generator.unit() - 0.5) * (generator.unit() > 0.5 ? 1e9 : 1e-9) }
    let whole = (0..<count).map { _ in Double(generator.index(below: 400)) }
    let same = [Double](repeating: -3.5, count: count)
    for values in [wild, whole, same] { #expect(Ascending.sorted(values) == values.sorted()) }
  }

  @Test func lieOnALineBetweenTheValues() {
    let values: [Double] = [1, 2, 4, 8]
    #expect(Quantile.type7(0, ofSorted: values) == 1)
    #expect(Quantile.type7(0.25, ofSorted: values) == 1.75)
    #expect(Quantile.type7(0.5, ofSorted: values) == 3)
    #expect(Quantile.type7(0.75, ofSorted: values) == 5)
    #expect(Quantile.type7(1, ofSorted: values) == 8)
    #expect(Quantile.type7(0.3, ofSorted: [7]) == 7)
  }

  @Test func areNumPysToTheLastBit() {
    // numpy.quantile([0.1, 0.2, 0.7, 1.3, 2.9], [0.2, 0.4, 0.6, 0.8])
    let values = [0.1, 0.2, 0.7, 1.3, 2.9]
    let quantiles = [0.2, 0.4, 0.6, 0.8].map { Quantile.type7($0, ofSorted: values) }
    for (quantile, expected) in zip(quantiles, [0.18, 0.5, 0.94, 1.62]) {
      #expect(abs(quantile - expected) < 1e-15)
    }
  }

  @Test func ascendWithTheirShareAndStayWithinTheValues() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<50 {
      let values = (0..<(1 + generator.index(below: 40))).map { _ in generator.unit() * 1e6 }.sorted()
      let quantiles = (0...100).map { Quantile.type7(Double($0) / 100, ofSorted: values) }
      #expect(quantiles == quantiles.sorted())
      #expect(quantiles.first == values.first)
      #expect(quantiles.last == values.last)
    }
  }
}

@Suite("Fences and scaling")
struct FeaturesFenceTests {
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
