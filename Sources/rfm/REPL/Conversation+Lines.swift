import JSONText
import RFMService
import Segmentation
import Wording

/// What came of a line.
enum Reply {
  case text(String)
  case nothing
  case leave
}

extension Conversation {
  /// Answers one line.
  ///
  /// A command without arguments goes first, then an ID that equals the line, then values, then commands.
  mutating func reply(to line: String) throws(Problem) -> Reply {
    let text = line.trimmed
    guard !text.isEmpty else { return .nothing }
    for change in takeUpChanges() { Console.note("note: \(change)") }
    let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    let first = String(words[0])
    let rest = words.count > 1 ? String(words[1]).trimmed : ""
    if rest.isEmpty, let command = PromptCommand(word: first) { return try run(command, "") }
    if let subject = try inquiry.find(customer: text) { return answer(subject) }
    switch try ValuesLine.read(text, asOf: inquiry.observationDate) {
    case .values(let rfm): return answer(Subject(rfm))
    case .single(let id): return answer(try inquiry.subject(customer: id))
    case .notValues: break
    }
    if let command = PromptCommand(word: first) { return try run(command, rest) }
    throw Problem(unknown(text, first))
  }

  private func unknown(_ line: String, _ first: String) -> String {
    // A line of a megabyte is not said back whole.
    let (text, word) = (legible(line), legible(first))
    if let command = nearest(word, among: PromptCommand.allCases.map(\.rawValue)) {
      return "I don't recognise '\(word)'. Did you mean '\(command)'?"
    }
    if let id = inquiry.nearestID(to: text) {
      return "I don't recognise '\(text)'. Did you mean the customer \(id)?"
    }
    return "I don't recognise '\(text)'. Type three numbers, a customer ID, or help."
  }

  /// Answers, and remembers whom it was about.
  private mutating func answer(_ subject: Subject) -> Reply {
    self.subject = subject
    return .text(rendering.answer(inquiry.answer(subject), of: loaded))
  }

  private mutating func run(_ command: PromptCommand, _ rest: String) throws(Problem) -> Reply {
    switch command {
    case .help: return .text(try PromptCommand.help(on: rest))
    case .quit: return .leave
    case .model: return .text(rendering.shown(loaded.overview, ModelText(loaded, style).text))
    case .segments:
      let overview = try inquiry.segments()
      return .text(rendering.shown(overview.json, SegmentsText(overview, loaded.model, style).text))
    case .segment:
      guard !rest.isEmpty else { throw Problem("which? segment NAME") }
      let overview = try inquiry.segment(try loaded.segment(named: rest))
      return .text(rendering.shown(overview.json, SegmentText(overview, loaded.model, style).text))
    case .customer:
      guard !rest.isEmpty else { throw Problem("whose? customer ID") }
      return answer(try inquiry.subject(customer: rest))
    case .typical:
      let (segment, count) = try segmentAndCount(rest, command)
      return list(try inquiry.typical(segment, count: count))
    case .top:
      let (segment, count) = try segmentAndCount(rest, command)
      return list(try inquiry.top(segment, count: count))
    case .find:
      guard !rest.isEmpty else { throw Problem("whom? find TEXT") }
      let found = try inquiry.find(matching: rest, count: FindCommand.shown)
      lastList = .found(rest)
      return .text(try rendering.found(found, rest, loaded))
    case .export: return .text(try export(rest))
    case .why:
      let subject = try subject(rest, "why 12 5 1840.50")
      self.subject = subject
      let explanation = inquiry.why(subject)
      return .text(rendering.shown(explanation.json, WhyText(explanation, loaded, style).text))
    case .reach:
      let prospects = try inquiry.reach(
        rest.isEmpty ? nil : rest, try subject("", "reach SEGMENT after an answer"))
      return .text(rendering.shown(prospects.json, ReachText(prospects, loaded, style).text))
    case .whatIf:
      let event = try WhatIf.Event(typed: rest)
      let supposition = try inquiry.whatIf(event, try subject("", "what-if order 50 after an answer"))
      return .text(rendering.shown(supposition.json, WhatIfText(supposition, loaded, style).text))
    case .watchList:
      let line = try ListLine(rest, of: loaded, needsSegment: false)
      return list(try inquiry.watchList(line.segment, count: line.count))
    case .overdue:
      let (order, text) = try overdueOrder(rest)
      let line = try ListLine(text, of: loaded, needsSegment: false)
      return list(try inquiry.overdue(line.segment, by: order, count: line.count))
    case .again:
      let line = try ListLine(rest, of: loaded, needsSegment: false)
      return list(try inquiry.again(line.segment, count: line.count))
    case .near:
      let (segment, count) = try segmentAndCount(rest, command)
      return list(try inquiry.near(segment, count: count))
    case .asOf: return .text(try setAsOf(rest))
    case .load:
      guard !rest.isEmpty else { throw Problem("which? load MODEL; rfm models lists them") }
      take(try loaded.loading(rest), forgetsCustomers: true)
      sayOfPack()
      return .text(rendering.shown(loaded.overview, banner + "\n"))
    case .packs:
      return .text(
        rendering.shown(
          loaded.shelf.json(for: loaded.model, inUse: pack?.name),
          PackListText(shelf: loaded.shelf, model: loaded.model, inUse: pack?.name, style: style).text))
    case .use:
      guard !rest.isEmpty else { throw Problem("which? use PACK; packs lists them") }
      take(try loaded.using(rest))
      sayOfPack()
      return .text(rendering.shown(["pack": .string(rest)], banner + "\n"))
    case .lint:
      let book = try loaded.bookInUse()
      let report = try inquiry.lint(book.pack)
      return .text(rendering.shown(report.json, LintText(report: report, path: book.path).text))
    case .rename: return .text(try rename(rest))
    case .describe: return .text(try describe(rest))
    case .recommend: return .text(try recommend(rest))
    case .color: return .text(try color(rest))
    case .when: return .text(try when(rest))
    case .edit: return .text(try edit(rest))
    case .undo: return .text(try undo(rest))
    case .diff:
      let text = edits.diff(of: loaded.shelf)
      return .text(text.isEmpty ? "no pack was changed since the prompt started\n" : text)
    case .json:
      switch rest.lowercased() {
      case "on": rendering.isJSON = true
      case "off": rendering.isJSON = false
      case "": rendering.isJSON.toggle()
      default: throw Problem("json on or json off, not '\(legible(rest))'")
      }
      return .text(rendering.isJSON ? "" : "json off\n")
    }
  }

