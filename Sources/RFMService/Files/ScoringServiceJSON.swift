import Customers
import JSONText
import Segmentation
import Tabular

/// Answers in the shape that clients of scoring services read (`predicted_cluster_id`, `rfm_values`): objects in a
/// list, or one in a line. Nothing else has this shape.
struct ScoringServiceJSON: AnswerLayout {
  let answerer: RowAnswerer
  private let isList: Bool
  private let hasDistances: Bool
  private let again: BuyingAgainColumn?
  /// What is the same for all customers of a segment, as text.
  private let segments: [[UInt8]]

  /// - Parameter hasDistances: whether the distances are there, which those services themselves do not give.
  init(_ answerer: RowAnswerer, isList: Bool, hasDistances: Bool = true, _ again: BuyingAgainColumn? = nil) {
    self.again = again
    self.answerer = answerer
    self.isList = isList
    self.hasDistances = hasDistances
    segments = answerer.shownSegments.map { segment in
      let members: [(String, JSON)] = [
        ("cluster_name", .string(segment.name)), ("cluster_interpretation", .string(segment.interpretation)),
        ("cluster_recommendations", .array(segment.recommendations.map(JSON.string))),
      ]
      // The members without the braces around them.
      return Array(JSON.object(members).text(.spaced).utf8.dropFirst().dropLast())
    }
  }

  var opening: [UInt8] { isList ? Array("[\n".utf8) : [] }
  var between: [UInt8] { isList ? Array(",\n".utf8) : [] }
  var closing: [UInt8] { isList ? Array("\n]\n".utf8) : [] }

  func write(
    _ answers: RowAnswers, of table: RFMTable, in segment: Int?, isFirst: Bool, to buffer: ByteBuffer
  ) {
    var isFirst = isFirst
    for place in 0..<answers.count {
      if let segment, answers.segment(place) != segment { continue }
      if !isFirst { buffer.append(between) }
      write(answers, place, of: table, to: buffer)
      isFirst = false
    }
  }

  private func write(_ answers: RowAnswers, _ place: Int, of table: RFMTable, to buffer: ByteBuffer) {
    let row = answers.row(place)
    buffer.append("{\"customer_id\": ")
    buffer.append(JSON.string(table.ids[row]).text(.compact))
    buffer.append(", \"predicted_cluster_id\": ")
    buffer.append(answers.cluster(place))
    buffer.append(", ")
    buffer.append(segments[answers.segment(place)])
    buffer.append(", \"rfm_values\": {\"MonetaryValue\": ")
    buffer.append(answers.monetary(place))
    buffer.append(", \"Frequency\": ")
    buffer.append(answers.frequency(place))
    buffer.append(", \"Recency\": ")
    buffer.append(answers.recency(place))
    buffer.append("}")
    if hasDistances {
      buffer.append(", \"distances\": [")
      for (cluster, distance) in answerer.distances(row, of: table).enumerated() {
        if cluster > 0 { buffer.append(", ") }
        buffer.append(distance)
      }
      buffer.append("]")
    }
    if let again {
      buffer.append(", \"\(BuyingAgainColumn.name)\": ")
      buffer.append(again[row].json.text(.compact))
    }
    buffer.append(isList ? "}" : "}\n")
  }
}
