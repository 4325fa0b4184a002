import RFMService
import Segmentation
import Wording

/// A pack with its rules in words.
struct PackPage {
  let pack: SegmentPack
  let path: String
  /// Says the numbers of its limits; nil where no model is at hand.
  let model: Model?
  let style: Style

  var text: String {
    let pack = model.map(pack.resolved) ?? pack
    let words = model.map { RuleWords($0) } ?? RuleWords()
    var lines = ["\(style.bold(pack.title)) · pack \(pack.name) · \(path)"]
    if let description = pack.description {
      lines.append(TextLayout.wrapped(description, first: "  ", indent: "  ", columns: style.width))
    }
    for (i, segment) in pack.segments.enumerated() {
      lines.append("")
      lines.append("\(i + 1)  " + style.tinted(segment.name, segment.color, bold: true))
      lines.append(
        TextLayout.wrapped(words.words(segment), first: "   when ", indent: "        ", columns: style.width))
      if !segment.interpretation.isEmpty {
        lines.append(
          TextLayout.wrapped(segment.interpretation, first: "   ", indent: "   ", columns: style.width))
      }
      for recommendation in segment.recommendations {
        lines.append(
          TextLayout.wrapped(recommendation, first: "   • ", indent: "     ", columns: style.width))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
