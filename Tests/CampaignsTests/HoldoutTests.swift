import Customers
import TestSupport
import Testing

@testable import Campaigns

@Suite struct HoldoutTests {
  private static func ids(_ numbers: some Sequence<Int>) -> IDColumn {
    var ids = IDColumn()
    for number in numbers { ids.append(String(10_000 + number)) }
    return ids
  }

  /// In each segment the share is right to within one customer, and over all to within half a one.
  @Test func controlsAreBalancedOverSegments() throws {
    var random = RandomNumbers(seed: 11)
    for seed in 0..<300 {
      let count = random.below(400)
      let segments = (0..<count).map { _ in random.below(1 + random.below(9)) }
      let hundredths = 1 + random.below(9999)
      let holdout = try #require(Holdout(hundredths: hundredths, seed: UInt64(seed)))
      let controls = holdout.controls(Self.ids(0..<count), segments: segments)
      let share = Double(hundredths) / 10_000
      let all = controls.count { $0 }
      #expect(abs(Double(all) - share * Double(count)) <= 0.5 + 1e-9)
      for segment in Set(segments) {
        let members = segments.indices.filter { segments[$0] == segment }
        let chosen = members.count { controls[$0] }
        #expect(abs(Double(chosen) - share * Double(members.count)) < 1)
      }
    }
  }

  /// Whatever the order of the rows, the same people are controls; with another seed, others.
  @Test func theSameSeedChoosesTheSamePeople() throws {
    var random = RandomNumbers(seed: 5)
    let numbers = Array(0..<500)
    let segment = Dictionary(uniqueKeysWithValues: numbers.map { ($0, $0 % 7 % 3) })
    func chosen(_ order: [Int], seed: UInt64) throws -> Set<Int> {
      let holdout = try #require(Holdout(hundredths: 1500, seed: seed))
      let controls = holdout.controls(Self.ids(order), segments: order.map { segment[$0] ?? 0 })
      return Set(order.indices.filter { controls[$0] }.map { order[$0] })
    }
    let first = try chosen(numbers, seed: 7)
    for _ in 0..<20 {
      var shuffled = numbers
      for i in stride(from: shuffled.count - 1, to: 0, by: -1) { shuffled.swapAt(i, random.below(i + 1)) }
      #expect(try chosen(shuffled, seed: 7) == first)
    }
    let other = try chosen(numbers, seed: 8)
    #expect(other != first)
    // Two independent draws of 15 % share 15 % of each other.
    #expect(other.intersection(first).count < 30)
  }

  @Test func aLargerHoldoutHoldsTheSmallerOne() throws {
    let segments = (0..<1000).map { $0 % 4 }
    let ids = Self.ids(0..<1000)
    let small = try #require(Holdout(hundredths: 1000, seed: 7)).controls(ids, segments: segments)
    let large = try #require(Holdout(hundredths: 2000, seed: 7)).controls(ids, segments: segments)
    #expect(zip(small, large).allSatisfy { !$0 || $1 })
  }

  /// Over many seeds everyone is a control as often as everyone else: five standard errors around the share.
  @Test func everyoneIsAsLikelyAsEveryoneElse() throws {
    let (people, seeds) = (60, 4000)
    let ids = Self.ids((0..<people).map { $0 * 17 })
    let segments = (0..<people).map { $0 % 3 }
    var times = [Int](repeating: 0, count: people)
    for seed in 0..<seeds {
      let holdout = try #require(Holdout(hundredths: 2000, seed: UInt64(seed)))
      for (row, isControl) in holdout.controls(ids, segments: segments).enumerated() where isControl {
        times[row] += 1
      }
    }
    let error = (0.2 * 0.8 * Double(seeds)).squareRoot()
    for count in times { #expect(abs(Double(count) - 0.2 * Double(seeds)) < 5 * error) }
  }

  @Test func sharesThatLeaveNobodyAreRefused() {
    for hundredths in [-1, 0, 10_000, 20_000] { #expect(Holdout(hundredths: hundredths, seed: 1) == nil) }
  }
}
