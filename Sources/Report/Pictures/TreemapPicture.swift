import Segmentation

/// Revenue by segment, as areas.
struct TreemapPicture: Picture {
  private let segments: [SegmentSummary]
  private let words: ReportWords
  private let total: Double
  private let parts: [Squarified.Part]
  /// The segments whose area is too small for their name: by number, below the map.
  private let listed: [Int]
  let message: String

  private static let mapHeight = 380.0
  private static let pad = 7.0

  var name: String { "revenue-treemap" }
  var title: String { "Revenue by segment, \(words.money(total, nil)) in all" }
  var height: Double {
    Self.top + Self.mapHeight + 16 + (listed.isEmpty ? 0 : 8 + Double(listed.count) * 18)
  }

  /// - Returns: nil where no segment has revenue, or it is not known.
  init?(_ summaries: [SegmentSummary], _ words: ReportWords) {
    let known = summaries.filter { $0.revenue != nil && !$0.isEmpty }
    let revenue = known.map { $0.revenue ?? 0 }
    let frame = Frame(left: 16, top: Self.top, right: Self.width - 16, bottom: Self.top + Self.mapHeight)
    parts = Squarified.parts(revenue, in: frame)
    guard !parts.isEmpty else { return nil }
    segments = known
    self.words = words
    let drawn = parts.map(\.index)
    let total = drawn.reduce(0) { $0 + revenue[$1] }
    self.total = total
    listed = parts.filter { Self.lines(known[$0.index], total, $0, words) == nil }.map(\.index)
    let shares = drawn.map { i in
      "\(known[i].name) \(words.money(revenue[i], nil)) (\(words.percent(revenue[i] / total)))"
    }
    let left = known.indices.filter { revenue[$0] <= 0 }.map { known[$0].name }
    message =
      "The areas are the revenue of the segments: \(shares.joined(separator: ", "))."
      + (left.isEmpty ? "" : " Without revenue, and not in the picture: \(left.joined(separator: ", ")).")
  }

  /// Name, revenue and share, as far as they fit into a part; nil where not even the name does.
  private static func lines(
    _ segment: SegmentSummary, _ total: Double, _ part: Squarified.Part, _ words: ReportWords
  ) -> (name: [String], figures: [String], size: Double)? {
    let room = part.width - 2 * pad
    let figures = figures(segment, total, words)
    for size in [16.0, 14, 12, 11] {
      let lineHeight = size * 1.25
      let limit = Int((part.height - pad) / lineHeight)
      guard limit > 0,
        let name = TextWidth.wrapped(segment.name, to: room, size: size, limit: limit, isBold: true)
      else { continue }
      let left = limit - name.count
      let both = figures.joined(separator: " · ")
      if TextWidth.of(both, size: size) <= room, left >= 1 { return (name, [both], size) }
      if left >= 2, figures.allSatisfy({ TextWidth.of($0, size: size) <= room }) {
        return (name, figures, size)
      }
      if left >= 1, size <= 12, TextWidth.of(figures[1], size: size) <= room {
        return (name, [figures[1]], size)
      }
    }
    return nil
  }

  private static func figures(_ segment: SegmentSummary, _ total: Double, _ words: ReportWords) -> [String] {
    let revenue = segment.revenue ?? 0
    return [words.money(revenue, nil), words.percent(revenue / total)]
  }

  func draw(_ drawing: inout Drawing) {
    for part in parts {
      let segment = segments[part.index]
      drawing.part(segment.index, named: segment.name) { draw(part, segment, &$0) }
    }
    for (number, index) in listed.enumerated() {
      let segment = segments[index]
      let y = Self.top + Self.mapHeight + 24 + Double(number) * 18
      drawing.rect(16, y - 11, 13, 13, fill: .fixed(drawing.theme.segments[segment.index]))
      let figures = Self.figures(segment, total, words).joined(separator: " · ")
      let room = Self.width - 60 - TextWidth.of(figures, size: 12)
      let name = TextWidth.cut("\(number + 1)  \(segment.name)", to: room, size: 12)
      drawing.text("\(name): \(figures)", 36, y)
    }
  }

  private func draw(_ part: Squarified.Part, _ segment: SegmentSummary, _ drawing: inout Drawing) {
    let colour = drawing.theme.segments[segment.index]
    drawing.rect(
      part.x + 1, part.y + 1, max(part.width - 2, 0.5), max(part.height - 2, 0.5), fill: .fixed(colour))
    let ink = Ink.fixed(colour.textColour)
    if let lines = Self.lines(segment, total, part, words) {
      var y = part.y + Self.pad / 2 + lines.size
      for line in lines.name {
        drawing.text(line, part.x + Self.pad, y, size: lines.size, ink: ink, isBold: true)
        y += lines.size * 1.25
      }
      for line in lines.figures {
        drawing.text(line, part.x + Self.pad, y, size: lines.size, ink: ink)
        y += lines.size * 1.25
      }
    } else if part.width >= 20, part.height >= 18, let number = listed.firstIndex(of: part.index) {
      drawing.text(
        String(number + 1), part.x + part.width / 2, part.y + part.height / 2 + 4, .middle, ink: ink,
        isBold: true)
    }
  }
}
