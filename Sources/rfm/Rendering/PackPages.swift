import RFMService
import Segmentation
import Wording

/// A pack with its rules in words.
struct PackPage {
  let book: PackShelf.Book
  /// Says the numbers of its limits; nil where no model is at hand.
  let model: Model?
  let style: Style

  var text: String {
    let pack = model.map(book.pack.resolved) ?? book.pack
    let words = model.map { RuleWords($0) } ?? RuleWords()
    var lines = ["\(style.bold(pack.title)) · pack \(pack.name) · \(book.path)"]
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

/// The packs that were found, and whether they fit.
struct PackListText {
  let shelf: PackShelf
  let model: Model?
  let inUse: String?
  let style: Style

  var text: String {
    let rows = shelf.books.map { book in
      let misfit = model.flatMap { book.pack.misfit($0) }
      return [
        book.pack.name, String(book.pack.segments.count), book.pack.title,
        book.path,
        model == nil
          ? "" : misfit.map { "does not fit: \($0)" } ?? (book.pack.name == inUse ? "in use" : "fits"),
      ]
    }
    let table = style.table(
      ["pack", "segments", "title", "file", ""], rows, rightAligned: [1], indent: "")
    return table + "\n"
  }
}

/// What lint says, for a person.
struct LintText {
  let report: LintReport
  let path: String

  var text: String {
    let pack = report.pack
    var lines: [String] = []
    for finding in report.findings {
      let customers = finding.customers.map { " (\(Figures.counted($0, "customer")))" } ?? ""
      let example = finding.exampleWords.map { "\n         for example \($0)" } ?? ""
      lines.append(
        "\(Layout.padded(finding.severity.rawValue, to: 7))  \(finding.message)\(customers)\(example)")
    }
    let unlisted = report.gaps.count - report.findings.count { $0.kind == .gap }
    if unlisted > 0 {
      lines.append("gap      and \(Figures.counted(unlisted, "more region")) that no segment takes")
    }
    let counts = LintSeverity.allCases.compactMap { severity in
      let count = report.findings.count { $0.severity == severity }
      return count > 0 ? Figures.counted(count, severity.rawValue) : nil
    }
    let verdict = report.findings.isEmpty ? "nothing to say" : counts.joined(separator: ", ")
    lines.insert("\(pack.name) · \(path) · \(verdict)", at: 0)
    if let customers = report.customers {
      let named = zip(pack.segments, customers.bySegment).map { "\($0.name) \(Figures.count($1))" }
      lines.append(
        "customers  "
          + (named + (customers.uncovered > 0 ? ["in no segment \(Figures.count(customers.uncovered))"] : []))
          .joined(separator: " · "))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
