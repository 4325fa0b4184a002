import RFMService
import Segmentation
import Wording

/// A pack with its rules in words.
struct PackPage {
  let pack: SegmentPack
  let path: String
  let words: RuleWords
  let style: Style

  var text: String {
    var lines = ["\(style.bold(pack.title)) · pack \(pack.name) · \(path)"]
    if let description = pack.description {
      lines.append(Layout.wrapped(description, first: "  ", indent: "  ", columns: style.width))
    }
    for (i, segment) in pack.segments.enumerated() {
      lines.append("")
      lines.append("\(i + 1)  " + style.tinted(segment.name, segment.color, bold: true))
      lines.append(
        Layout.wrapped(words.words(segment), first: "   when ", indent: "        ", columns: style.width))
      if !segment.interpretation.isEmpty {
        lines.append(
          Layout.wrapped(segment.interpretation, first: "   ", indent: "   ", columns: style.width))
      }
      for recommendation in segment.recommendations {
        lines.append(Layout.wrapped(recommendation, first: "   • ", indent: "     ", columns: style.width))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
