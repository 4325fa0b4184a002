import Customers
import JSONText
import Segmentation

/// What would put a subject in one segment, or in each.
public struct Prospects: Sendable {
  /// Whose ways they are.
  public let subject: Subject
  /// Where the subject is.
  public let place: Place
  /// The ways, with what each target is called.
  public let ways: [(reach: Reach, name: String)]
  /// Whether one segment was asked for.
  public let isOfOne: Bool

  /// One object for one segment, else a list in the order of the pack.
  public var json: JSON {
    let all = ways.map { $0.reach.json(segment: $0.name) }
    return isOfOne ? all.first ?? .null : .array(all)
  }
}

/// A subject before and after something that has not happened.
public struct Supposition: Sendable {
  /// What is supposed.
  public let event: WhatIf.Event
  /// Whom it is supposed of.
  public let subject: Subject
  /// Where the subject was and would be.
  public let whatIf: WhatIf
  /// The answer now.
  public let before: Answer
  /// The answer then.
  public let after: Answer
  /// For days without an order: the day on which waiting changes the segment.
  public let change: NextChange?

  /// Both answers, and for days the day of the next change.
  public var json: JSON {
    var members: [(String, JSON)] = [("before", before.json), ("after", after.json)]
    if case .days = event { members.append(("change", change?.json ?? .null)) }
    return .object(members)
  }
}

/// The day on which waiting alone puts a subject elsewhere.
public struct NextChange: Sendable {
  /// The recency from which on it holds, in days.
  public let recency: Int
  /// Where the subject is from then on, and what that is called.
  public let place: Place
  /// What the place is called.
  public let name: String
  /// Nil for values whose day is not known.
  public let date: Timestamp?
  /// Whether that day has come.
  public let isDue: Bool

  var json: JSON {
    [
      "segment": .string(name), "recency": .integer(recency),
      "date": date.map { .string($0.date) } ?? .null, "due": .bool(isDue),
    ]
  }
}

extension WhatIf.Event {
  /// What is supposed, as a person says it: the first of them that is there.
  ///
  /// - Parameters:
  ///   - order: the value of one order.
  ///   - days: how many go by without an order.
  ///   - change: other values, such as `f+2,m+100`.
  public init(order: String?, days: Int?, change: String) throws(Problem) {
    if let order {
      self = .order(try ValuesLine.money(order, "order"))
    } else if let days {
      self = .days(days)
    } else {
      self = .changes(try explained { () throws(ChangeError) in try ValueChange.list(change) })
    }
  }
}

extension Inquiry {
  /// - Parameters:
  ///   - name: a segment, or a cluster by its number where no pack fits; nil for all of the pack.
  ///   - subject: whose way it is.
  public func reach(_ name: String?, _ subject: Subject) throws(Problem) -> Prospects {
    let reaches =
      if let name {
        [Reach(try target(name), from: subject.rfm, history: subject.history, model: model, pack: pack)]
      } else {
        Reach.all(from: subject.rfm, history: subject.history, model: model, pack: pack)
      }
    return Prospects(
      subject: subject, place: model.classify(subject.rfm, history: subject.history).place(in: pack),
      ways: reaches.map { ($0, loaded.name(of: $0.target)) }, isOfOne: name != nil)
  }

  private func target(_ name: String) throws(Problem) -> Place {
    if pack == nil, let cluster = Int(name), (0..<model.k).contains(cluster) { return .cluster(cluster) }
    return .segment(try loaded.segment(named: name))
  }

  /// What the model and the packs would say after something that has not happened.
  public func whatIf(_ event: WhatIf.Event, _ subject: Subject) throws(Problem) -> Supposition {
    let whatIf = try explained { () throws(ChangeError) in
      try WhatIf(event, to: subject.rfm, history: subject.history, model: model, pack: pack)
    }
    var change: NextChange?
    if case .days = event { change = nextChange(of: subject) }
    return Supposition(
      event: event, subject: subject, whatIf: whatIf, before: answer(subject),
      after: answer(Subject(whatIf.after.rfm, whatIf.historyAfter)), change: change)
  }

  /// The next change from the model's own observation date on.
  private func nextChange(of subject: Subject) -> NextChange? {
    let rfm = subject.stored?.rfm ?? subject.rfm
    let history = subject.history?.waited(recency: rfm.recency)
    guard let change = model.nextChange(of: rfm, history: history, pack: pack) else { return nil }
    let last = subject.stored.map { $0.lastPurchase } ?? nil
    let day = (last?.day ?? model.source.asOf.map { $0.day - rfm.recency }).map { $0 + change.recency }
    return NextChange(
      recency: change.recency, place: change.place, name: loaded.name(of: change.place),
      date: day.map(Timestamp.init(day:)), isDue: day.map(isPast) ?? false)
  }
}

extension Timestamp {
  /// The first second of a day, counted from 1970-01-01.
  init(day: Int) { self.init(seconds: Int64(day) * Timestamp.secondsPerDay) }
}
