extension String {
  /// What was broken for a terminal, as one line.
  var inOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

/// What a page shows of what a program says. Empty lines make no difference, and a line of … stands for lines
/// that are left out.
struct ShownLines {
  let lines: [String]
  /// Whether only words are compared: another program's columns are as wide as its version makes them.
  let isByWords: Bool

  /// What was not said as it is shown; nil where all of it was.
  func difference(from said: String) -> String? {
    let all = comparable(said.split(separator: "\n").map(String.init))
    var parts = comparable(lines).split(separator: "…", omittingEmptySubsequences: false)
    var rest = all[...]
    func missing(_ part: some Sequence<String>) -> String {
      (["shown:"] + part + ["said:"] + rest).joined(separator: "\n")
    }
    guard parts.count > 1 else { return parts[0].elementsEqual(all) ? nil : missing(parts[0]) }
    let (first, last) = (parts.removeFirst(), parts.removeLast())
    guard rest.starts(with: first) else { return missing(first) }
    rest = rest.dropFirst(first.count)
    guard rest.suffix(last.count).elementsEqual(last) else { return missing(last) }
    rest = rest.dropLast(last.count)
    for part in parts where !part.isEmpty {
      guard let start = rest.indices.first(where: { rest[$0...].starts(with: part) }) else {
        return missing(part)
      }
      rest = rest[(start + part.count)...]
    }
    return nil
  }

  private func comparable(_ lines: [String]) -> [String] {
    lines.map { line in
      let words = line.split(separator: " ")
      if words == ["…"] { return "…" }
      if isByWords { return words.filter { !$0.allSatisfy { $0 == "-" } }.joined(separator: " ") }
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.filter { !$0.isEmpty }
  }
}
