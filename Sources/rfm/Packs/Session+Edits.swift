import Segmentation

/// Editing segments at the prompt.
extension Session {
  /// The text of the pack in use.
  private func bookInUse() throws(Failure) -> PackShelf.Book {
    guard let pack else { throw Failure("no segment pack fits this model; train writes one, or use PACK") }
    return try shelf.book(named: pack.name)
  }

  mutating func rename(_ text: String) throws(Failure) -> String {
    let book = try bookInUse()
    let line = try EditLine(text, in: book.pack)
    let name = try line.text("rename SEGMENT \"New name\"")
    return try apply(
      .rename(name), line, book, "renamed '\(book.pack.segments[line.segment].name)' to '\(name)'")
  }

  mutating func describe(_ text: String) throws(Failure) -> String {
    let book = try bookInUse()
    let line = try EditLine(text, in: book.pack)
    let description = try line.text("describe SEGMENT \"text\"")
    return try apply(
      .describe(description), line, book, "described '\(book.pack.segments[line.segment].name)'")
  }

  mutating func color(_ text: String) throws(Failure) -> String {
    let book = try bookInUse()
    let line = try EditLine(text, in: book.pack)
    let color = try line.text("color SEGMENT #1f77b4")
    return try apply(
      .color(color), line, book, "coloured '\(book.pack.segments[line.segment].name)' \(color)")
  }

  mutating func when(_ text: String) throws(Failure) -> String {
    let book = try bookInUse()
    let line = try EditLine(text, in: book.pack)
    guard !line.rest.trimmed.isEmpty else { throw Failure("what? when SEGMENT {\"cluster\": 0}") }
    return try apply(
      .when(line.rest.trimmed), line, book, "changed the rule of '\(book.pack.segments[line.segment].name)'")
  }

  mutating func recommend(_ text: String) throws(Failure) -> String {
    let book = try bookInUse()
    let line = try EditLine(text, in: book.pack)
    let name = book.pack.segments[line.segment].name
    let words = line.rest.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    let rest = words.count > 1 ? words[1] : ""
    let usage = "recommend SEGMENT add \"text\", set 2 \"text\", remove 2 or move 3 1"
    switch words.first?.lowercased() {
    case "add":
      return try apply(.addRecommendation(try EditLine.text(rest, usage)), line, book, "added to '\(name)'")
    case "set":
      let parts = rest.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
      guard parts.count == 2, let number = Int(parts[0]) else { throw Failure("which, and what? \(usage)") }
      return try apply(
        .setRecommendation(number, try EditLine.text(parts[1], usage)), line, book,
        "set \(number) of '\(name)'")
    case "remove":
      guard let number = Int(rest.trimmed) else { throw Failure("which? \(usage)") }
      return try apply(.removeRecommendation(number), line, book, "removed \(number) of '\(name)'")
    case "move":
      let numbers = rest.split(whereSeparator: \.isWhitespace).map { Int($0) }
      guard numbers.count == 2, let from = numbers[0], let to = numbers[1] else {
        throw Failure("which, and where to? \(usage)")
      }
      return try apply(
        .moveRecommendation(from: from, to: to), line, book, "moved \(from) to \(to) in '\(name)'")
    default: throw Failure("what? \(usage)")
    }
  }

  private mutating func apply(
    _ change: PackEdit.Change, _ line: EditLine, _ book: PackShelf.Book, _ what: String
  ) throws(Failure) -> String {
    let edited: PackText
    do throws(EditError) {
      edited = try book.text.applying(PackEdit(segment: line.segment, change: change))
    } catch {
      throw Failure(error)
    }
    return try save(edited, over: book, what)
  }

  /// Saves a changed pack, takes it into use, and says what lint finds that is new.
  mutating func save(_ edited: PackText, over book: PackShelf.Book, _ what: String) throws(Failure) -> String
  {
    if edited.bytes == book.text.bytes { return "\(book.path) says that already\n" }
    let before = lint(book.pack)
    let done: PackWorkshop.Done
    do throws(Failure) {
      done = try workshop.save(edited, over: book, what: what, shelf: &shelf)
    } catch {
      shelf.distrust(book.path)
      takeUpChanges()
      throw error
    }
    adopt(done.text.pack)
    var lines = ["\(what) (\(done.path))"]
    if let original = done.copiedFrom {
      lines.append("\(original) may not be written: this is a copy of your own")
    }
    if let misfit = done.text.pack.misfit(model) {
      lines.append("the pack does not fit this model any more: \(misfit); undo takes it back")
    }
    for finding in lint(done.text.pack).newFindings(since: before) {
      lines.append("lint: \(finding.message)\(finding.exampleWords.map { ", for example \($0)" } ?? "")")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// - Parameter count: how many edits; one without.
  mutating func undo(_ count: String) throws(Failure) -> String {
    guard let steps = count.isEmpty ? 1 : Int(count), steps > 0 else { throw Failure("how many? undo 3") }
    var undone = ""
    for _ in 0..<steps { undone += try undo() }
    return undone
  }

  private mutating func undo() throws(Failure) -> String {
    let (what, undone): (String, SegmentPack)
    do throws(Failure) {
      (what, undone) = try workshop.undo(shelf: &shelf)
    } catch {
      takeUpChanges()
      throw error
    }
    adopt(undone)
    return "undone: \(what)\n"
  }

  func diff() -> String {
    let text = workshop.diff(shelf: shelf)
    return text.isEmpty ? "no pack was changed since the prompt started\n" : text
  }

  /// The pack in use, or another, in the user's own editor.
  mutating func edit(_ name: String) throws(Failure) -> String {
    guard let ask else { throw Failure("edit needs a terminal") }
    let book = name.isEmpty ? try bookInUse() : try shelf.book(named: name)
    guard let edited = try PackEditor(ask: ask).edit(book) else { return "\(book.path) is as it was\n" }
    do throws(Failure) {
      let said = try save(edited.text, over: book, "edited \(book.pack.name)")
      PackEditor.discard(edited.copy)
      return said
    } catch {
      throw Failure("\(error.message); what you wrote is kept in \(edited.copy)")
    }
  }

  // MARK: Lint

  func lintInUse() throws(Failure) -> String {
    let book = try bookInUse()
    var report = lint(book.pack)
    if store != nil {
      do {
        try report.count { body in try scan { _, classification in body(classification) } }
      } catch {
        throw Failure(error)
      }
    }
    return isJSON ? jsonLine(report.json) : LintText(report: report, path: book.path).text
  }

  /// What lint says of a pack under the model in use, or by itself where it does not fit.
  func lint(_ pack: SegmentPack) -> LintReport {
    PackLint(pack, model: pack.misfit(model) == nil ? model : nil, words: RuleWords(model)).report()
  }
}

extension RuleWords {
  /// With the model's money and what it counts.
  init(_ model: Model) {
    let words = FeatureWords(model)
    self.init(frequencyUnit: words.frequencyNoun, money: { words.figures.money($0) })
  }
}
