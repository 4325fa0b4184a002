import JSONText

/// The list of recommendations in the text of a segment; `node` is nil where the segment has no such key.
///
/// Places are from 0, and the caller has seen that they exist.
struct RecommendationsText {
  let segment: SegmentText
  let node: JSONNode?

  private var items: [JSONNode] {
    if case .array(let items) = node?.value { items } else { [] }
  }

  /// Adds at the end: a line more, and a comma to the line before it.
  func adding(_ text: JSON) -> Splice {
    guard let last = items.last else { return startingList(with: text) }
    let lead = segment.layout.lead(before: last.range.lowerBound)
    let isOnlyOneOfItsLine = items.count == 1 && !lead.isNewLine
    let blank = isOnlyOneOfItsLine ? (segment.lineStyle == .compact ? "" : " ") : lead.text
    return Splice(last.range.upperBound..<last.range.upperBound, "," + blank + text.text(.compact))
  }

  func setting(_ place: Int, to text: JSON) -> Splice {
    Splice(items[place].range, text.text(.compact))
  }

  /// Takes one out with its line, and the comma of the line before it if it is the last.
  func removing(_ place: Int) -> Splice {
    let items = items
    guard items.count > 1 else { return Splice(node?.range ?? 0..<0, "[]") }
    if place + 1 < items.count {
      return Splice(items[place].range.lowerBound..<items[place + 1].range.lowerBound, [])
    }
    return Splice(items[place - 1].range.upperBound..<items[place].range.upperBound, [])
  }

  /// Writes the texts from the one place to the other anew, in their new order; what stands between them stays.
  func moving(_ place: Int, to target: Int) -> Splice {
    let slots = items[min(place, target)...max(place, target)].map(\.range)
    var order = slots
    if place < target {
      order.append(order.removeFirst())
    } else {
      order.insert(order.removeLast(), at: 0)
    }
    var moved: [UInt8] = []
    for (index, slot) in slots.enumerated() {
      moved += segment.bytes[order[index]]
      if index + 1 < slots.count { moved += segment.bytes[slot.upperBound..<slots[index + 1].lowerBound] }
    }
    return Splice((slots.first?.lowerBound ?? 0)..<(slots.last?.upperBound ?? 0), moved)
  }

  /// A list of one: on lines of its own, ready for more, unless the segment stands on one line.
  private func startingList(with text: JSON) -> Splice {
    segment.setting("recommendations") { indent, _ in
      segment.isOnLines
        ? segment.lines("[", [text.text(.compact)], "]", indent: indent)
        : JSON.array([text]).text(segment.lineStyle)
    }
  }
}
