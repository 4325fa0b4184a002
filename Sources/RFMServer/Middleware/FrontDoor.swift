import HTTPTypes
import Hummingbird
import Logging
import Metrics
import NIOCore
import NIOHTTP1
import RFMService
import Synchronization

/// Where every request comes in and every answer goes out: who may ask, which route answers, what every answer says.
///
/// It is the responder itself and no middleware, since errors and wrong methods pass by middleware.
struct FrontDoor: HTTPResponder {
  /// What is kept of a request beside the request: where it came from.
  struct Context: InitializableFromSource, Sendable {
    /// Nil in tests.
    let channel: (any Channel)?
    init(source: ApplicationRequestContextSource) { channel = source.channel }
    init() { channel = nil }
  }

  let desk: Desk
  let table: RouteTable
  private let hosts: HostCheck
  private let counts: RequestCounts

  init(_ desk: Desk, _ routes: [Route]) {
    self.desk = desk
    table = RouteTable(routes)
    let options = desk.settings.options
    hosts = HostCheck(
      isAddress: options.listen == nil, isLoopback: options.isLoopback, named: options.allowedHost)
    counts = RequestCounts(desk.metrics)
  }

  func respond(to request: Request, context: Context) async throws -> Response {
    let start = ContinuousClock.now
    let id = Self.identifier(request)
    var route: Route?
    var response: Response
    do {
      response = try await answer(request, context, &route)
    } catch {
      let problem = Self.problem(error)
      let isStopped = (error as? Problem)?.kind == .cancelled
      if problem.status.code >= 500, !isStopped, !(error is HTTPProblem) {
        desk.logger.error("\(id) \(route?.template ?? "-"): \(error)")
      }
      let dialect = route?.dialect ?? Self.dialect(of: request)
      response =
        dialect == .page ? PageFrame.problem(problem, request, desk) : problem.response(dialect)
    }
    SecurityHeaders.add(to: &response.headers)
    response.headers[.requestID] = id
    if Self.hasLongBody(request), response.status.code >= 400 {
      // What is left of the body is not read: the connection guard sees to the rest.
      response.headers[.connection] = "close"
    }
    if request.method == .head { response = try await Self.headOnly(response) }
    let method = request.method.rawValue
    let (status, template, isKnown) = (response.status.code, route?.template ?? "none", route != nil)
    let note: @Sendable (Int) -> Void = { [desk, counts] bytes in
      let elapsed = ContinuousClock.now - start
      let nanoseconds =
        elapsed.components.seconds * 1_000_000_000 + elapsed.components.attoseconds / 1_000_000_000
      counts.note(template, isKnown ? method : "other", status, nanoseconds)
      if desk.logger.logLevel <= .info {
        let ms = Double(nanoseconds / 10_000) / 100
        desk.logger.info("\(id) \(isKnown ? method : "-") \(template) \(status) \(bytes) bytes \(ms) ms")
      }
    }
    guard let length = response.body.contentLength else {
      response.body = Self.counted(response.body, note)
      return response
    }
    note(length)
    return response
  }

  // MARK: Who may ask what

  private func answer(_ request: Request, _ context: Context, _ found: inout Route?) async throws -> Response
  {
    try hosts.check(request)
    try OriginCheck.check(request)
    let base = desk.settings.options.basePath
    var path = request.uri.path[...]
    if !base.isEmpty {
      guard path.hasPrefix(base + "/") || path == base else { throw Self.nothing }
      path = path.dropFirst(base.count)
      if path.isEmpty { path = "/" }
    }
    switch try table.match(String(path), request.method) {
    case .nothing:
      try desk.tokens.check(request)
      throw Self.nothing
    case .methods(let methods):
      if request.method != .options { try desk.tokens.check(request) }
      return try Self.otherMethod(request, methods)
    case .route(let route, let parameters):
      found = route
      if !route.isOpen { try desk.tokens.check(request) }
      if desk.isStopping, !route.isOpen {
        throw HTTPProblem(.serviceUnavailable, "the server is stopping", headers: [.retryAfter: "5"])
      }
      if route.changes, desk.settings.options.readOnly {
        throw HTTPProblem(.forbidden, "this server changes nothing: it was started with --read-only")
      }
      try Self.checkAccept(request, route)
      let query = try Query(request.uri.query)
      try query.check(route.parameters)
      if let missing = route.parameters.first(where: { $0.isRequired && query[$0.name] == nil }) {
        throw HTTPProblem(.badRequest, "the parameter '\(missing.name)' is missing: \(missing.meaning)")
      }
      if route.body != nil, request.headers[.contentLength] == nil, request.headers[.transferEncoding] == nil
      {
        throw HTTPProblem(.lengthRequired, "a body is needed, with its Content-Length")
      }
      try checkLength(request)
      return try await route.handle(
        Call(request: request, path: parameters, query: query, desk: desk, channel: context.channel))
    }
  }

  private static let nothing = HTTPProblem(
    .notFound, "there is nothing here; /openapi.json says what there is")

  private func checkLength(_ request: Request) throws(HTTPProblem) {
    guard let text = request.headers[.contentLength] else { return }
    guard let length = Int(text), length >= 0 else {
      throw HTTPProblem(.badRequest, "the Content-Length is no number")
    }
    guard length <= desk.settings.limits.bodyBytes else {
      throw HTTPProblem(
        .contentTooLarge,
        "the body is larger than \(desk.settings.limits.maxBody) MiB, the most that is taken")
    }
  }

