import Customers
import RFMService
import Report
import Segmentation

/// What the model says of one customer, and why: the same for typed values and for someone who was looked up.
struct AnswerCard {
  private let subject: Subject
  private let inquiry: Inquiry
  private let visit: Visit
  private let answer: Answer

  init(_ subject: Subject, _ inquiry: Inquiry, _ visit: Visit) {
    self.subject = subject
    self.inquiry = inquiry
    self.visit = visit
    answer = inquiry.answer(subject)
  }

  private var words: Words { visit.words }
  private var tongue: Tongue { visit.tongue }
  private var model: Model { inquiry.model }
  private var classification: Classification { answer.classification }

  /// The answer in a sentence, for who hears it.
  var said: String {
    tongue.fill(words.scoreSaid, ["segment": answer.segmentName, "margin": margin ?? ""])
  }

  func write(to page: inout Markup) throws {
    let rfm = classification.rfm
    page.element("h2", [("class", "answer")]) { page in
      page.swatch(inquiry.colourPlace(classification.place(in: inquiry.pack)))
      page.text(answer.segmentName)
    }
    let scores = classification.scores
    page.element(
      "p", [("class", "lead")],
      text: FeatureName.allCases.map { tongue.value($0, rfm[$0], model) }.joined(separator: " · ") + " · "
        + tongue.fill(
          words.clusterAndScores,
          [
            "cluster": "\(classification.cluster)", "r": "\(scores.recency)", "f": "\(scores.frequency)",
            "m": "\(scores.monetary)",
          ]))
    if let text = answer.segment?.interpretation, !text.isEmpty { page.element("p", text: text) }
    for exception in answer.exceptions {
      page.element(
        "p", [("class", "note")],
        text: tongue.fill(words.butNot, ["says": exception.says, "but": exception.but]))
    }
    if let margin { page.element("p") { $0.element("strong", text: margin) } }
    page.open("div", [("class", "pair")])
    page.section("do", words.whatToDo) { advice(&$0) }
    page.section("distances", words.distances) { distances(&$0) }
    page.close()
    page.section("why", words.why) { why(&$0) }
    try prospects(to: &page)
    guard !answer.others.isEmpty else { return }
    page.section("others", words.otherPacks) { page in
      page.element("ul") { page in
        for other in answer.others { page.element("li", text: "\(other.pack): \(other.segment)") }
      }
    }
  }

  private var margin: String? {
    let margin = answer.margin
    switch margin.unlike {
    case .fence(let share?, true):
      return tongue.fill(words.outsideShare, ["share": tongue.percent(1 - share, 0)])
    case .fence: return words.outside
    case .training: return words.unlikeAny
    case nil:
      guard let distance = margin.margin, let beyond = margin.beyond else { return nil }
      return tongue.fill(
        margin.isOnBorder ? words.marginNarrow : words.marginWide,
        [
          "margin": tongue.number(distance, margin.isOnBorder ? 3 : 2),
          "other": inquiry.loaded.name(ofCluster: beyond),
        ])
    }
  }

  private func advice(_ page: inout Markup) {
    guard let segment = answer.segment else { return page.element("p", text: words.noAdvice) }
    page.element("ul") { page in
      for recommendation in segment.recommendations { page.element("li", text: recommendation) }
    }
  }

  private func distances(_ page: inout Markup) {
    let all = classification.distances
    let order = classification.nearestFirst
    let farthest = max(order.last.map { all[$0] } ?? 1, .leastNormalMagnitude)
    page.table(words.distances, [words.group, words.distance, ""]) { page in
      for cluster in order {
        page.element("tr") { page in
          page.element("th", [("scope", "row")]) { page in
            page.swatch(inquiry.colourPlace(ofCluster: cluster))
            page.text(inquiry.loaded.name(ofCluster: cluster))
          }
          page.cell(tongue.number(all[cluster], 2))
          page.element("td") { $0.bar(all[cluster] / farthest) }
        }
      }
    }
  }

  private func why(_ page: inout Markup) {
    let explanation = inquiry.why(subject)
    let why = explanation.why
    let other = why.runnerUp.map(inquiry.loaded.name(ofCluster:)) ?? words.no
    let headings = [
      "", words.value, words.percentile, words.ownCentre, tongue.fill(words.nextCentre, ["other": other]),
      words.speaksFor,
    ]
    page.table(words.why, headings) { page in
      for reason in why.features {
        func mean(_ pull: Pull?) -> String {
          pull.map {
            tongue.value(
              reason.name, reason.name == .monetary ? $0.centreValue : tenths($0.centreValue), model)
          }
            ?? words.no
        }
        page.element("tr") { page in
          page.rowHeader(tongue.name(reason.name))
          page.cell(tongue.value(reason.name, reason.value, model))
          page.cell(tongue.fill(words.percentileOf, ["share": tongue.percent(reason.percentile / 100, 0)]))
          page.cell(mean(reason.own))
          page.cell(mean(reason.runnerUp))
          page.cell(reason.shareOfDifference.map { tongue.percent($0, 0) } ?? words.no)
        }
      }
    }
    if let rule = explanation.ruleThatTook {
      page.element("p", [("class", "rule")], text: "\(words.rule): \(explanation.words.words(rule))")
    }
  }

  private func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  /// What would put the customer into each other segment.
  private func prospects(to page: inout Markup) throws {
    let ways = try inquiry.reach(nil, subject).ways.filter { !$0.reach.isThere }
    guard !ways.isEmpty else { return }
    page.section("moves", words.whatMoves) { page in
      page.table(
        words.whatMoves, [words.target, words.byOrders, words.byOrder, words.byChange], classes: "texts"
      ) { page in
        for (reach, name) in ways {
          page.element("tr") { page in
            page.element("th", [("scope", "row")]) { page in
              page.swatch(inquiry.colourPlace(reach.target))
              page.text(name)
            }
            page.cell(
              reach.orders.map {
                tongue.fill(
                  words.ordersOf,
                  [
                    "orders": tongue.counted($0.count, words.orders),
                    "value": tongue.money($0.value, model.currency),
                  ])
              } ?? words.no)
            page.cell(reach.order.map { tongue.money($0.value, model.currency) } ?? words.no)
            page.cell(changes(reach))
          }
        }
      }
    }
  }

  private func changes(_ reach: Reach) -> String {
    let possible = reach.changes.compactMap { change in
      change.move.map {
        "\(tongue.name(change.feature)) → \(tongue.value(change.feature, $0.to, model))"
      }
    }
    return possible.isEmpty ? words.no : possible.joined(separator: " · ")
  }
}

extension Inquiry {
  /// Where the style sheet of colours has a place: the segments of the pack, behind them the clusters.
  func colourPlace(_ place: Place) -> Int {
    switch place {
    case .segment(let index): index
    case .cluster(let cluster): (pack?.segments.count ?? 0) + cluster
    }
  }

  /// That of the segment that stands for a cluster alone, where one does.
  func colourPlace(ofCluster cluster: Int) -> Int {
    let own = pack?.segments.firstIndex { $0.when.contains(Conditions(clusters: [cluster])) }
    return colourPlace(own.map(Place.segment) ?? .cluster(cluster))
  }
}
