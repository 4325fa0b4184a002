import RFMService
import Segmentation
import Wording

/// A customer before and after something that has not happened, as a person reads it.
struct WhatIfText {
  let supposition: Supposition
  let loaded: LoadedModel
  let style: Style

  init(_ supposition: Supposition, _ loaded: LoadedModel, _ style: Style) {
    self.supposition = supposition
    self.loaded = loaded
    self.style = style
  }

  var text: String {
    let words = FeatureWords(loaded.model)
    func change(_ a: String, _ b: String) -> String { a == b ? a : "\(a) → \(b)" }
    let whatIf = supposition.whatIf
    let (before, after) = (whatIf.before, whatIf.after)
    var lines = [
      style.bold(
        whatIf.placeBefore == whatIf.placeAfter
          ? "\(loaded.name(of: whatIf.placeBefore)), as before"
          : "\(loaded.name(of: whatIf.placeBefore)) → \(loaded.name(of: whatIf.placeAfter))"),
      "  recency \(change(words.recency(before.rfm.recency), words.recency(after.rfm.recency))) · frequency \(change(words.frequency(before.rfm.frequency), words.frequency(after.rfm.frequency))) · monetary \(change(words.monetary(before.rfm.monetary), words.monetary(after.rfm.monetary)))",
    ]
    let rows = after.nearestFirst.map { cluster in
      [
        String(cluster), loaded.name(ofCluster: cluster), Figures.fixed(before.distances[cluster], digits: 2),
        Figures.fixed(after.distances[cluster], digits: 2),
      ]
    }
    lines.append(style.table(["cluster", "", "distance before", "after"], rows, rightAligned: [0, 2, 3]))
    if case .days = supposition.event { lines.append("  " + nextChange) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The day on which waiting changes the segment.
  private var nextChange: String {
    guard let change = supposition.change else { return "waiting alone changes nothing" }
    guard let date = change.date?.date else {
      return "\(change.name) from the day on which recency is \(change.recency)"
    }
    return change.isDue ? "\(change.name): due since \(date)" : "\(change.name) from \(date)"
  }
}
