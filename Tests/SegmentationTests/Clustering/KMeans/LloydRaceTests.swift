import TestSupport
import Testing

@testable import Segmentation

@Suite("A race of Lloyd's steps")
struct LloydRaceTests {
  private static func race(toBeat part: Double) -> (alone: Lloyd, raced: Lloyd) {
    var generator = RandomNumbers(seed: 5)
    let points = Points.cloud(2000, using: &generator)
    let start = Array((0..<9).map { points[$0] })
    var alone = Lloyd(points, from: start, threads: 1)
    alone.settle(tolerance: 0, maxIterations: 300)
    alone.measure()
    var raced = Lloyd(points, from: start, threads: 1)
    let race = Lloyd.Race(toBeat: alone.inertia * part, squares: points.squares)
    raced.settle(tolerance: 0, maxIterations: 300, race: race)
    raced.measure()
    return (alone, raced)
  }

  @Test func isRunToItsEndWhereItCanBeWon() {
    let (alone, raced) = Self.race(toBeat: 1.001)
    #expect(alone.steps > 10)
    // Once it is won nothing ends it: the bar was passed on the way.
    #expect(raced.inertia <= alone.inertia * 1.001)
  }

  @Test func isGivenUpWhereTheBarIsOutOfReach() {
    let (alone, raced) = Self.race(toBeat: 0.2)
    #expect(raced.steps < alone.steps / 2)
  }
}
