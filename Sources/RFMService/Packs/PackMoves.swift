import Segmentation

/// Who would be in another segment if the rules of a pack were others.
public struct PackMoves: Sendable {
  /// The customers who would go from one place to another.
  public struct Move: Sendable {
    /// What their place is called now.
    public let from: String
    /// What it would be called.
    public let to: String
    /// How many they are.
    public internal(set) var customers = 0
    /// What they spent, in currency.
    public internal(set) var monetary = 0.0
    /// The first of them, by ID.
    public internal(set) var examples: [String] = []
  }

  /// The largest first.
  public let moves: [Move]
  /// How many customers stay where they are.
  public let staying: Int
}

extension Inquiry {
  /// Who would be in another segment by the rules of `other` than by those of the pack in use. One scan.
  ///
  /// - Parameters:
  ///   - other: the pack in use with other rules: segments are told apart by their place.
  ///   - examples: how many IDs are named of each move.
  public func moves(to other: SegmentPack, examples: Int = 5) throws(Problem) -> PackMoves {
    let classifier = RowClassifier(model)
    let (now, then) = (SegmentLookup(pack, model), SegmentLookup(other, model))
    var moves: [[Int]: PackMoves.Move] = [:]
    var staying = 0
    try scan { row in
      let (r, f, m) = (Double(row.rfm.recency), Double(row.rfm.frequency), row.rfm.monetary)
      let answer = classifier.answer(r, f, m)
      let (from, to) = (
        now.index(answer, r, f, m, row.history), then.index(answer, r, f, m, row.history)
      )
      guard from != to else {
        staying += 1
        return
      }
      var move =
        moves[[from, to]] ?? PackMoves.Move(from: now.segments[from].name, to: then.segments[to].name)
      move.customers += 1
      move.monetary += m
      if move.examples.count < examples { move.examples.append(row.id) }
      moves[[from, to]] = move
    }
    let ordered = moves.sorted { a, b in
      a.value.customers == b.value.customers
        ? a.key.lexicographicallyPrecedes(b.key) : a.value.customers > b.value.customers
    }
    return PackMoves(moves: ordered.map(\.value), staying: staying)
  }
}
