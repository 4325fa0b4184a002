import Customers
import JSONText
import Segmentation

/// What would put a customer in another segment, and what something that has not happened would do.
extension Session {
  func reach(_ name: String) throws(Failure) -> String {
    let subject = try subject("", "reach SEGMENT after an answer")
    return try reach(name, subject)
  }

  /// - Parameter name: a segment; all of the pack where it is empty.
  func reach(_ name: String, _ subject: Subject) throws(Failure) -> String {
    let reaches: [Reach]
    if name.isEmpty {
      reaches = Reach.all(from: subject.rfm, model: model, pack: pack)
    } else {
      reaches = [Reach(try target(name), from: subject.rfm, model: model, pack: pack)]
    }
    if isJSON {
      let all = reaches.map { $0.json(segment: self.name(of: $0.target)) }
      return jsonLine(name.isEmpty ? .array(all) : all[0])
    }
    let now = self.name(of: model.classify(subject.rfm).place(in: pack))
    let who = subject.stored.map { "\($0.id), " } ?? ""
    return "\(who)\(FeatureWords(model).values(subject.rfm)), is in \(now)\n"
      + reaches.map(text).joined(separator: "\n") + "\n"
  }

  /// A segment of the pack in use; a cluster by its number where no pack fits.
  private func target(_ name: String) throws(Failure) -> Place {
    if pack == nil, let cluster = Int(name), (0..<model.k).contains(cluster) { return .cluster(cluster) }
    return .segment(try resolve(name))
  }

  private func text(_ reach: Reach) -> String {
    let title = style.tinted(name(of: reach.target), color(of: reach.target), bold: true)
    if reach.isThere { return "\(title)\n  there already" }
    let words = FeatureWords(model)
    var lines = [title]
    if let orders = reach.orders {
      lines.append(
        "  \(Figures.counted(orders.count, "order")) of \(words.figures.money(orders.value)), their average → \(words.values(orders.to))"
      )
    }
    if let order = reach.order {
      lines.append(
        "  one order of \(words.figures.money(order.value)), the smallest that does it → \(words.values(order.to))"
      )
    }
    if reach.orders == nil && reach.order == nil { lines.append("  not by orders") }
    let possible = reach.changes.compactMap { change -> String? in
      guard let move = change.move else { return nil }
      switch change.feature {
      case .recency: return "recency \(Int(change.from)) → \(Int(move.to))"
      case .frequency: return "frequency \(Int(change.from)) → \(Int(move.to))"
      case .monetary: return "monetary \(move.delta < 0 ? "−" : "+") \(words.figures.money(abs(move.delta)))"
      }
    }
    let impossible = reach.changes.filter { !$0.isPossible }.map { "not by \($0.feature.rawValue) alone" }
    lines.append(
      Layout.wrapped(
        "as arithmetic only: " + (possible + impossible).joined(separator: " · "), first: "  ",
        indent: "    ",
        columns: style.width))
    return lines.joined(separator: "\n")
  }

  // MARK: What if

  func whatIf(_ text: String) throws(Failure) -> String {
    try whatIf(try event(text), try subject("", "what-if order 50 after an answer"))
  }

  private func event(_ text: String) throws(Failure) -> WhatIf.Event {
    let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    let rest = words.count > 1 ? words[1] : ""
    switch words.first?.lowercased() {
    case nil: throw Failure("what? what-if order 50, what-if days 30 or what-if f+2 m+100")
    case "order": return .order(try ValuesLine.money(rest, "order"))
    case "days":
      guard let days = Int(rest) else { throw Failure("how many? what-if days 30") }
      return .days(days)
    default: return .changes(try held { () throws(ChangeError) in try ValueChange.list(text) })
    }
  }

  func whatIf(_ event: WhatIf.Event, _ subject: Subject) throws(Failure) -> String {
    let whatIf = try held { () throws(ChangeError) in
      try WhatIf(event, to: subject.rfm, model: model, pack: pack)
    }
    if isJSON {
      var members: [(String, JSON)] = [
        ("before", answer(subject).json), ("after", answer(whatIf.after.rfm).json),
      ]
      if case .days = event { members.append(("change", changeJSON(of: subject))) }
      return jsonLine(.object(members))
    }
    let words = FeatureWords(model)
    func change(_ a: String, _ b: String) -> String { a == b ? a : "\(a) → \(b)" }
    let (before, after) = (whatIf.before, whatIf.after)
    var lines = [
      style.bold(change(name(of: whatIf.placeBefore), name(of: whatIf.placeAfter))),
      "  recency \(change(words.recency(before.rfm.recency), words.recency(after.rfm.recency))) · frequency \(change(words.frequency(before.rfm.frequency), words.frequency(after.rfm.frequency))) · monetary \(change(words.monetary(before.rfm.monetary), words.monetary(after.rfm.monetary)))",
    ]
    let rows = after.nearestFirst.map { cluster in
      [
        String(cluster), clusterName(cluster), Figures.fixed(before.distances[cluster], digits: 2),
        Figures.fixed(after.distances[cluster], digits: 2),
      ]
    }
    lines.append(Layout.table(["cluster", "", "distance before", "after"], rows, rightAligned: [0, 2, 3]))
    if case .days = event { lines.append("  " + changeText(of: subject)) }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: The day on which waiting changes a segment

  /// The next change from the model's own observation date on, and the day it falls on.
  private func nextChange(of subject: Subject) -> (change: PlaceChange, day: Int?)? {
    let rfm = subject.stored?.rfm ?? subject.rfm
    guard let change = model.nextChange(of: rfm, pack: pack) else { return nil }
    let last = subject.stored.map { $0.lastPurchase } ?? nil
    let day = last?.day ?? model.source.asOf.map { $0.day - rfm.recency }
    return (change, day.map { $0 + change.recency })
  }

  private func changeText(of subject: Subject) -> String {
    guard let (change, day) = nextChange(of: subject) else { return "waiting alone changes nothing" }
    let name = name(of: change.place)
    guard let day else { return "\(name) from the day on which recency is \(change.recency)" }
    let date = Timestamp(seconds: Int64(day) * Timestamp.secondsPerDay).date
    return isPast(day) ? "\(name): due since \(date)" : "\(name) from \(date)"
  }

  private func changeJSON(of subject: Subject) -> JSON {
    guard let (change, day) = nextChange(of: subject) else { return .null }
    return [
      "segment": .string(name(of: change.place)), "recency": .integer(change.recency),
      "date": day.map { .string(Timestamp(seconds: Int64($0) * Timestamp.secondsPerDay).date) } ?? .null,
      "due": .bool(day.map(isPast) ?? false),
    ]
  }

  /// Whether a day has come, by the observation date in force.
  func isPast(_ day: Int) -> Bool { observationDate.map { day <= $0.day } ?? false }
}
