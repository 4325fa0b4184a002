import Customers
import Hummingbird
import RFMService
import Report
import Segmentation

/// What the model says of three values, while they are typed.
enum ScoreView {
  static let routes = [PageRoute.get("/score", ["r", "f", "m", "last"]) { visit in try show(visit) }]

  private static func show(_ visit: Visit) throws -> Response {
    let inquiry = try visit.inquiry()
    let words = visit.words
    var said = ""
    let answer = Result { try subject(visit, inquiry) }
    if case .success(let subject?) = answer { said = AnswerCard(subject, inquiry, visit).said }
    return try PageFrame.page(visit, .score, title: words.score, said: said) { page in
      page.element("p", [("class", "lead")], text: words.scoreLead)
      form(&page, visit, inquiry.model)
      try page.region("answer") { page in
        switch answer {
        case .success(let subject?):
          try AnswerCard(subject, inquiry, visit).write(to: &page)
          page.element("p", [("class", "hint")], text: words.thisAnswer)
        case .success(nil):
          page.element("p") { page in
            page.text(words.scoreEmpty + " ")
            page.link(
              visit.address("score", [("r", "12"), ("f", "5"), ("m", "1840.50")]), words.scoreExample)
          }
        case .failure(let error): page.problem(Visit.sentence(error))
        }
      }
    }
  }

  /// - Returns: nil where not all of the values are there yet.
  private static func subject(_ visit: Visit, _ inquiry: Inquiry) throws -> Subject? {
    guard let frequency = visit["f"], let monetary = visit["m"] else { return nil }
    let recency = visit["last"].map { "last=\($0)" } ?? visit["r"].map { "r=\($0)" }
    guard let recency else { return nil }
    let typed = [recency, "f=\(frequency)", "m=\(monetary)"]
    if let gap = typed.first(where: { $0.contains(where: \.isWhitespace) }) {
      throw HTTPProblem(.unprocessableContent, "\(gap): there is a blank in it")
    }
    return Subject(try ValuesLine.arguments(typed, asOf: inquiry.observationDate))
  }

  private static func form(_ page: inout Markup, _ visit: Visit, _ model: Model) {
    let words = visit.words
    page.open(
      "form",
      [("class", "fields"), ("method", "get"), ("action", visit.call.location("/score")), ("data-live", "")])
    page.choices(visit)
    page.input(
      words.recency, "r", type: "number", value: visit["r"], hint: words.recencyHint,
      [("min", "0"), ("step", "1"), ("inputmode", "numeric")])
    if model.source.asOf != nil {
      page.input(
        words.lastPurchase, "last", type: "date", value: visit["last"], hint: words.lastPurchaseHint)
    }
    page.input(
      words.frequency, "f", type: "number", value: visit["f"], hint: words.frequencyHint,
      [("min", "1"), ("step", "1"), ("inputmode", "numeric")])
    page.input(
      words.monetary, "m", type: "number", value: visit["m"],
      hint: model.isMonetaryAverage ? words.monetaryAverageHint : words.monetaryHint,
      [("step", "any"), ("inputmode", "decimal")])
    page.element("button", [("class", "first")], text: words.ask)
    page.close()
    page.newline()
  }
}
