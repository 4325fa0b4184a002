import HTTPTypes
import Hummingbird
import JSONText
import NIOCore
import RFMService

extension Routes {
  private static let selection: [Route.Parameter] = [
    .init(
      name: "sort", meaning: "recency, frequency, monetary, cluster or customer",
      schema: ["enum": .array(RowSelection.Key.allCases.map { .string($0.rawValue) })]),
    .init(name: "desc", meaning: "1 for the greatest first", schema: ["enum": ["0", "1"]]),
    .init(name: "segment", meaning: "Only customers of this segment"),
    .init(name: "top", meaning: "Only the first so many", schema: ["type": "integer", "minimum": 1]),
  ]

  private static let types: [(format: String, write: FileClassification.Format, type: String)] = [
    ("json", .scoringService, "application/json"), ("csv", .csv, "text/csv"),
    ("jsonl", .scoringServiceLines, "application/jsonl"), ("xlsx", .xlsx, workbook),
  ]
  static let workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

  /// Files that are posted once and asked about for a while.
  static let uploads: [Route] =
    [
      Route(
        method: .post, template: "/api/v1/uploads", summary: "Keep a sales file for a while",
        parameters: [
          .init(name: "name", meaning: "What the file is called, where the body is the file itself")
        ],
        body: .init(content: [
          ("multipart/form-data", object),
          ("application/octet-stream", ["type": "string", "format": "binary"]),
          ("text/csv", ["type": "string"]),
        ]), status: .created
      ) { call in
        try call.desk.shelf.checkRoom()
        if let coding = call.request.headers[.contentEncoding]?.lowercased(),
          !["gzip", "zstd", "identity"].contains(coding)
        {
          throw HTTPProblem(
            .unsupportedMediaType, "Content-Encoding \(coding) is not read; expected gzip or zstd")
        }
        let upload = try call.desk.shelf.keep(try await call.desk.uploads.read(call, field: nil))
        var response = call.answer(upload.json, status: .created)
        response.headers[.location] = call.location("/api/v1/uploads/\(upload.id)")
        return response
      },
      Route(method: .get, template: "/api/v1/uploads/{id}", summary: "What is done with an upload") { call in
        call.answer(try call.desk.shelf.upload(call["id"]).json)
      },
      Route(
        method: .delete, template: "/api/v1/uploads/{id}", summary: "Let go of an upload", status: .noContent,
        answer: nil
      ) { call in
        try call.desk.shelf.delete(call["id"])
        return Response(status: .noContent)
      },
      Route(
        method: .get, template: "/api/v1/uploads/{id}/events",
        summary: "The same as it changes (Server-Sent Events)",
        answer: "text/event-stream"
      ) { call in
        let upload = try call.desk.shelf.upload(call["id"])
        return events(upload, call.desk, await call.client())
      },
      Route(
        method: .get, template: "/api/v1/uploads/{id}/profile",
        summary: "What is in an upload, before any cleaning",
        parameters: reading
      ) { call in
        let library = call.desk.catalog.library
        let options = try await call.changes().applied(to: .init())
        return try await call.reading { files, work in
          try library.profile(files, reading: options, work).json
        }
      },
      Route(
        method: .get, template: "/api/v1/uploads/{id}/sweep", summary: "How many clusters to train with",
        parameters: reading + clustering
      ) { call in
        let library = call.desk.catalog.library
        let options = try await call.changes().applied(to: .init())
        let training = try call.query.training()
        return try await call.reading { files, work in
          try library.sweep(files, reading: options, options: training, work).json
        }
      },
    ]
    + types.map { format, write, type in
      Route(
        method: .get, template: "/api/v1/uploads/{id}/customers.\(format)",
        summary: "An answer for every customer of an upload", parameters: choice + selection + reading,
        answer: type
      ) { call in
        let upload = try call.desk.shelf.upload(call["id"])
        let loaded = try await call.loaded().loaded
        let selection = try call.selection(loaded)
        let job = FileClassification(
          loaded, try InheritedSales(loaded, try await call.changes()), selection)
        let files = SalesFiles(sources: [upload.content.source], sheets: call.query.all("sheet"))
        let place = try call.desk.queue.reserve()
        upload.begin()
        return try await call.streamed(type, on: place, end: upload.end) { sink, work in
          let work = upload.watching(work)
          let answered = try job.read(files, writing: (write, sink), work)
          if !answered.isWritten { try answered.write(as: write, to: sink, work) }
        }
      }
    }

  /// The state of an upload whenever it is another, and a comment now and then that keeps the connection.
  private static func events(_ upload: Upload, _ desk: Desk, _ client: Client?) -> Response {
    Response(
      status: .ok, headers: [.contentType: "text/event-stream"],
      body: ResponseBody { writer in
        var last: Upload.State?
        var quiet = 0
        while !desk.isStopping, client?.isGone != true {
          let state = upload.state
          if state != last {
            try await writer.write(ByteBuffer(string: "event: state\ndata: \(upload.json.line)\n"))
            (last, quiet) = (state, 0)
          } else {
            quiet += 1
            if quiet % 75 == 0 { try await writer.write(ByteBuffer(string: ": still here\n\n")) }
          }
          if state.phase == .deleted { break }
          try await Task.sleep(for: .milliseconds(200))
        }
        try await writer.finish(nil)
      })
  }
}

extension Upload {
  /// Work that says here how far it is, and ends when the upload is deleted.
  func watching(_ work: Work) -> Work {
    var watched = work
    watched.progress = { [self] in note($0) }
    watched.isCancelled = { [self] in work.isCancelled() || isDeleted }
    return watched
  }
}

extension Call {
  /// Answers with what a heavy job finds in the upload of the path.
  fileprivate func reading(_ job: @escaping @Sendable (SalesFiles, Work) throws -> JSON) async throws
    -> Response
  {
    let upload = try desk.shelf.upload(self["id"])
    let files = SalesFiles(sources: [upload.content.source], sheets: query.all("sheet"))
    let line = try await heavy(reading: upload) { work in try job(files, work).line }
    return bytes(Array(line.utf8), "application/json")
  }

  fileprivate func selection(_ loaded: LoadedModel) throws -> RowSelection {
    var selection = RowSelection()
    if let word = query["sort"] {
      guard let key = RowSelection.Key(rawValue: word) else {
        throw HTTPProblem(
          .badRequest,
          "sort=\(word): expected \(RowSelection.Key.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      selection.key = key
    }
    selection.isDescending = try query.flag("desc")
    selection.segment = try query["segment"].map { try loaded.segment(named: $0) }
    selection.top = try query.number("top", 1...Int.max)
    return selection
  }
}
