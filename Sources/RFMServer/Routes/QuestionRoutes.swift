import Hummingbird
import JSONText
import RFMService
import Segmentation

extension Routes {
  private static let subject: [(String, JSON)] = [
    ("customer", ["type": "string"]), ("recency", ["type": ["number", "string"]]),
    ("frequency", ["type": ["number", "string"]]), ("monetary", ["type": ["number", "string"]]),
    ("last", ["type": "string"]), ("asOf", ["type": "string"]),
  ]

  private static func body(_ members: [(String, JSON)]) -> Route.Body {
    .init(content: [("application/json", ["type": "object", "properties": .object(members)])])
  }

  /// What a person asks of one customer. Names of people are in bodies alone, since addresses stand in logs.
  static let questions: [Route] = [
    Route(
      method: .post, template: "/api/v1/find", summary: "Find customers by the beginnings of words",
      parameters: choice, body: body([("text", ["type": "string"]), ("count", ["type": "integer"])])
    ) { call in
      let object = try await call.json().object(keys: ["text", "count"])
      let text = try object.required("text").string()
      let count = try object["count"]?.integer() ?? 20
      guard !text.allSatisfy(\.isWhitespace) else {
        throw try object.required("text").error("whom? a text is empty")
      }
      guard (1...10_000).contains(count) else {
        throw HTTPProblem(.unprocessableContent, "count \(count): expected 1 to 10000")
      }
      let inquiry = try await call.inquiry()
      let line = try await call.desk.queue.run { try inquiry.find(matching: text, count: count).json.line }
      return call.bytes(Array(line.utf8), "application/json")
    },
    Route(
      method: .post, template: "/api/v1/reach", summary: "What would put a customer in a segment, or in each",
      parameters: choice, body: body([("segment", ["type": "string"])] + subject)
    ) { call in
      let (inquiry, subject, object) = try await call.subject(besides: ["segment"])
      let segment = try ValuesReading.text(object, "segment")
      return call.answer(try inquiry.reach(segment, subject).json)
    },
    Route(
      method: .post, template: "/api/v1/what-if", summary: "A customer after something that has not happened",
      parameters: choice,
      body: body(
        [
          ("order", ["type": ["number", "string"]]), ("days", ["type": "integer"]),
          ("change", ["type": "string"]),
        ] + subject)
    ) { call in
      let (inquiry, subject, object) = try await call.subject(besides: ["order", "days", "change"])
      let order = try ValuesReading.word(object, "order")
      let days = try object["days"]?.integer()
      let change = try ValuesReading.text(object, "change")
      guard [order != nil, days != nil, change != nil].count(where: { $0 }) == 1 else {
        throw object.cursor.error("one of order, days and change is needed")
      }
      let event = try WhatIf.Event(order: order, days: days, change: change ?? "")
      return call.answer(try inquiry.whatIf(event, subject).json)
    },
    Route(
      method: .post, template: "/api/v1/why", summary: "Why a customer is in a segment", parameters: choice,
      body: body(subject)
    ) { call in
      let (inquiry, subject, _) = try await call.subject(besides: [])
      return call.answer(inquiry.why(subject).json)
    },
  ]
}

extension Call {
  /// The customer, or the three values, that the body names.
  fileprivate func subject(besides others: [String]) async throws -> (Inquiry, Subject, JSONObject) {
    let body = try await json()
    let object = try body.object()
    let asOf = try ValuesReading.text(object, "asOf")
    let inquiry = Inquiry(
      try await loaded().loaded,
      asOf: try asOf.map { text throws(Problem) in try AsOf(typed: text) } ?? .model,
      work: desk.work())
    guard let customer = try ValuesReading.text(object, "customer") else {
      let values = try ValuesReading.values(
        body, asOf: inquiry.observationDate, besides: others + ["asOf", "customer"])
      return (inquiry, Subject(values), object)
    }
    _ = try body.object(keys: others + ["asOf", "customer"])
    return (inquiry, try inquiry.subject(customer: customer), object)
  }
}
