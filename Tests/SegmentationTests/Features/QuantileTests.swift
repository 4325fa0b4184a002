import Foundation
import TestSupport
import Testing

@testable import Segmentation

@Suite("Quantiles of type 7")
struct QuantileTests {
  @Test(arguments: [0, 1, 4096, 4097, 6000])
  func columnsAreSortedAsEverSoMany(count: Int) {
    var generator = RandomNumbers(seed: 2)
    let wild = (0..<count).map { _ in (generator.unit() - 0.5) * (generator.unit() > 0.5 ? 1e9 : 1e-9) }
    let whole = (0..<count).map { _ in Double(generator.below(400)) }
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
    var generator = RandomNumbers(seed: 2)
    for _ in 0..<50 {
      let values = (0..<(1 + generator.below(40))).map { _ in generator.unit() * 1e6 }.sorted()
      let quantiles = (0...100).map { Quantile.type7(Double($0) / 100, ofSorted: values) }
      #expect(quantiles == quantiles.sorted())
      #expect(quantiles.first == values.first)
      #expect(quantiles.last == values.last)
    }
  }
}
