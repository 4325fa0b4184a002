import HTTPTypes
import Hummingbird
import JSONText
import NIOCore
import RFMService

extension HTTPField.Name {
  static let inferenceHeaderLength = own("Inference-Header-Content-Length")
}

/// The Open Inference Protocol, version 2, as KServe and Triton speak it.
extension Routes {
  private static func get(
    _ template: String, _ summary: String, isOpen: Bool = false,
    _ handle: @escaping @Sendable (Call) async throws -> JSON
  ) -> Route {
    Route(method: .get, template: template, summary: summary, dialect: .inference, isOpen: isOpen) { call in
      call.answer(try await handle(call))
    }
  }

  static let inference: [Route] = [
    get("/v2", "Which server this is") { _ in
      ["name": "rfm-server", "version": .string(ServerProgram.version), "extensions": ["binary_tensor_data"]]
    },
    get("/v2/health/live", "Whether the process answers", isOpen: true) { _ in ["live": true] },
    get("/v2/health/ready", "Whether there is a model", isOpen: true) { call in
      try await call.requireModel()
      return ["ready": true]
    },
    get("/v2/models/{name}", "What goes into a model, and what comes out") { try await $0.metadata() },
    get("/v2/models/{name}/versions/{version}", "The same of a version") { try await $0.metadata() },
    get("/v2/models/{name}/ready", "Whether a model can be asked") { try await $0.modelReady() },
    get("/v2/models/{name}/versions/{version}/ready", "The same of a version") { try await $0.modelReady() },
    infer("/v2/models/{name}/infer"), infer("/v2/models/{name}/versions/{version}/infer"),
  ]

  private static func infer(_ template: String) -> Route {
    Route(
      method: .post, template: template,
      summary: "Clusters, segments, distances, scores and margins of customers",
      body: .init(content: [
        (
          "application/json",
          [
            "type": "object", "required": ["inputs"],
            "properties": [
              "id": ["type": "string"], "parameters": object,
              "inputs": [
                "type": "array", "items": ["type": "object", "required": ["name", "shape", "datatype"]],
              ],
              "outputs": ["type": "array", "items": ["type": "object", "required": ["name"]]],
            ],
          ]
        ),
        ("application/octet-stream", ["type": "string", "format": "binary"]),
      ]), dialect: .inference
    ) { call in
      try call.requireType(["application/json", "application/octet-stream", ""])
      let (loaded, version) = try await call.versioned()
      let limits = call.desk.settings.limits
      let bytes = try await call.bytes(upTo: limits.jsonBytes)
      var json = bytes.count
      if let text = call.request.headers[.inferenceHeaderLength] {
        guard let length = Int(text), (0...bytes.count).contains(length) else {
          throw HTTPProblem(
            .badRequest, "Inference-Header-Content-Length: \(text) is no length within the body")
        }
        json = length
      }
      let body = JSONCursor(try call.parsed(Array(bytes.prefix(json))), file: "body")
      let request = try InferenceRequest(body, binary: bytes.dropFirst(json), most: limits.maxRows)
      let work = call.desk.work()
      let (answer, length) = try await call.desk.queue.run {
        request.answer(try Scored(request.columns, loaded, work), name: loaded.model.name, version: version)
      }
      var headers: HTTPFields = [
        .contentType: length == nil ? "application/json" : "application/octet-stream"
      ]
      if let length { headers[.inferenceHeaderLength] = String(length) }
      return Response(status: .ok, headers: headers, body: .init(byteBuffer: answer))
    }
  }
}

extension Call {
  /// - Throws: 503 where no model can be asked, or the server is stopping.
  func requireModel() async throws(HTTPProblem) {
    if desk.isStopping { throw HTTPProblem(.serviceUnavailable, "the server is stopping") }
    do {
      _ = try await loaded(model: nil)
    } catch {
      throw HTTPProblem(.serviceUnavailable, "no model can be asked: \(HTTPProblem(any: error).detail)")
    }
  }

  /// The model of the path, and its version: the id of its store.
  fileprivate func versioned() async throws -> (LoadedModel, String) {
    let loaded = try await loaded(model: self["name"]).loaded
    let version = loaded.model.store?.id ?? "1"
    if let wanted = path["version"], wanted != version {
      throw HTTPProblem(
        .notFound, "the model \(loaded.model.name) has the version \(version), and no '\(wanted)'")
    }
    return (loaded, version)
  }

  fileprivate func modelReady() async throws -> JSON {
    let (loaded, _) = try await versioned()
    return ["name": .string(loaded.model.name), "ready": true]
  }

  fileprivate func metadata() async throws -> JSON {
    let (loaded, version) = try await versioned()
    func tensor(_ name: String, _ type: String, _ shape: [Int]) -> JSON {
      ["name": .string(name), "datatype": .string(type), "shape": .array(shape.map(JSON.integer))]
    }
    return [
      "name": .string(loaded.model.name), "versions": [.string(version)], "platform": "rfm",
      "inputs": .array(Scored.features.map { tensor($0, "FP64", [-1]) }),
      "outputs": .array(
        InferenceOutput.allCases.map { tensor($0.rawValue, $0.type, $0.shape(-1, k: loaded.model.k)) }),
    ]
  }
}
