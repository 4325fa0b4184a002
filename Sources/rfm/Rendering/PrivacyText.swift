import RFMService

/// What is kept of people, as a person reads it.
struct PrivacyText {
  let report: PrivacyReport
  let style: Style

  private static let exports =
    "Lists that export and classify wrote are where you put them; export makes them readable only by you (600). The sales files are yours. Nothing is sent anywhere."

  var text: String {
    var lines: [String] = []
    for item in report.items {
      let mode = item.mode.map { "mode \(item.octalMode ?? "")\(Self.whoReads($0))" } ?? "not there"
      lines.append(style.bold(item.what) + " · \(item.path) · \(mode)")
      lines.append(TextLayout.wrapped(item.holds, first: "  ", indent: "  ", columns: style.width))
      if item.holdsPeople, let mode = item.mode, mode & 0o077 != 0 {
        lines.append("  others may read it: chmod 600 \(item.path)")
      }
    }
    lines.append(TextLayout.wrapped(Self.exports, first: "", indent: "", columns: style.width))
    return lines.joined(separator: "\n") + "\n"
  }

  private static func whoReads(_ mode: UInt32) -> String {
    mode & 0o077 == 0 ? ", you alone" : mode & 0o004 != 0 ? ", everyone on this machine" : ", your group"
  }
}
