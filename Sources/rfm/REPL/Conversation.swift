import RFMService
import Segmentation
import Wording

/// What the prompt and the lines of standard input have talked about: the model, the day that it is, the last
/// subject and list, and the edits that can be taken back.
struct Conversation {
  var rendering: Rendering
  private(set) var loaded: LoadedModel
  var asOf = AsOf.model
  /// Whom the last answer was about.
  var subject: Subject?
  /// The list that was shown last.
  var lastList: LastList?
  var edits = EditHistory()
  /// Asks a yes-or-no question; nil where there is no terminal.
  var ask: ((String) -> Bool)?

  init(_ loaded: LoadedModel, json: Bool) {
    self.loaded = loaded
    rendering = Rendering(isJSON: json)
  }

  var inquiry: Inquiry { Inquiry(loaded, asOf: asOf, work: .atPrompt) }
  var style: Style { rendering.style }
  var pack: SegmentPack? { loaded.pack }

  /// Goes on with another model, or with the same one and another pack.
  mutating func take(_ other: LoadedModel, forgetsCustomers: Bool = false) {
    loaded = other
    guard forgetsCustomers else { return }
    subject = nil
    lastList = nil
  }

  /// Takes up what changed on disk.
  ///
  /// - Returns: a sentence for each change.
  mutating func takeUpChanges() -> [String] {
    let (now, news) = loaded.refreshed()
    take(now, forgetsCustomers: news.isOfCustomers)
    return news.sentences
  }

  /// The subject of a line: three values or an ID; of the last answer where the line is empty.
  func subject(_ text: String, _ usage: String) throws(Problem) -> Subject {
    if text.isEmpty {
      guard let subject else { throw Problem("about whom? type a customer first, or \(usage)") }
      // Recency moves with as-of.
      return try inquiry.again(subject)
    }
    return try inquiry.subject(typed: [text])
  }

  /// Rows that were pasted at once as one table, where each is a customer.
  ///
  /// - Returns: nil where they are to be answered one by one.
  mutating func table(of lines: [String]) -> String? {
    guard lines.count > 1, !rendering.isJSON else { return nil }
    var subjects: [Subject] = []
    for line in lines {
      guard let subject = try? inquiry.subject(typed: [line]) else { return nil }
      subjects.append(subject)
    }
    let answers = subjects.map(inquiry.answer)
    subject = subjects.last
    let ids = answers.compactMap { $0.customer?.id }
    if !ids.isEmpty { lastList = .ids(ids) }
    return AnswersText(answers: answers, model: loaded.model, style: style).text
  }

  @discardableResult
  mutating func setAsOf(_ word: String) throws(Problem) -> String {
    if !word.isEmpty { asOf = try AsOf(typed: word) }
    let moment = inquiry.observationDate
    let date = moment.map { $0.date } ?? "no date"
    let text =
      switch asOf {
      case .model: "recency is the model's, as of \(date)\n"
      case .today: "recency in look-ups is counted to now, \(date)\n"
      case .moment: "recency in look-ups is counted to \(date)\n"
      }
    return rendering.shown(["asOf": moment.map { .string($0.description) } ?? .null], text)
  }

  /// What the prompt says first.
  var banner: String {
    let model = loaded.model
    let date = model.source.asOf.map { ", as of \($0.date)" } ?? ""
    let lookUp =
      loaded.storeProblem == nil
      ? "\(Figures.counted(model.source.customers, "customer")) to look up" : "no customers to look up"
    return
      "rfm · \(TextLayout.cell(model.name))\(date) · \(lookUp) · \(pack.map { "pack \($0.name)" } ?? "no pack fits")"
  }
}

/// What `export` writes when it is not told whom.
enum LastList: Sendable {
  case ids([String])
  /// Everyone whom a text finds, shown or not.
  case found(String)
}
