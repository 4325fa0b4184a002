/// How many customers ordered how often: classes of the same width, and a last one for all who ordered more.
struct OrderClasses {
  struct Class {
    let low: Int
    /// Nil for the last, which has no end.
    let high: Int?
    var customers: Int
  }

  let classes: [Class]

  /// So many bars, so that each has room for its figures.
  static let limit = 12

  /// - Parameter sorted: frequencies, ascending.
  init(_ sorted: [Int32]) {
    guard let least = sorted.first, let greatest = sorted.last else {
      classes = []
      return
    }
    let (low, high) = (Int(least), Int(greatest))
    // Nine in ten customers have a class of their own; the last one takes the tail.
    let most = Int(sorted[min(sorted.count - 1, sorted.count * 9 / 10)])
    let wanted = Double(most - low + 1) / Double(Self.limit - 1)
    let width = max(1, Int(min(Scale.roundStep(wanted), 1e9)))
    // From 1 where the first class would begin near it, so that classes are 1–5, 6–10.
    let start = low < width ? min(low, 1) : width == 1 ? low : (low - 1) / width * width + 1
    let count = min(Self.limit, (high - start) / width + 1)
    var classes = (0..<count).map { i in
      let first = start + i * width
      let isTail = i == Self.limit - 1 && high > first + width - 1
      return Class(low: first, high: isTail ? nil : first + width - 1, customers: 0)
    }
    for value in sorted { classes[min((Int(value) - start) / width, count - 1)].customers += 1 }
    self.classes = classes
  }
}