  /// Says what is false in the pack that was just taken.
  private func sayOfPack() {
    for note in loaded.packNotes { Console.note("note: \(note)") }
  }

  // MARK: Lists

  /// Shows a list, and remembers who is on it.
  private mutating func list(_ listing: CustomerListing) -> Reply {
    lastList = .ids(listing.ids)
    return .text(rendering.shown(listing.json, ListingText(listing, loaded.model, style).text))
  }

  /// `NAME [n]`: the segment, and how many customers to show.
  private func segmentAndCount(
    _ text: String, _ command: PromptCommand
  ) throws(Problem) -> (segment: Int, count: Int) {
    let line = try ListLine(text, of: loaded, needsSegment: true)
    guard let segment = line.segment else { throw Problem("which? \(command.usage)") }
    return (segment, line.count)
  }

  /// `--by money` anywhere in the line, and the rest of it.
  private func overdueOrder(_ text: String) throws(Problem) -> (order: OverdueOrder, rest: String) {
    var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let place = words.firstIndex(where: { $0 == "--by" || $0.hasPrefix("--by=") }) else {
      return (.lateness, text)
    }
    var word = words.remove(at: place)
    if word == "--by" { word = place < words.count ? words.remove(at: place) : "" }
    let named = word.hasPrefix("--by=") ? String(word.dropFirst(5)) : word
    guard let order = OverdueOrder(rawValue: named) else {
      throw Problem("--by \(legible(named)): expected lateness or money")
    }
    return (order, words.joined(separator: " "))
  }
}

extension WhatIf.Event {
  /// `order 50`, `days 30` or `f+2 m+100`.
  init(typed text: String) throws(Problem) {
    let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    let rest = words.count > 1 ? words[1] : ""
    switch words.first?.lowercased() {
    case nil: throw Problem("what? what-if order 50, what-if days 30 or what-if f+2 m+100")
    case "order": self = .order(try ValuesLine.money(rest, "order"))
    case "days":
      guard let days = Int(rest) else { throw Problem("how many? what-if days 30") }
      self = .days(days)
    default: self = .changes(try explained { () throws(ChangeError) in try ValueChange.list(text) })
    }
  }
}
