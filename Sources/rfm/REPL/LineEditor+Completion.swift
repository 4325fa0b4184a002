@preconcurrency import CReadline

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension LineEditor {
  /// Names hold spaces, apostrophes and `&`, so Readline is not to look for words or quotes: the whole line is
  /// completed. An inputrc may still bind any completing command to any key.
  func setUpCompletion() {
    rl_completer_word_break_characters = UnsafePointer(strdup(""))
    rl_basic_word_break_characters = UnsafePointer(strdup(""))
    rl_basic_quote_characters = UnsafePointer(strdup(""))
    rl_completer_quote_characters = nil
    rl_sort_completion_matches = 0
    rl_attempted_completion_function = { _, _, _ in
      // Never fall back to the names of files.
      rl_attempted_completion_over = 1
      return LineEditor.current?.matches()
    }
    rl_completion_display_matches_hook = { matches, count, width in
      LineEditor.current?.list(matches, count: count, width: width)
    }
  }

  /// The text up to the cursor: earlier pasted rows, and the row the cursor is in.
  static func rowToCursor() -> (earlier: String, row: String) {
    guard let line = rl_line_buffer else { return ("", "") }
    let all = text(line, count: Int(rl_point))
    let start = all.utf8.lastIndex(of: UInt8(ascii: "\n")).map { all.utf8.index(after: $0) } ?? all.startIndex
    return (String(all[..<start]), String(all[start...]))
  }

  /// The matches as Readline wants them: first what to insert, then all candidates, then nil; each of them a
  /// whole line up to the cursor, and all of it from `malloc`, since Readline frees it.
  private func matches() -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    let (earlier, row) = Self.rowToCursor()
    let completion = complete(row)
    guard !completion.candidates.isEmpty else { return nil }
    let (before, argument) = completion.split(row)
    beforeArgument = earlier + before
    rl_completion_append_character = completion.appendsSpace ? Int32(UInt8(ascii: " ")) : 0

    var lines = [beforeArgument + completion.replacement(for: argument)]
    if completion.candidates.count > 1 { lines += completion.candidates.map { beforeArgument + $0 } }
    guard let memory = calloc(lines.count + 1, MemoryLayout<UnsafeMutablePointer<CChar>?>.stride) else {
      return nil
    }
    let list = memory.bindMemory(to: UnsafeMutablePointer<CChar>?.self, capacity: lines.count + 1)
    for (place, line) in lines.enumerated() { list[place] = strdup(line) }
    return list
  }

  /// Lists the candidates below the line, without what stands before the argument in each.
  private func list(
    _ matches: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, count: Int32, width: Int32
  ) {
    guard let matches else { return }
    isListing = true
    defer { isListing = false }
    if rl_completion_query_items <= 0 || count < rl_completion_query_items || confirmsListing(of: count) {
      let skipped = beforeArgument.utf8.count
      var arguments = (0...Int(count)).map { place in matches[place].map { $0 + min(skipped, strlen($0)) } }
      arguments.append(nil)
      rl_display_match_list(&arguments, count, width - Self.columns(of: beforeArgument))
    } else {
      rl_crlf()
    }
    rl_forced_update_display()
  }

  private func confirmsListing(of count: Int32) -> Bool {
    rl_crlf()
    fputs("Display all \(count) possibilities? (y or n)", rl_outstream)
    fflush(rl_outstream)
    while true {
      switch UInt8(truncatingIfNeeded: rl_read_key()) {
      case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: " "): return true
      case UInt8(ascii: "n"), UInt8(ascii: "N"), 127: return false
      default: rl_ding()
      }
    }
  }

  /// The columns that Readline counts for `text`, with two for a control character, shown as ^I. Wide letters
  /// count for one here, which at worst spaces the list out more.
  private static func columns(of text: String) -> Int32 {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.properties.generalCategory {
      case .control: sum + 2
      case .nonspacingMark, .enclosingMark, .format: sum
      default: sum + 1
      }
    }
  }
}
