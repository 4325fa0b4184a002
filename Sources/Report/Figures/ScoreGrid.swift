import Segmentation

/// Customers by recency score and frequency score.
struct ScoreGrid {
  struct Cell {
    var customers = 0
    var sum = CompensatedSum()

    var mean: Double? { customers > 0 ? sum.value / Double(customers) : nil }
  }

  /// Scores that share a row or a column: one each, or several where there are many.
  let recency: [ClosedRange<Int>]
  let frequency: [ClosedRange<Int>]
  /// By recency, then frequency.
  let cells: [[Cell]]

  /// More rows or columns than this cannot be read.
  static let limit = 10

  init(_ customers: CustomerColumns, _ cuts: ScoreCuts) {
    recency = Self.classes(cuts.bins(.recency))
    frequency = Self.classes(cuts.bins(.frequency))
    let rows = Self.places(recency)
    let columns = Self.places(frequency)
    var cells = [[Cell]](
      repeating: [Cell](repeating: Cell(), count: frequency.count), count: recency.count)
    for row in 0..<customers.count {
      let r = cuts.score(.recency, Double(customers.recency[row]))
      let f = cuts.score(.frequency, Double(customers.frequency[row]))
      cells[rows[r - 1]][columns[f - 1]].customers += 1
      cells[rows[r - 1]][columns[f - 1]].sum.add(customers.monetary[row])
    }
    self.cells = cells
  }

  private static func classes(_ bins: Int) -> [ClosedRange<Int>] {
    let width = (bins + limit - 1) / limit
    return stride(from: 1, through: bins, by: max(width, 1)).map { $0...min($0 + width - 1, bins) }
  }

  private static func places(_ classes: [ClosedRange<Int>]) -> [Int] {
    classes.enumerated().flatMap { [Int](repeating: $0, count: $1.count) }
  }
}
