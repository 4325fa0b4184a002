extension Box {
  /// Visits the parts of this box that none of the others covers, as boxes that do not overlap.
  ///
  /// The box is cut at the faces of the box among the others that needs the fewest cuts, again and again, as
  /// in a k-d tree (Overmars and Yap, "New upper bounds in Klee's measure problem", 1991). The number of parts
  /// is O(n^(d/2)) for n boxes in d axes that matter; packs make some hundreds.
  ///
  /// - Parameter visit: returns true to stop.
  /// - Returns: whether a visit stopped the walk.
  @discardableResult
  func remainder(after others: [Box], visit: (Box) -> Bool) -> Bool {
    var touching: [Box] = []
    touching.reserveCapacity(others.count)
    var best: (cuts: Int, box: Box)?
    for other in others where intersects(other) {
      let cuts = faces(of: other)
      if cuts == 0 { return false }
      if cuts < best?.cuts ?? .max { best = (cuts, other) }
      touching.append(other)
    }
    guard let cutter = best?.box else { return visit(self) }
    let (outside, rest) = cut(by: cutter)
    return outside.remainder(after: touching, visit: visit) || rest.remainder(after: touching, visit: visit)
  }

  /// How many faces of another box lie inside this one.
  private func faces(of other: Box) -> Int {
    var count = 0
    for axis in 0..<Self.axes {
      if other.lower[axis] > lower[axis] { count += 1 }
      if other.upper[axis] < upper[axis] { count += 1 }
    }
    return count
  }

  /// This box in two at the first face of another that lies in it: what is outside of that face, and the rest.
  private func cut(by other: Box) -> (outside: Box, rest: Box) {
    var outside = self
    var rest = self
    for axis in 0..<Self.axes {
      if other.lower[axis] > lower[axis] {
        outside.upper[axis] = other.lower[axis] - 1
        rest.lower[axis] = other.lower[axis]
        return (outside, rest)
      }
      if other.upper[axis] < upper[axis] {
        outside.lower[axis] = other.upper[axis] + 1
        rest.upper[axis] = other.upper[axis]
        return (outside, rest)
      }
    }
    return (outside, rest)
  }
}
