/// A rectangle shared out in proportion to values, each part as near to a square as can be (Bruls, Huizing and
/// van Wijk, "Squarified Treemaps", 2000).
enum Squarified {
  struct Part {
    let index: Int
    let x: Double
    let y: Double
    let width: Double
    let height: Double
  }

  /// A part for each value above 0, the largest first. O(n²) at worst.
  static func parts(_ values: [Double], in frame: Frame) -> [Part] {
    let order = values.indices.filter { values[$0] > 0 && values[$0].isFinite }
      .sorted { (values[$1], $0) < (values[$0], $1) }
    let total = order.reduce(0) { $0 + values[$1] }
    guard total > 0, total.isFinite else { return [] }
    let unit = frame.width * frame.height / total
    var rest = frame
    var parts: [Part] = []
    var i = 0
    while i < order.count {
      // As many in one row along the shorter side as make its worst part better.
      let side = min(rest.width, rest.height)
      var end = i + 1
      var sum = values[order[i]] * unit
      var worst = Self.worst(sum, least: sum, greatest: sum, side)
      while end < order.count {
        let area = values[order[end]] * unit
        let next = Self.worst(sum + area, least: area, greatest: values[order[i]] * unit, side)
        guard next <= worst else { break }
        worst = next
        sum += area
        end += 1
      }
      let thickness = side > 0 ? sum / side : 0
      var along = 0.0
      for j in i..<end {
        let length = sum > 0 ? values[order[j]] * unit / sum * side : 0
        parts.append(
          rest.width >= rest.height
            ? Part(index: order[j], x: rest.left, y: rest.top + along, width: thickness, height: length)
            : Part(index: order[j], x: rest.left + along, y: rest.top, width: length, height: thickness))
        along += length
      }
      if rest.width >= rest.height { rest.left += thickness } else { rest.top += thickness }
      i = end
    }
    return parts
  }

  /// The worst ratio of two sides in a row of such areas.
  private static func worst(_ sum: Double, least: Double, greatest: Double, _ side: Double) -> Double {
    guard sum > 0, least > 0 else { return .infinity }
    let (square, squaredSum) = (side * side, sum * sum)
    return max(square * greatest / squaredSum, squaredSum / (square * least))
  }
}
