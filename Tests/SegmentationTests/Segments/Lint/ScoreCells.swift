@testable import Segmentation

extension PackGeometry {
  /// The cells of the cube of scores (5 × 5 × 5 as a rule).
  struct ScoreCells: Sendable, Hashable {
    var total: Int
    /// Those that a customer can have; fewer than all where cut points coincide.
    var occurring: Int
    /// Those of the occurring in which every customer is in a segment.
    var covered: Int
  }

  /// How much of the cube of scores the pack covers. O(bins³ · n).
  func scoreCells() -> ScoreCells {
    var cells = ScoreCells(total: 0, occurring: 0, covered: 0)
    for recency in 1...space.bins[0] {
      for frequency in 1...space.bins[1] {
        for monetary in 1...space.bins[2] {
          cells.total += 1
          let here = Scores(recency: recency, frequency: frequency, monetary: monetary)
          guard let box = box(of: here) else { continue }
          cells.occurring += 1
          if first(in: [box], outside: all) == nil { cells.covered += 1 }
        }
      }
    }
    return cells
  }

  private func box(of scores: Scores) -> Box? {
    let exactly = { (score: Int) in Bounds(min: Double(score), max: Double(score)) }
    let conditions = Conditions(bounds: [
      .recencyScore: exactly(scores.recency), .frequencyScore: exactly(scores.frequency),
      .monetaryScore: exactly(scores.monetary),
    ])
    return space.boxes(conditions).first
  }
}
