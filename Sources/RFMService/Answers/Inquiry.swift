import CustomerStore
import Customers
import Lifetime
import Segmentation
import Wording

/// What recency is counted to in look-ups.
public enum AsOf: Sendable, Hashable {
  /// The model's own observation date.
  case model
  /// The moment of the question.
  case today
  /// This moment, whatever the clock says.
  case moment(Timestamp)

  /// - Returns: nil where the word is neither `model`, `today`, `now` nor a date; a date without a time is its end.
  public init?(_ word: String) {
    switch word.lowercased() {
    case "model": self = .model
    case "today", "now": self = .today
    default:
      guard let (moment, hasTime) = Timestamp.parse(word) else { return nil }
      self = .moment(hasTime ? moment : moment.endOfDay)
    }
  }

  /// - Throws: `Problem` where the word is none of those that can be typed.
  public init(typed word: String) throws(Problem) {
    guard let asOf = AsOf(word) else {
      throw Problem("as-of model, as-of today or as-of 2010-12-31, not '\(legible(word))'")
    }
    self = asOf
  }
}

/// Whom a question is about: three values, or a customer.
public struct Subject: Sendable {
  /// As of the observation date in force.
  public let rfm: RFM
  /// For a look-up.
  public let stored: StoredCustomer?
  /// What is kept of the customer.
  public let kept: [(column: String, value: String)]
  /// The days of purchases, as of the same date; nil where they are not known.
  let history: History?

  /// Nobody in particular, with these values.
  public init(_ rfm: RFM) { self.init(rfm, nil) }

  init(_ rfm: RFM, _ history: History?) {
    self.rfm = rfm
    self.history = history
    stored = nil
    kept = []
  }

  init(_ rfm: RFM, _ stored: StoredCustomer, kept: [(column: String, value: String)]) {
    self.rfm = rfm
    self.stored = stored
    self.kept = kept
    history = stored.firstPurchase.flatMap { first in
      stored.lastPurchase.flatMap { last in
        History(
          recency: rfm.recency, firstDay: first.day, lastDay: last.day, purchaseDays: stored.purchaseDays ?? 0
        )
      }
    }
  }
}

/// A model that is asked: with the day that it is, and what long questions need of the world.
///
/// Every question is a method, and every answer a value with the figures; how it looks is the asker's business.
///
/// ```swift
/// let inquiry = Inquiry(try library.model(named: "shop"), work: work)
/// let answer = inquiry.answer(Subject(RFM(recency: 12, frequency: 5, monetary: 1840.5)))
/// print(answer.json.text(.spaced))
/// ```
public struct Inquiry: Sendable {
  /// What is asked.
  public let loaded: LoadedModel
  /// What recency is counted to.
  public let asOf: AsOf
  /// Threads, progress, cancellation and the clock.
  public let work: Work

  /// Questions to a model; making it costs nothing.
  public init(_ loaded: LoadedModel, asOf: AsOf = .model, work: Work) {
    self.loaded = loaded
    self.asOf = asOf
    self.work = work
  }

  /// The model that is asked.
  public var model: Model { loaded.model }
  /// The pack in use; nil where none fits.
  public var pack: SegmentPack? { loaded.pack }

  /// The observation date now in force; nil for a model of an RFM table.
  public var observationDate: Timestamp? {
    switch asOf {
    case .model: return model.source.asOf
    case .today: return work.now()
    case .moment(let moment): return moment
    }
  }

  /// Whether a day has come, by the observation date in force.
  func isPast(_ day: Int) -> Bool { observationDate.map { day <= $0.day } ?? false }

  // MARK: Whom it is about

  /// The customer with an ID.
  ///
  /// - Throws: `Problem` of the kind `notFound`, with the nearest IDs.
  public func subject(customer id: String) throws(Problem) -> Subject {
    if let subject = try find(customer: id) { return subject }
    // Spreadsheets write whole numbers as 17850.0.
    if id.hasSuffix(".0"), let subject = try find(customer: String(id.dropLast(2))) { return subject }
    throw Problem(try notFound(id), .notFound)
  }

  /// - Returns: nil where there is no such customer, or no store to look in.
  public func find(customer id: String) throws(Problem) -> Subject? {
    guard let store = loaded.store,
      let stored = try explained({ () throws(StoreError) in try store.customer(id) })
    else { return nil }
    return try subject(stored)
  }

  /// The same subject as of the observation date in force, which may be another than when it was looked up.
  public func again(_ subject: Subject) throws(Problem) -> Subject {
    guard let stored = subject.stored else { return subject }
    return try self.subject(stored)
  }

  private func subject(_ stored: StoredCustomer) throws(Problem) -> Subject {
    Subject(try values(of: stored), stored, kept: try kept(of: stored.id))
  }

  /// The values of a customer as of the observation date in force.
  private func values(of stored: StoredCustomer) throws(Problem) -> RFM {
    if case .model = asOf { return stored.rfm }
    guard let last = stored.lastPurchase, let date = observationDate else {
      throw Problem("this model knows no dates of purchases; as-of model goes back to its own recency")
    }
    var rfm = stored.rfm
    rfm.recency = last.wholeDays(until: date)
    guard rfm.recency >= 0 else {
      throw Problem("the last purchase of \(legible(stored.id)), \(last.date), is after \(date.date)")
    }
    return rfm
  }

  /// What is kept of a customer; nothing where no column is kept.
  func kept(of id: String) throws(Problem) -> [(column: String, value: String)] {
    guard let store = loaded.store, !loaded.keptColumns.isEmpty else { return [] }
    let values = try explained { () throws(StoreError) in try store.kept(of: id) }
    return zip(loaded.keptColumns, values).map { ($0, $1) }
  }

  // MARK: Answers

  /// What the model and the packs say of a subject.
  public func answer(_ subject: Subject) -> Answer {
    let classification = model.classify(subject.rfm, history: subject.history)
    let customer = subject.stored.map { stored in
      StoredAnswer(
        id: stored.id, firstPurchase: stored.firstPurchase, lastPurchase: stored.lastPurchase,
        asOf: stored.lastPurchase == nil ? nil : observationDate, kept: subject.kept)
    }
    let index = pack?.index(of: classification)
    return Answer(
      classification: classification, margin: model.margin(of: classification),
      segment: index.flatMap(loaded.shown), exceptions: index.map { exceptions($0, classification) } ?? [],
      unknown: pack?.unknown(of: classification) ?? [], customer: customer, others: others(classification))
  }

  /// What the texts of a segment say and a subject does not bear out.
  private func exceptions(
    _ segment: Int, _ customer: Classification
  ) -> [(says: String, but: String)] {
    let words = RuleWords(model)
    guard let own = pack?.segments[segment] else { return [] }
    return (own.claims ?? []).compactMap { claim in
      // Most claims hold, and are looked for in no text.
      let failures = claim.failures(of: customer, model)
      guard !failures.isEmpty, let says = claim.says, own.says(says) else { return nil }
      return (says, failures.map { words.words(failure: $0, value: $1, $2) }.joined(separator: ", "))
    }
  }

  /// What the other packs that fit say of the customer.
  private func others(_ classification: Classification) -> [(pack: String, segment: String)] {
    loaded.shelf.packs.filter { $0.name != pack?.name }.compactMap { $0.fitted(to: model) }
      .compactMap { pack in pack.segment(of: classification).map { (pack.name, $0.name) } }
  }
}