  private static func otherMethod(_ request: Request, _ methods: [HTTPRequest.Method]) throws(HTTPProblem)
    -> Response
  {
    var all: [String] = []
    for method in methods {
      all.append(method.rawValue)
      if method == .get { all.append("HEAD") }
    }
    all.append("OPTIONS")
    let allowed = all.joined(separator: ", ")
    if request.method == .options { return Response(status: .noContent, headers: [.allow: allowed]) }
    throw HTTPProblem(
      .methodNotAllowed, "\(request.method.rawValue) is not done here; there is \(allowed)",
      headers: [.allow: allowed])
  }

  /// 406 where none of the types that are asked for is that of the answer.
  private static func checkAccept(_ request: Request, _ route: Route) throws(HTTPProblem) {
    guard let type = route.answer, let accept = request.headers[.accept], !accept.isEmpty else { return }
    let group = type.prefix { $0 != "/" }
    for item in accept.split(separator: ",") {
      let parts = item.split(separator: ";").map(\.trimmedBlanks)
      guard let wanted = parts.first?.lowercased() else { continue }
      if parts.dropFirst().contains(where: { $0.lowercased() == "q=0" || $0.lowercased() == "q=0.0" }) {
        continue
      }
      if wanted == "*/*" || wanted == "\(group)/*" || wanted == type.prefix(while: { $0 != ";" }) { return }
    }
    throw HTTPProblem(.notAcceptable, "the answer is \(type), which the request does not accept")
  }

  // MARK: What every answer says

  private static func problem(_ error: any Error) -> HTTPProblem {
    if error is HTTPParserError { return HTTPProblem(.badRequest, "the body ended before it was complete") }
    return HTTPProblem(any: error)
  }

  private static func dialect(of request: Request) -> HTTPProblem.Dialect {
    let path = request.uri.path
    if path == "/v2" || path.hasPrefix("/v2/") { return .inference }
    if path == "/invocations" || path == "/ping" { return .mlflow }
    return request.headers[.accept]?.contains("text/html") == true ? .page : .plain
  }

  private static func hasLongBody(_ request: Request) -> Bool {
    if request.headers[.transferEncoding] != nil { return true }
    return (request.headers[.contentLength].flatMap(Int.init) ?? 0) > 64 << 10
  }

  /// The client's own, where it is harmless in a log.
  private static func identifier(_ request: Request) -> String {
    if let given = request.headers[.requestID], (1...128).contains(given.utf8.count),
      given.utf8.allSatisfy({
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
          || $0 == 0x2E || $0 == 0x5F
      })
    {
      return given
    }
    return hexadecimal(UInt64.random(in: .min ... .max))
  }

  /// The same answer without its body. A body of unknown length is run to know it, since an answer without one would
  /// end in a chunk that nobody asked for.
  private static func headOnly(_ response: Response) async throws -> Response {
    var head = response
    // Events never end, so they have no length.
    let isEndless = response.headers[.contentType] == "text/event-stream"
    var length = isEndless ? 0 : response.body.contentLength
    if length == nil {
      let counter = ByteCount()
      try await response.body.write(counter)
      length = counter.bytes
    }
    head.body = .init()
    head.headers[.contentLength] = length.map(String.init)
    return head
  }

  private static func counted(_ body: ResponseBody, _ note: @escaping @Sendable (Int) -> Void) -> ResponseBody
  {
    ResponseBody { writer in
      let counter = Mutex(0)
      do {
        try await body.write(
          writer.map { buffer in
            counter.withLock { $0 += buffer.readableBytes }
            return buffer
          })
      } catch {
        note(counter.withLock { $0 })
        throw error
      }
      note(counter.withLock { $0 })
    }
  }

  private final class ByteCount: ResponseBodyWriter {
    private(set) var bytes = 0
    func write(_ buffer: ByteBuffer) async throws { bytes += buffer.readableBytes }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }
}

/// How often each route was asked, and how long it took.
private final class RequestCounts: Sendable {
  private struct Key: Hashable {
    let route: String
    let method: String
    let status: Int
  }
  private struct Handlers {
    var requests: [Key: Counter] = [:]
    var timers: [String: Metrics.Timer] = [:]
  }
  private let handlers = Mutex(Handlers())
  private let factory: any MetricsFactory

  init(_ factory: any MetricsFactory) {
    self.factory = factory
  }

  func note(_ route: String, _ method: String, _ status: Int, _ nanoseconds: Int64) {
    let (counter, timer) = handlers.withLock { handlers in
      let key = Key(route: route, method: method, status: status)
      let counter =
        handlers.requests[key]
        ?? Counter(
          label: "rfm_http_requests_total",
          dimensions: [("route", route), ("method", method), ("status", String(status))], factory: factory)
      handlers.requests[key] = counter
      let timer =
        handlers.timers[route]
        ?? Metrics.Timer(label: "rfm_http_request_seconds", dimensions: [("route", route)], factory: factory)
      handlers.timers[route] = timer
      return (counter, timer)
    }
    counter.increment()
    timer.recordNanoseconds(nanoseconds)
  }
}
