import RFMService
import Segmentation
import Wording

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
        "\(TextLayout.padded(finding.severity.rawValue, to: 7))  \(finding.message)\(customers)\(example)")
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
