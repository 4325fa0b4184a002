import RFMService
import Segmentation
import Wording

/// Editing segments at the prompt.
extension Conversation {
  mutating func rename(_ text: String) throws(Problem) -> String {
    let book = try loaded.bookInUse()
    let line = try EditLine(text, in: book.pack)
    let name = try line.text("rename SEGMENT \"New name\"")
    return try apply(
      .rename(name), line, book, "renamed '\(book.pack.segments[line.segment].name)' to '\(name)'")
  }

  mutating func describe(_ text: String) throws(Problem) -> String {
    let book = try loaded.bookInUse()
    let line = try EditLine(text, in: book.pack)
    let description = try line.text("describe SEGMENT \"text\"")
    return try apply(
      .describe(description), line, book, "described '\(book.pack.segments[line.segment].name)'")
  }

  mutating func color(_ text: String) throws(Problem) -> String {
    let book = try loaded.bookInUse()
    let line = try EditLine(text, in: book.pack)
    let color = try line.text("color SEGMENT #1f77b4")
    return try apply(
      .color(color), line, book, "coloured '\(book.pack.segments[line.segment].name)' \(color)")
  }

  mutating func when(_ text: String) throws(Problem) -> String {
    let book = try loaded.bookInUse()
    let line = try EditLine(text, in: book.pack)
    guard !line.rest.trimmed.isEmpty else { throw Problem("what? when SEGMENT {\"cluster\": 0}") }
    return try apply(
      .when(line.rest.trimmed), line, book, "changed the rule of '\(book.pack.segments[line.segment].name)'")
  }

  mutating func recommend(_ text: String) throws(Problem) -> String {
    let book = try loaded.bookInUse()
    let line = try EditLine(text, in: book.pack)
    let name = book.pack.segments[line.segment].name
    let words = line.rest.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    let rest = words.count > 1 ? words[1] : ""
    let usage = "recommend SEGMENT add \"text\", set 2 \"text\", remove 2 or move 3 1"
    switch words.first?.lowercased() {
    case "add":
      return try apply(
        .addRecommendation(try EditLine.text(rest, usage)), line, book, "added a recommendation to '\(name)'")
    case "set":
      let parts = rest.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
      guard parts.count == 2, let number = Int(parts[0]) else { throw Problem("which, and what? \(usage)") }
      return try apply(
        .setRecommendation(number, try EditLine.text(parts[1], usage)), line, book,
        "set \(number) of '\(name)'")
    case "remove":
      guard let number = Int(rest.trimmed) else { throw Problem("which? \(usage)") }
      return try apply(
        .removeRecommendation(number), line, book, "removed recommendation \(number) of '\(name)'")
    case "move":
      let numbers = rest.split(whereSeparator: \.isWhitespace).map { Int($0) }
      guard numbers.count == 2, let from = numbers[0], let to = numbers[1] else {
        throw Problem("which, and where to? \(usage)")
      }
      return try apply(
        .moveRecommendation(from: from, to: to), line, book,
        "moved recommendation \(from) to place \(to) in '\(name)'")
    default: throw Problem("what? \(usage)")
    }
  }

  private mutating func apply(
    _ change: PackEdit.Change, _ line: EditLine, _ book: PackShelf.Book, _ what: String
  ) throws(Problem) -> String {
    try adopt(what, book) { (loaded, edits) throws(Problem) in
      try loaded.editing(
        PackEdit(segment: line.segment, change: change), of: book, what: what, history: &edits)
    }
  }

  /// Takes a pack that was saved into use, and says what lint finds that is new.
  ///
  /// - Parameter save: gives nil where the pack says that already.
  private mutating func adopt(
    _ what: String, _ book: PackShelf.Book,
    _ save: (LoadedModel, inout EditHistory) throws(Problem) -> EditedPack?
  ) throws(Problem) -> String {
    let saved: EditedPack?
    do throws(Problem) {
      saved = try save(loaded, &edits)
    } catch {
      // Another program may have been there first: its change is taken up.
      take(loaded.distrusting(book.path))
      _ = takeUpChanges()
      throw error
    }
    guard let saved else { return "\(book.path) says that already\n" }
    take(saved.loaded)
    var lines = ["\(what) (\(saved.path))"]
    if let original = saved.copiedFrom {
      lines.append("\(original) may not be written: this is a copy of your own")
    }
    if let misfit = saved.misfit {
      lines.append("the pack does not fit this model any more: \(misfit); undo takes it back")
    }
    for finding in saved.findings {
      lines.append("lint: \(finding.message)\(finding.exampleWords.map { ", for example \($0)" } ?? "")")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// - Parameter count: how many edits; one without.
  mutating func undo(_ count: String) throws(Problem) -> String {
    guard let steps = count.isEmpty ? 1 : Int(count), steps > 0 else { throw Problem("how many? undo 3") }
    var undone = ""
    for step in 0..<steps {
      do throws(Problem) {
        let (now, what) = try loaded.undoing(&edits)
        take(now)
        undone += "undone: \(what)\n"
      } catch {
        _ = takeUpChanges()
        guard step > 0 else { throw error }
        return undone + "took \(step) back, not \(steps): \(error.message)\n"
      }
    }
    return undone
  }

  /// The pack in use, or another, in the user's own editor.
  mutating func edit(_ name: String) throws(Problem) -> String {
    guard let ask else { throw Problem("edit needs a terminal") }
    let book = name.isEmpty ? try loaded.bookInUse() : try loaded.shelf.book(named: name)
    guard let edited = try PackEditor(ask: ask).edit(book) else { return "\(book.path) is as it was\n" }
    do throws(Problem) {
      let what = "edited \(book.pack.name)"
      let said = try adopt(what, book) { (loaded, edits) throws(Problem) in
        try loaded.saving(edited.text, over: book, what: what, history: &edits)
      }
      PackEditor.discard(edited.copy)
      return said
    } catch {
      throw Problem("\(error.message); what you wrote is kept in \(edited.copy)", error.kind)
    }
  }
}
