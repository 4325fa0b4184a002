import Hummingbird
import JSONText
import NIOCore
import RFMService

/// The scoring protocol of MLflow.
extension Routes {
  static let mlflow: [Route] = [
    Route(
      method: .post, template: "/invocations", summary: "Predictions for the rows of a data frame",
      parameters: choice,
      body: .init(content: [
        (
          "application/json",
          [
            "type": "object",
            "properties": [
              "dataframe_split": object, "dataframe_records": ["type": "array"],
              "instances": ["type": "array"],
              "inputs": [:], "params": object,
            ],
          ]
        ),
        ("text/csv", ["type": "string"]),
      ]), dialect: .mlflow
    ) { call in
      try call.requireType(["application/json", "text/csv"])
      if let charset = call.mediaParameter("charset"), charset.lowercased() != "utf-8" {
        throw HTTPProblem(.unsupportedMediaType, "charset=\(charset) is not read; expected utf-8")
      }
      let loaded = try await call.loaded().loaded
      let limits = call.desk.settings.limits
      let bytes = try await call.bytes(upTo: limits.jsonBytes)
      let isCSV = call.mediaType == "text/csv"
      let work = call.desk.work()
      let line = try await call.desk.queue.run {
        let frame =
          isCSV ? try DataFrame(csv: bytes) : try DataFrame(JSONCursor(try call.parsed(bytes), file: "body"))
        guard frame.columns[0].count <= limits.maxRows else {
          throw HTTPProblem(
            .contentTooLarge,
            "\(frame.columns[0].count) rows are more than \(limits.maxRows), the most that are taken at once")
        }
        let scored = try Scored(frame.columns, loaded, work)
        return JSON.object([("predictions", .array(scored.answers.indices.map(scored.json)))]).line
      }
      return call.bytes(Array(line.utf8), "application/json")
    },
    Route(
      method: .get, template: "/ping", summary: "Whether there is a model", answer: "application/json",
      dialect: .mlflow, isOpen: true
    ) { call in
      try await call.requireModel()
      return call.bytes(Array("\n".utf8), "application/json")
    },
    Route(
      method: .get, template: "/health", summary: "Whether there is a model", answer: "application/json",
      dialect: .mlflow, isOpen: true
    ) { call in
      try await call.requireModel()
      return call.bytes(Array("\n".utf8), "application/json")
    },
    Route(
      method: .get, template: "/version", summary: "The version of the program", answer: "text/plain"
    ) { call in call.bytes(Array(ServerProgram.version.utf8), "text/plain; charset=utf-8") },
  ]
}
