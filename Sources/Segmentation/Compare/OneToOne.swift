/// Pairs of rows and columns, each in at most one pair, at the least total cost.
enum OneToOne {
  /// The assignment problem, solved by shortest augmenting paths with potentials (Kuhn, "The Hungarian method
  /// for the assignment problem", 1955; for matrices that are not square, Crouse, "On implementing 2D
  /// rectangular assignment algorithms", 2016).
  ///
  /// As many pairs are made as the shorter side allows. Of solutions that cost the same, the result is always
  /// the same one.
  ///
  /// - Parameter costs: rows × columns, all finite.
  /// - Returns: for each row its column; nil where it has none.
  /// - Complexity: O(n² · m) for n ≤ m.
  static func pairs(_ costs: [[Double]]) -> [Int?] {
    guard let first = costs.first, !first.isEmpty else { return costs.map { _ in nil } }
    guard costs.count <= first.count else {
      let transposed = first.indices.map { column in costs.map { $0[column] } }
      var rows = [Int?](repeating: nil, count: costs.count)
      for (column, row) in pairs(transposed).enumerated() {
        if let row { rows[row] = column }
      }
      return rows
    }
    let columns = first.count
    // Column 0 stands for none: each row enters there and pushes others on.
    var rowPotential = [Double](repeating: 0, count: costs.count + 1)
    var columnPotential = [Double](repeating: 0, count: columns + 1)
    var rowOf = [Int](repeating: 0, count: columns + 1)
    for row in 1...costs.count {
      rowOf[0] = row
      var column = 0
      var least = [Double](repeating: .infinity, count: columns + 1)
      var cameFrom = [Int](repeating: 0, count: columns + 1)
      var isDone = [Bool](repeating: false, count: columns + 1)
      repeat {
        isDone[column] = true
        let current = rowOf[column]
        var step = Double.infinity
        var next = 0
        for candidate in 1...columns where !isDone[candidate] {
          let cost =
            costs[current - 1][candidate - 1] - rowPotential[current] - columnPotential[candidate]
          if cost < least[candidate] { (least[candidate], cameFrom[candidate]) = (cost, column) }
          if least[candidate] < step { (step, next) = (least[candidate], candidate) }
        }
        for candidate in 0...columns {
          if isDone[candidate] {
            rowPotential[rowOf[candidate]] += step
            columnPotential[candidate] -= step
          } else {
            least[candidate] -= step
          }
        }
        column = next
      } while rowOf[column] != 0
      repeat {
        let before = cameFrom[column]
        rowOf[column] = rowOf[before]
        column = before
      } while column != 0
    }
    var pairs = [Int?](repeating: nil, count: costs.count)
    for column in 1...columns where rowOf[column] > 0 { pairs[rowOf[column] - 1] = column - 1 }
    return pairs
  }
}
