import Customers
import JSONText
import SafeFiles
import Segmentation

/// What came of a line.
enum Reply {
  case text(String)
  case nothing
  case leave
}

extension Session {
  /// Answers one line.
  ///
  /// A command without arguments goes first, then an ID that equals the line, then values, then commands.
  mutating func respond(to line: String) throws(Failure) -> Reply {
    let text = line.trimmed
    guard !text.isEmpty else { return .nothing }
    if let news = takeUpTraining() { Console.note("note: \(news)") }
    for change in takeUpChanges() { Console.note("note: \(change)") }
    let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    let first = String(words[0])
    let rest = words.count > 1 ? String(words[1]).trimmed : ""
    if rest.isEmpty, let command = PromptCommand(word: first) { return try run(command, "") }
    if let stored = try find(text) { return .text(try answered(Subject(stored, in: self))) }
    switch try ValuesLine.read(text, asOf: observationDate) {
    case .values(let rfm): return .text(try answered(Subject(rfm)))
    case .single(let id): return .text(try answered(Subject(try stored(id), in: self)))
    case .notValues: break
    }
    if let command = PromptCommand(word: first) { return try run(command, rest) }
    throw Failure(try unknown(text, first))
  }

  private func unknown(_ line: String, _ first: String) throws(Failure) -> String {
    // A line of a megabyte is not said back whole.
    let (text, word) = (legible(line), legible(first))
    if let command = nearest(word, among: PromptCommand.allCases.map(\.rawValue)) {
      return "'\(word)' is not a command; did you mean '\(command)'?"
    }
    if let store, let ids = try? store.neighbours(of: text, count: 20), let id = nearest(text, among: ids) {
      return "'\(text)' is no command and no customer; did you mean \(id)?"
    }
    return "'\(text)' is no command, no customer and no three numbers; help lists what can be typed"
  }

  private mutating func run(_ command: PromptCommand, _ rest: String) throws(Failure) -> Reply {
    switch command {
    case .help: return .text(PromptCommand.helpText)
    case .quit: return .leave
    case .model: return .text(isJSON ? jsonLine(modelSummaryJSON) : ModelText(self).text)
    case .segments: return .text(try segmentsList())
    case .segment: return .text(try segmentPage(rest))
    case .customer:
      guard !rest.isEmpty else { throw Failure("whose? customer ID") }
      return .text(try answered(Subject(try stored(rest), in: self)))
    case .typical: return shown(try typical(rest))
    case .top: return shown(try top(rest))
    case .find:
      let list = try find(matching: rest, Self.shownFinds)
      lastList = .found(rest)
      return .text(list.text)
    case .export: return .text(try export(rest))
    case .why: return .text(try why(rest))
    case .reach: return .text(try reach(rest))
    case .whatIf: return .text(try whatIf(rest))
    case .watchList:
      return shown(
        try customerList(rest, command) { segment, count throws(Failure) in try watchList(segment, count) })
    case .overdue:
      return shown(
        try customerList(rest, command) { segment, count throws(Failure) in try overdue(segment, count) })
    case .near:
      return shown(
        try customerList(rest, command) { segment, count throws(Failure) in try near(segment, count) })
    case .asOf: return .text(try setAsOf(rest))
    case .load:
      guard !rest.isEmpty else { throw Failure("which? load MODEL; rfm models lists them") }
      try load(rest)
      return .text(isJSON ? jsonLine(modelSummaryJSON) : banner + "\n")
    case .packs:
      let list = PackList(shelf: shelf, model: model, inUse: pack?.name)
      return .text(isJSON ? jsonLine(list.json) : list.text)
    case .use:
      guard !rest.isEmpty else { throw Failure("which? use PACK; packs lists them") }
      try use(rest)
      return .text(isJSON ? jsonLine(["pack": .string(rest)]) : banner + "\n")
    case .lint: return .text(try lintInUse())
    case .rename: return .text(try rename(rest))
    case .describe: return .text(try describe(rest))
    case .recommend: return .text(try recommend(rest))
    case .color: return .text(try color(rest))
    case .when: return .text(try when(rest))
    case .edit: return .text(try edit(rest))
    case .undo: return .text(try undo(rest))
    case .diff: return .text(diff())
    case .json:
      switch rest.lowercased() {
      case "on": isJSON = true
      case "off": isJSON = false
      case "": isJSON.toggle()
      default: throw Failure("json on or json off, not '\(legible(rest))'")
      }
      return .text(isJSON ? "" : "json off\n")
    }
  }

  /// Shows a list, and remembers who is on it.
  private mutating func shown(_ list: ShownList) -> Reply {
    lastList = .ids(list.ids)
    return .text(list.text)
  }

  /// Answers, and remembers whom it was about.
  private mutating func answered(_ subject: Subject) throws(Failure) -> String {
    self.subject = subject
    return rendered(answer(subject))
  }

  func rendered(_ answer: Answer) -> String {
    isJSON ? jsonLine(answer.json) : AnswerText(answer: answer, model: model, style: style).text
  }

  func jsonLine(_ json: JSON) -> String { json.text(.spaced) + "\n" }

  @discardableResult
  mutating func setAsOf(_ word: String) throws(Failure) -> String {
    switch word.lowercased() {
    case "model": asOf = .model
    case "today", "now": asOf = .today
    case "": break
    default:
      guard let (moment, hasTime) = Timestamp.parse(word) else {
        throw Failure("as-of model, as-of today or as-of 2010-12-31, not '\(legible(word))'")
      }
      asOf = .moment(hasTime ? moment : moment.endOfDay)
    }
    let date = observationDate.map { $0.date } ?? "no date"
    if isJSON { return jsonLine(["asOf": observationDate.map { .string($0.description) } ?? .null]) }
    switch asOf {
    case .model: return "recency is the model's, as of \(date)\n"
    case .today: return "recency in look-ups is counted to now, \(date)\n"
    case .moment: return "recency in look-ups is counted to \(date)\n"
    }
  }

  /// What the prompt says first.
  var banner: String {
    let quality = model.quality
    let date = model.source.asOf.map { ", as of \($0.date)" } ?? ""
    let lookUp =
      storeProblem == nil ? "\(Figures.count(model.source.customers)) to look up" : "no customers to look up"
    return
      "rfm · \(Layout.cell(model.name))\(date) · \(model.k) clusters, silhouette \(Figures.fixed(quality.silhouette, digits: 3)) on \(Figures.counted(model.source.trainedOn, "customer")) · \(lookUp) · \(pack.map { "pack \($0.name)" } ?? "no pack fits")"
  }
}

extension StringProtocol {
  /// Without the quotes around it, where it has some.
  var withoutQuotes: String {
    guard count >= 2, let first, let last, first == last, first == "\"" || first == "'" else {
      return String(self)
    }
    return String(dropFirst().dropLast())
  }

  /// Without white space at the two ends.
  var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
