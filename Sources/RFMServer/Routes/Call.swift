import HTTPTypes
import Hummingbird
import JSONText
import NIOCore
import RFMService
import Tabular
import Transactions

/// A request on its way through a route, and all that the route may use.
struct Call: Sendable {
  let request: Request
  /// Those of the path.
  let path: [String: String]
  let query: Query
  let desk: Desk
  var channel: (any Channel)?

  /// A parameter of the path.
  subscript(name: String) -> String { path[name] ?? "" }

  // MARK: The model

  /// The model and pack that the request names, as they are now.
  func loaded() async throws -> Catalog.Entry {
    try await loaded(model: query["model"], pack: query["pack"])
  }

  /// A model and a pack, as they are now. What takes longer than a look at the disk is not done on this thread.
  func loaded(model: String?, pack: String? = nil) async throws -> Catalog.Entry {
    let catalog = desk.catalog
    if let known = try catalog.unchanged(model: model, pack: pack) { return known }
    return try await desk.queue.run {
      let entry = try catalog.entry(model: model, pack: pack)
      // Counts what the texts of the segments say.
      _ = entry.loaded.shownPack
      return entry
    }
  }

  /// The model, asked as of the day that the request names.
  func inquiry() async throws -> Inquiry { try inquiry(on: try await loaded().loaded) }

  /// A model that was looked up, asked as of the day that the request names.
  func inquiry(on loaded: LoadedModel) throws(Problem) -> Inquiry {
    Inquiry(
      loaded, asOf: try query["as-of"].map { text throws(Problem) in try AsOf(typed: text) } ?? .model,
      work: desk.work())
  }

  // MARK: Heavy jobs

  /// Whether the client is still there; nil where that is not known.
  func client() async -> Client? {
    guard let channel else { return nil }
    return try? await channel.eventLoop.submit {
      try channel.pipeline.syncOperations.handler(type: ConnectionGuard.self).client
    }.get()
  }

  /// Work that ends when its client goes.
  func work(isCancelled: @escaping @Sendable () -> Bool = { false }) async -> Work {
    let client = await client()
    return desk.work(
      threads: desk.settings.threads, isCancelled: { client?.isGone ?? false || isCancelled() })
  }

  /// Runs a heavy job in its turn.
  ///
  /// - Parameter upload: what it reads, and who is told how far it is.
  /// - Throws: 429 where as many wait as may.
  func heavy<Value: Sendable>(
    reading upload: Upload? = nil, _ job: @escaping @Sendable (Work) throws -> Value
  ) async throws -> Value {
    let place = try desk.queue.reserve()
    let own = await work()
    let work = upload?.watching(own) ?? own
    upload?.begin()
    defer { upload?.end() }
    return try await desk.queue.runHeavy(place) {
      guard !work.isCancelled() else { throw Problem.stopped }
      return try job(work)
    }
  }

  /// How sales are read and cleaned, as the query says it.
  func changes() async throws -> SalesChanges {
    var changes = try query.changes(desk.catalog.library)
    if let id = query["rates"] {
      let rates = try desk.shelf.upload(id).content
      changes.rates = try await desk.queue.run {
        try explained { () throws(TabularError) in try Rates(rates.source) }
      }
    }
    return changes
  }

  // MARK: The body

  /// The media type of the body, without its parameters, in lower case.
  var mediaType: String {
    let value = request.headers[.contentType] ?? ""
    return value.prefix { $0 != ";" }.trimmedBlanks.lowercased()
  }

  /// A parameter of the media type, such as the boundary.
  func mediaParameter(_ name: String) -> String? {
    for part in (request.headers[.contentType] ?? "").split(separator: ";").dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, String(pair[0]).trimmedBlanks.lowercased() == name else { continue }
      let value = String(pair[1]).trimmedBlanks
      return value.hasPrefix("\"") && value.hasSuffix("\"") && value.count > 1
        ? String(value.dropFirst().dropLast()) : value
    }
    return nil
  }

  /// - Throws: 415 for another media type.
  func requireType(_ types: [String]) throws(HTTPProblem) {
    guard types.contains(mediaType) else {
      let given =
        mediaType.isEmpty ? "the body has no Content-Type" : "a body of \(mediaType) is not read here"
      throw HTTPProblem(
        .unsupportedMediaType, "\(given); expected \(types.joined(separator: " or "))",
        headers: [.accept: types.joined(separator: ", ")])
    }
    if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity" {
      throw HTTPProblem(.unsupportedMediaType, "a body with Content-Encoding \(coding) is not read here")
    }
  }

  /// The whole body, where it is small.
  func bytes(upTo limit: Int) async throws -> [UInt8] {
    let refusal = HTTPProblem(
      .contentTooLarge, "the body is larger than \(limit >> 20) MiB, the most that is taken here")
    if let length = request.headers[.contentLength].flatMap(Int.init), length > limit { throw refusal }
    var bytes: [UInt8] = []
    for try await buffer in request.body {
      guard bytes.count + buffer.readableBytes <= limit else { throw refusal }
      bytes.append(contentsOf: buffer.readableBytesView)
    }
    try desk.checkComplete(request, bytes.count)
    return bytes
  }

  /// The body as JSON.
  func json() async throws -> JSONCursor {
    try requireType(["application/json"])
    return JSONCursor(try parsed(try await bytes(upTo: desk.settings.limits.jsonBytes)), file: "body")
  }

  /// - Throws: 400 with line and column for what is no JSON.
  func parsed(_ bytes: [UInt8]) throws(HTTPProblem) -> JSONNode {
    do throws(JSONError) {
      return try JSONNode.parse(bytes, file: "body")
    } catch {
      throw HTTPProblem(
        .badRequest, "the body is no JSON: \(error.message)", place: (error.place.line, error.place.column))
    }
  }

  // MARK: The answer

  /// An answer as `--json` prints it.
  func answer(_ json: JSON, status: HTTPResponse.Status = .ok, tag: String? = nil) -> Response {
    bytes(Array(json.line.utf8), "application/json", status: status, tag: tag)
  }

  /// An answer of bytes.
  ///
  /// - Parameter tag: what stands for the content; who has that already gets 304.
  func bytes(
    _ bytes: [UInt8], _ type: String, status: HTTPResponse.Status = .ok, tag: String? = nil
  ) -> Response {
    var headers: HTTPFields = [.contentType: type]
    if let tag {
      headers[.eTag] = tag
      if Self.has(request.headers[.ifNoneMatch], tag) {
        headers[.contentType] = nil
        return Response(status: .notModified, headers: headers)
      }
    }
    return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// Whether a list of tags in a header has this one; weak ones are as good here.
  static func has(_ list: String?, _ tag: String) -> Bool {
    guard let list else { return false }
    return list.split(separator: ",").contains { item in
      let item = String(item).trimmedBlanks
      return item == "*" || item == tag || item == "W/" + tag
    }
  }

  /// The address of something of this server.
  func location(_ path: String) -> String { desk.settings.options.basePath + path }
}

extension StringProtocol {
  /// Without the blanks around it.
  var trimmedBlanks: String {
    var rest = self[...]
    while let first = rest.first, first == " " || first == "\t" { rest = rest.dropFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest = rest.dropLast() }
    return String(rest)
  }
}
