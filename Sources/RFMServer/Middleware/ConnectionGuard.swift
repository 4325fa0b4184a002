import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Watches over one connection: closes it on clients that drip a header or a body, or never read; answers
/// `Expect: 100-continue`, and what is no HTTP; ends connections so that the answer arrives before the end.
///
/// Hummingbird has none of these: its idle time is that of a connection without a request.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler, @unchecked Sendable {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// How long a connection may stay open between two requests.
  private static let idle = TimeAmount.seconds(60)
  /// How long a client may take nothing of what is written.
  private static let readTime = TimeAmount.seconds(30)
  /// How long the rest of a body is thrown away after the answer.
  private static let lingering = TimeAmount.seconds(3)

  /// Whether the client is still there, for jobs that nobody needs without it.
  let client = Client()
  private let limits: Limits
  /// The first header must be complete by then, a later one by `idle`; from then on a body must come at `leastRate`.
  private let patience: TimeAmount
  private var since = NIODeadline.now()
  private var hadRequest = false
  private var isReadingBody = false
  private var isAnswering = false
  private var responseBegun = false
  private var bytes: Int64 = 0
  /// Time for which the client was waited for, and since when it is waited for now.
  private var waited: Int64 = 0
  private var waitingSince: NIODeadline?
  private var stuckSince: NIODeadline?
  private var closesAfterAnswer = false
  private var isDone = false
  private var clock: RepeatedTask?

  init(_ limits: Limits) {
    self.limits = limits
    patience = .seconds(Int64(limits.patience))
  }

  func handlerAdded(context: ChannelHandlerContext) {
    since = .now()
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    clock = context.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
      let (guardian, context) = bound.value
      guardian.look(context)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { clock?.cancel() }

  func channelInactive(context: ChannelHandlerContext) {
    clock?.cancel()
    client.leave()
    context.fireChannelInactive()
  }

  // MARK: In

  func read(context: ChannelHandlerContext) {
    if isReadingBody, waitingSince == nil { waitingSince = .now() }
    context.read()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isDone { return }
    switch unwrapInboundIn(data) {
    case .head(let head):
      hadRequest = true
      isAnswering = true
      responseBegun = false
      isReadingBody = true
      (bytes, waited, waitingSince) = (0, 0, nil)
      if head.headerFields[.expect]?.lowercased() == "100-continue",
        head.headerFields[.contentLength].flatMap(Int.init) ?? 0 <= limits.bodyBytes
      {
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
      }
    case .body(let buffer):
      bytes += Int64(buffer.readableBytes)
      if let start = waitingSince {
        waited += (NIODeadline.now() - start).nanoseconds
        waitingSince = nil
      }
    case .end:
      isReadingBody = false
      waitingSince = nil
    }
    context.fireChannelRead(data)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    // Nobody behind asks for more when all is thrown away.
    if isDone { context.read() } else { context.fireChannelReadComplete() }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let event = event as? ChannelEvent, event == .inputClosed {
      client.leave()
      if isDone { return context.close(promise: nil) }
    }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard !isAnswering, !isDone else { return context.fireErrorCaught(error) }
    // What came is no request, so nobody else will answer it.
    let problem =
      if case .headerOverflow? = error as? HTTPParserError {
        HTTPProblem(.requestHeaderFieldsTooLarge, "the header is larger than this server takes")
      } else {
        HTTPProblem(.badRequest, "this is no HTTP request that can be read")
      }
    refuse(problem, context)
  }

  // MARK: Out

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if isDone {
      promise?.fail(ChannelError.outputClosed)
      return
    }
    switch unwrapOutboundIn(data) {
    case .head(let head):
      if head.status.kind != .informational {
        responseBegun = true
        if head.headerFields[.connection]?.lowercased() == "close" { closesAfterAnswer = true }
      }
      context.write(data, promise: promise)
    case .body:
      context.write(data, promise: promise)
    case .end:
      isAnswering = false
      since = .now()
      context.write(data, promise: promise)
      if closesAfterAnswer {
        context.flush()
        linger(context)
      }
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    stuckSince = context.channel.isWritable ? nil : .now()
    context.fireChannelWritabilityChanged()
  }

  // MARK: The clock

  private func look(_ context: ChannelHandlerContext) {
    let now = NIODeadline.now()
    if isDone {
      if now - since > Self.lingering { context.close(promise: nil) }
      return
    }
    if let stuckSince, now - stuckSince > Self.readTime { return context.close(promise: nil) }
    if !isAnswering {
      if now - since > (hadRequest ? Self.idle : patience) { context.close(promise: nil) }
      return
    }
    guard isReadingBody else { return }
    let nanoseconds = waited + (waitingSince.map { (now - $0).nanoseconds } ?? 0)
    let leastBytes = Int64(limits.minRate << 10) * (nanoseconds / 1_000_000_000)
    guard nanoseconds > patience.nanoseconds, bytes < leastBytes else { return }
    if responseBegun { return context.close(promise: nil) }
    refuse(
      HTTPProblem(
        .requestTimeout, "the body comes too slowly; \(limits.minRate) KiB a second is the least"), context)
  }

  /// Answers in the place of the routes, and closes.
  private func refuse(_ problem: HTTPProblem, _ context: ChannelHandlerContext) {
    var response = problem.response(.plain)
    SecurityHeaders.add(to: &response.headers)
    response.headers[.connection] = "close"
    context.write(wrapOutboundOut(.head(response.head)), promise: nil)
    context.write(wrapOutboundOut(.body(problem.document(.plain))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    let wasAnswering = isAnswering
    linger(context)
    if wasAnswering { context.fireErrorCaught(HTTPParserError.invalidEOFState) }
  }

  /// Says that nothing more is written, and throws away what still comes: closing at once would take the answer away
  /// from a client that is still sending.
  private func linger(_ context: ChannelHandlerContext) {
    isDone = true
    since = .now()
    context.close(mode: .output, promise: nil)
    context.read()
  }
}
