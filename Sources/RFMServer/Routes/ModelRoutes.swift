import HTTPTypes
import Hummingbird
import JSONText
import RFMService
import Wording

extension Routes {
  private static let training: [Route.Parameter] =
    [
      .init(name: "upload", meaning: "The id of an upload of sales", isRequired: true),
      .init(
        name: "name", meaning: "What the model is called: letters, digits, points, hyphens", isRequired: true),
      .init(name: "score-bins", meaning: "As --score-bins of the command line"),
      .init(name: "currency", meaning: "As --currency of the command line"),
      .init(name: "align", meaning: "The name of an earlier model whose numbers the clusters keep"), pack,
    ] + reading + clustering

  /// Models: those that are there, and new ones.
  static let models: [Route] = [
    Route(method: .get, template: "/api/v1/models", summary: "The models that are found") { call in
      let library = call.desk.catalog.library
      return call.answer(try await call.desk.queue.run { try ModelList(library).json })
    },
    Route(
      method: .get, template: "/api/v1/models/{model}", summary: "Where a model is from, and how good it is",
      parameters: [pack]
    ) { call in
      let entry = try await call.loaded(model: call["model"], pack: call.query["pack"])
      return call.answer(entry.loaded.overview, tag: entry.tag)
    },
    Route(
      method: .get, template: "/api/v1/compare", summary: "Who moved between two models",
      parameters: [
        .init(name: "a", meaning: "The earlier model", isRequired: true),
        .init(name: "b", meaning: "The later model", isRequired: true), pack,
      ]
    ) { call in
      let catalog = call.desk.catalog
      let (a, b) = (try catalog.path(call.query["a"]), try catalog.path(call.query["b"]))
      let pack = call.query["pack"]
      let segments = call.desk.settings.options.segments
      let line = try await call.heavy { work in
        let earlier = try catalog.library.earlierSide(a, before: b, packs: segments, using: pack)
        return try earlier.compare(with: .model(b), work).json.line
      }
      return call.bytes(Array(line.utf8), "application/json")
    },
    Route(
      method: .post, template: "/api/v1/models", summary: "Train a model on an upload: a job to ask about",
      parameters: training, status: .accepted, changes: true
    ) { call in try await train(call) },
    Route(
      method: .get, template: "/api/v1/trainings/{id}", summary: "How far a training is, and what came of it"
    ) { call in
      call.answer(try call.desk.trainings.run(call["id"]).json)
    },
    Route(
      method: .delete, template: "/api/v1/trainings/{id}", summary: "Give up a training", status: .noContent,
      answer: nil, changes: true
    ) { call in
      try call.desk.trainings.run(call["id"]).cancel()
      return Response(status: .noContent)
    },
  ]

  /// Starts a training on an upload.
  static func train(_ call: Call) async throws -> Response {
    let desk = call.desk
    let upload = try desk.shelf.upload(call.query["upload"] ?? "")
    let name = call.query["name"] ?? ""
    guard (1...100).contains(name.utf8.count), !name.hasPrefix("."), !name.hasSuffix(".json"),
      name.utf8.allSatisfy({
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
          || $0 == 0x2E
          || $0 == 0x5F
      })
    else {
      throw HTTPProblem(
        .unprocessableContent,
        "name=\(name): a model's name is of letters, digits, points, hyphens and underscores")
    }
    if let currency = call.query["currency"], !Figures.isCode(currency) {
      throw HTTPProblem(.badRequest, "currency=\(currency): expected a code of three letters, such as GBP")
    }
    let library = desk.catalog.library
    let folder = library.roots.first ?? "."
    let request = TrainingRequest(
      SalesFiles(sources: [upload.content.source], sheets: call.query.all("sheet")),
      try await call.changes().applied(to: .init()), options: try call.query.training(),
      to: folder == "." ? "Models/\(name).json" : "\(folder)/Models/\(name).json",
      currency: call.query["currency"]?.uppercased(), pack: call.query["pack"],
      align: try call.query["align"].map { try desk.catalog.path($0) })
    let place = try desk.queue.reserve()
    let run = TrainingRun(model: name)
    desk.trainings.keep(run)
    var work = desk.work(threads: desk.settings.threads, isCancelled: { run.isCancelled })
    work.progress = {
      run.note($0)
      upload.note($0)
    }
    let job = work
    upload.begin()
    Task {
      defer { upload.end() }
      let result: Result<TrainedModel, any Error>
      do {
        result = .success(
          try await desk.queue.runHeavy(place) {
            guard !job.isCancelled() else { throw Problem.stopped }
            return try library.train(request, job)
          })
      } catch {
        result = .failure(error)
      }
      run.end(result)
    }
    var response = call.answer(run.json, status: .accepted)
    response.headers[.location] = call.location("/api/v1/trainings/\(run.id)")
    return response
  }
}
