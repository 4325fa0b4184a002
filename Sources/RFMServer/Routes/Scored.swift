import Customers
import JSONText
import RFMService
import Segmentation

/// Many customers of a table without IDs, and what the model says of each: for the protocols of model servers.
struct Scored: Sendable {
  let answers: [Answer]
  let k: Int

  /// - Parameter columns: recency, frequency and monetary, all of one length.
  /// - Throws: for values that no customer can have, with the row's place.
  init(_ columns: [[Double]], _ loaded: LoadedModel, _ work: Work) throws(HTTPProblem) {
    let inquiry = Inquiry(loaded, work: work)
    var answers: [Answer] = []
    answers.reserveCapacity(columns[0].count)
    for row in columns[0].indices {
      answers.append(
        inquiry.answer(
          Subject(
            RFM(
              recency: try Self.whole(columns[0][row], "recency", row, least: 0),
              frequency: try Self.whole(columns[1][row], "frequency", row, least: 1),
              monetary: try Self.money(columns[2][row], row)))))
    }
    self.answers = answers
    k = loaded.model.k
  }

  private static func whole(_ value: Double, _ name: String, _ row: Int, least: Int) throws(HTTPProblem)
    -> Int
  {
    guard value == value.rounded(), let whole = Int32(exactly: value), whole >= Int32(least) else {
      throw HTTPProblem(
        .unprocessableContent,
        "row \(row): \(name) \(JSON.number(value).text(.compact)) is no whole number from \(least)")
    }
    return Int(whole)
  }

  private static func money(_ value: Double, _ row: Int) throws(HTTPProblem) -> Double {
    guard value.isFinite, abs(value) <= Model.moneyLimit else {
      throw HTTPProblem(.unprocessableContent, "row \(row): monetary is no amount that can be")
    }
    return value
  }

  static let features = ["recency", "frequency", "monetary"]

  /// What a row is told by, as an object.
  func json(_ row: Int) -> JSON {
    let answer = answers[row]
    let scores = answer.classification.scores
    return [
      "cluster": .integer(answer.classification.cluster), "segment": .string(answer.segmentName),
      "distances": .array(answer.classification.distances.map(JSON.number)),
      "scores": [.integer(scores.recency), .integer(scores.frequency), .integer(scores.monetary)],
      "margin": answer.margin.margin.map(JSON.number) ?? .null,
    ]
  }
}
