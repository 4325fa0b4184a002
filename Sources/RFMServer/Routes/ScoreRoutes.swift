import Hummingbird
import JSONText
import RFMService

extension Routes {
  private static let why = Route.Parameter(
    name: "why", meaning: "1 adds why the customer is there", schema: ["enum": ["0", "1"]])

  /// One customer, or many, by their three values.
  static let score: [Route] = [
    Route(
      method: .get, template: "/api/v1/score", summary: "Answer for recency, frequency and monetary",
      parameters: [
        .init(name: "r", meaning: "Recency in days"), .init(name: "f", meaning: "Frequency in orders"),
        .init(name: "m", meaning: "Monetary value"),
        .init(name: "last", meaning: "The date of the last purchase, in place of the recency"), asOf, why,
      ] + choice
    ) { call in
      let entry = try await call.loaded()
      let inquiry = try call.inquiry(on: entry.loaded)
      let words = ["r", "f", "m", "last"].compactMap { name in call.query[name].map { "\(name)=\($0)" } }
      guard !words.isEmpty else {
        throw HTTPProblem(.badRequest, "three numbers are needed: r=12&f=5&m=1840.50")
      }
      if let gap = words.first(where: { $0.contains(where: \.isWhitespace) }) {
        throw HTTPProblem(.badRequest, "\(gap): there is a blank in it")
      }
      let subject = Subject(try ValuesLine.arguments(words, asOf: inquiry.observationDate))
      let day = call.query["as-of"] == nil ? entry.tag : nil
      return call.answer(answer(subject, inquiry, isExplained: try call.query.flag("why")), tag: day)
    },
    Route(
      method: .post, template: "/api/v1/score", summary: "Answer for one customer, or for a list of them",
      parameters: [asOf, why] + choice, body: .init(content: [("application/json", valuesOrList)])
    ) { call in
      let body = try await call.json()
      let inquiry = try await call.inquiry()
      let isExplained = try call.query.flag("why")
      guard case .array(let items) = body.node.value else {
        let rfm = try ValuesReading.values(body, asOf: inquiry.observationDate)
        return call.answer(answer(Subject(rfm), inquiry, isExplained: isExplained))
      }
      let most = call.desk.settings.limits.maxRows
      guard items.count <= most else {
        throw HTTPProblem(
          .contentTooLarge, "\(items.count) customers are more than \(most), the most that are taken at once")
      }
      let line = try await call.desk.queue.run {
        let answers = try body.array().map { item throws(JSONError) in
          answer(
            Subject(try ValuesReading.values(item, asOf: inquiry.observationDate)), inquiry,
            isExplained: isExplained)
        }
        return JSON.array(answers).line
      }
      return call.bytes(Array(line.utf8), "application/json")
    },
  ]

  private static func answer(_ subject: Subject, _ inquiry: Inquiry, isExplained: Bool) -> JSON {
    let answer = inquiry.answer(subject).json
    guard isExplained, case .object(let members) = answer else { return answer }
    return .object(members + [("why", inquiry.why(subject).json)])
  }

  private static let number: JSON = ["type": ["number", "string"]]
  static let values: JSON = [
    "type": "object",
    "properties": ["recency": number, "frequency": number, "monetary": number, "last": ["type": "string"]],
    "required": ["frequency", "monetary"],
  ]
  private static let valuesOrList: JSON = ["oneOf": [values, ["type": "array", "items": values]]]
}
