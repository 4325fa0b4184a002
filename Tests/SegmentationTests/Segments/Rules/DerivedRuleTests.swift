import Customers
import JSONText
import Lifetime
import TestSupport
import Testing

@testable import Segmentation

@Suite("Rules on gaps, tenure, money per order and who will buy again")
struct DerivedRuleTests {
  @Test("A long table is told as one customer after the other", arguments: 0..<10)
  func lookUp(part: Int) throws {
    for seed in 0..<12 {
      var world = ExplainedWorld(seed: UInt64(700_000 + part * 12 + seed))
      guard let pack = world.pack else { continue }
      var table = RFMTable()
      for row in 0..<300 {
        let rfm = world.customer()
        let history = world.history(recency: rfm.recency)
        table.ids.append("c\(row)")
        table.recency.append(Int32(rfm.recency))
        table.frequency.append(Int32(rfm.frequency))
        table.monetary.append(rfm.monetary)
        table.lastPurchase.append(Timestamp(seconds: 15_000 * 86_400))
        table.firstPurchase.append(Timestamp(seconds: Int64(15_000 - history.ageAtLast) * 86_400))
        table.purchaseDays.append(Int32(history.repeats + 1))
      }
      let (classifier, lookup) = (RowClassifier(world.model), SegmentLookup(pack, world.model))
      let answers = RowAnswers()
      answers.take(0..<table.count, { $0 }, of: table, classifier)
      lookup.find(answers, of: table)
      for row in 0..<table.count {
        let customer = world.model.classify(table[row], history: try #require(table.history(row)))
        let expected = customer.place(in: pack).name(in: pack)
        #expect(lookup.segments[answers.segment(row)].name == expected)
        let (r, f, m) = (Double(table.recency[row]), Double(table.frequency[row]), table.monetary[row])
        let one = lookup.index(classifier.answer(r, f, m), r, f, m, table.history(row))
        #expect(lookup.segments[one].name == expected)
      }
    }
  }

  @Test("The next change by waiting is the first that counting days finds", arguments: 0..<10)
  func waiting(part: Int) {
    for seed in 0..<30 {
      var world = ExplainedWorld(seed: UInt64(710_000 + part * 30 + seed))
      let rfm = world.customer()
      let history = world.history(recency: rfm.recency)
      func place(after days: Int) -> Place {
        var later = rfm
        later.recency += days
        return world.model.classify(later, history: history.waited(recency: later.recency)).place(
          in: world.pack)
      }
      let now = place(after: 0)
      let found = (1...500).first { place(after: $0) != now }
      let change = world.model.nextChange(of: rfm, history: history, pack: world.pack)
      if let found {
        #expect(change?.recency == rfm.recency + found, "seed \(seed)")
        #expect(change?.place == place(after: found))
      } else {
        #expect(change.map { $0.recency > rfm.recency + 500 } ?? true, "seed \(seed)")
      }
    }
  }

  @Test("Nothing less than what leads to a segment does so", arguments: 0..<10)
  func reach(part: Int) {
    for seed in 0..<12 {
      var world = ExplainedWorld(seed: UInt64(720_000 + part * 12 + seed), money: 20)
      let rfm = world.customer()
      let history = world.history(recency: rfm.recency)
      let model = world.model
      func place(_ rfm: RFM, _ history: History) -> Place {
        model.classify(rfm, history: history).place(in: world.pack)
      }
      for target in world.targets {
        let reach = Reach(target, from: rfm, history: history, model: model, pack: world.pack)
        func isThere(_ rfm: RFM, _ history: History) -> Bool {
          target.takes(model.classify(rfm, history: history), pack: world.pack)
        }
        #expect(reach.isThere == isThere(rfm, history))
        if reach.isThere { continue }
        let order = (1...4_000).first {
          isThere(model.after(order: Double($0) / 100, rfm), history.withPurchase)
        }
        if let order {
          #expect(reach.order.map { Int(($0.value * 100).rounded()) } == order, "seed \(seed)")
        } else {
          #expect(reach.order.map { $0.value > 40 } ?? true, "seed \(seed)")
        }
        func recency(_ days: Int) -> Bool {
          var other = rfm
          other.recency += days
          return other.recency >= 0 && isThere(other, history.waited(recency: other.recency))
        }
        let change = (1...500).first { recency(-$0) || recency($0) }
        let move = reach.changes.first?.move.map { Int(abs($0.delta)) }
        if let change {
          #expect(move == change, "seed \(seed)")
        } else {
          #expect(move.map { $0 > 500 } ?? true, "seed \(seed)")
        }
      }
    }
  }

  // MARK: What a model does not know

  private static func pack(_ rule: String) throws -> SegmentPack {
    let text = """
      {"format": "rfm-segments/1", "name": "own", "title": "Own", "segments": [
        {"name": "A", "when": \(rule)}, {"name": "B", "when": {}}]}
      """
    return try SegmentPack(reading: Array(text.utf8), file: "own.json")
  }

  @Test(
    "A pack fits a model that knows what it asks for, and says what is missing else",
    arguments: [
      (#"{"gaps": {"min": 2}}"#, "it asks for the gaps between purchases"),
      (#"{"recency": {"min": "gap90"}}"#, "it asks for the gaps between purchases"),
      (#"{"tenure": {"max": 30}}"#, "it asks for the days since the first purchase"),
      (#"{"again": {"min": "p80"}}"#, "it asks who will buy again"),
      (#"{"average": {"min": "p90"}}"#, "it asks for p90 of average"),
    ])
  func misfits(rule: String, sentence: String) throws {
    var model = Model.shop()
    let pack = try Self.pack(rule)
    #expect(pack.misfit(model)?.hasPrefix(sentence) == true)
    #expect(pack.fitted(to: model) == nil)
    model.rhythm = Rhythm(gaps: 9, mean: 30, median: 28, p90: 110)
    model.again = ExplainedWorld(seed: 1).model.again
    model.source.asOf = Timestamp(seconds: 0)
    for quantity in RuleQuantity.derived { model.quantiles[quantity] = (0...100).map(Double.init) }
    #expect(pack.misfit(model) == nil)
    #expect(pack.fitted(to: model)?.segments[0].when[0].isResolved == true)
  }

  @Test("Limits of a model become numbers, and the pack still says them as they were written")
  func resolved() throws {
    let model = Model.shop()
    let pack = try Self.pack(#"{"monetary": {"min": "p50", "below": "p90"}, "frequency": {"min": 2}}"#)
    #expect(pack.segments[0].when[0].bounds.keys.sorted { $0.rawValue < $1.rawValue } == [.frequency])
    let resolved = pack.resolved(by: model)
    let quantiles = model.feature(.monetary).quantiles
    #expect(
      resolved.segments[0].when[0].bounds[.monetary] == Bounds(min: quantiles[50], below: quantiles[90]))
    #expect(resolved.json.text(.compact) == pack.json.text(.compact))
    #expect(resolved.resolved(by: model).segments == resolved.segments)
    // Before a model has said the numbers, nobody meets them.
    let rich = model.classify(RFM(recency: 1, frequency: 5, monetary: quantiles[60]))
    #expect(pack.segment(of: rich)?.name == "B" && resolved.segment(of: rich)?.name == "A")
  }

  @Test("What is not known without dates takes nobody, and is named")
  func unknown() throws {
    var model = Model.shop()
    model.rhythm = Rhythm(gaps: 9, mean: 30, median: 28, p90: 110)
    let pack = try Self.pack(#"[{"tenure": {"max": 90}}, {"gaps": {"min": 2}}]"#).resolved(by: model)
    let values = RFM(recency: 50, frequency: 2, monetary: 10)
    let typed = model.classify(values)
    #expect(pack.segment(of: typed)?.name == "B")
    #expect(pack.unknown(of: typed) == [.tenure])
    #expect(
      RuleWords().failures(pack.segments[0].when[0], of: typed)
        == ["tenure is not known without dates of purchases"])
    // By the shop's own gap: 60 of 30 days.
    let late = model.classify(RFM(recency: 60, frequency: 2, monetary: 10))
    #expect(pack.segment(of: late)?.name == "A")
    let known = model.classify(values, history: History(repeats: 1, ageAtLast: 20, age: 70))
    #expect(pack.segment(of: known)?.name == "A" && pack.unknown(of: known).isEmpty)
  }

  @Test(
    "Reading is strict",
    arguments: [
      (
        #"{"again": {"min": 0.5}}"#,
        "own.json:2:43: segments[0].when.again.min: who will buy again is an order"
      ),
      (#"{"monetary": {"min": "gap50"}}"#, "'gap50' is a number of days, for recency and tenure"),
      (#"{"monetary": {"min": "p9.5"}}"#, #"a number, a percentile such as "p80" is expected"#),
      (#"{"recency": {"min": "soon"}}"#, #"a percentile such as "p80", "gap50" or "gap90" is expected"#),
      (#"{"recency": {"min": "gap90", "max": "gap50"}}"#, "min gap90 is above max gap50"),
      (#"{"average": {"min": "p80", "below": "p80"}}"#, "min p80 is not below p80"),
      (#"{"frequencyScore": {"min": "p80"}}"#, "expected a whole number"),
      (#"{"tenur": {"min": 5}}"#, "did you mean \"tenure\"?"),
    ])
  func strict(rule: String, message: String) throws {
    let error = #expect(throws: JSONError.self) { _ = try Self.pack(rule) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  @Test("Rules in words, with a model and without")
  func words() throws {
    var model = Model.shop()
    model.rhythm = Rhythm(gaps: 9, mean: 30, median: 28, p90: 110)
    model.quantiles[.again] = (0...100).map { Double($0) / 100 }
    let pack = try Self.pack(
      #"{"recency": {"min": "gap90"}, "gaps": {"min": 1.5, "below": 4}, "tenure": {"max": 1}, "average": {"min": 20}, "again": {"min": "p80"}}"#
    )
    let words = RuleWords()
    #expect(
      words.words(pack.segments[0])
        == "recency at least gap90, recency at least 1.5 and below 4 times the expected gap, tenure at most 1 day, monetary per order at least 20, likelihood to buy again at least p80"
    )
    #expect(
      words.words(pack.resolved(by: model).segments[0])
        == "recency at least 110 days (gap90), recency at least 1.5 and below 4 times the expected gap, tenure at most 1 day, monetary per order at least 20, likelihood to buy again at least p80"
    )
  }
}
