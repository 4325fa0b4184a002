extension PackText {
  /// What changed between two texts, as `diff -u` shows it: three lines around each change.
  ///
  /// The lines are those of the texts, byte for byte, so that `patch` can use the result.
  ///
  /// - Returns: The hunks, each with its `@@` line; empty where the texts are the same.
  /// - Complexity: O(*n* × *d*) in lines and differences (E. Myers, "An O(ND) Difference Algorithm", 1986).
  public static func diff(old: [UInt8], new: [UInt8]) -> String {
    let changes = lineChanges(from: lines(old), to: lines(new))
    var result = ""
    for hunk in hunks(changes) { result += text(of: changes, hunk) }
    return result
  }

  private struct LineChange {
    /// `-`, `+` or a space.
    var sign: Character
    var line: ArraySlice<UInt8>
    /// The number of lines of each text before this one.
    var before: (old: Int, new: Int)
  }

  /// The lines with their line feeds; only the last may be without.
  private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.count
      lines.append(text[start..<end])
      start = end
    }
    return lines
  }

  private static func lineChanges(from old: [ArraySlice<UInt8>], to new: [ArraySlice<UInt8>]) -> [LineChange]
  {
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var changes: [LineChange] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if removed.contains(i) {
        changes.append(LineChange(sign: "-", line: old[i], before: (i, j)))
        i += 1
      } else if inserted.contains(j) {
        changes.append(LineChange(sign: "+", line: new[j], before: (i, j)))
        j += 1
      } else {
        changes.append(LineChange(sign: " ", line: old[i], before: (i, j)))
        i += 1
        j += 1
      }
    }
    return changes
  }

  /// Runs of changes with the lines around them; those that would touch are one.
  private static func hunks(_ changes: [LineChange]) -> [Range<Int>] {
    let context = 3
    var hunks: [Range<Int>] = []
    for index in changes.indices where changes[index].sign != " " {
      let hunk = max(0, index - context)..<min(changes.count, index + context + 1)
      if let last = hunks.last, last.upperBound >= hunk.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<hunk.upperBound
      } else {
        hunks.append(hunk)
      }
    }
    return hunks
  }

  private static func text(of changes: [LineChange], _ hunk: Range<Int>) -> String {
    /// `12,7`; of no lines, the number of the line before them.
    func span(_ before: Int, _ count: Int) -> String {
      count == 1 ? "\(before + 1)" : "\(count == 0 ? before : before + 1),\(count)"
    }
    let lines = changes[hunk]
    let (old, new) = changes[hunk.lowerBound].before
    let oldSpan = span(old, lines.count { $0.sign != "+" })
    let newSpan = span(new, lines.count { $0.sign != "-" })
    var text = "@@ -\(oldSpan) +\(newSpan) @@\n"
    for change in lines {
      text += "\(change.sign)\(String(decoding: change.line, as: UTF8.self))"
      if change.line.last != UInt8(ascii: "\n") { text += "\n\\ No newline at end of file\n" }
    }
    return text
  }
}
