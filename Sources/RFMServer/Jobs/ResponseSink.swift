import Dispatch
import Hummingbird
import NIOCore
import RFMService
import Synchronization

/// Takes an answer from the threads that make it to the connection that it goes out on: at most a few pieces ahead of
/// a slow client.
final class ResponseSink: ByteSink {
  /// So many bytes may wait; who writes more waits, too.
  private static let room = 8 << 20
  /// An answer that is complete by then goes out in one piece, with its length.
  private static let small = 1 << 20

  private struct State {
    var pieces: [ByteBuffer] = []
    var bytes = 0
    var isFinished = false
    var failure: (any Error)?
    var isCancelled = false
    /// Who waits for a piece, or for the answer to be complete or more than small.
    var waiting: CheckedContinuation<Void, Never>?
    var isWaitingForMuch = false
  }
  private let state = Mutex(State())
  private let space = DispatchSemaphore(value: 0)

  /// Whether nobody reads any more.
  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  // MARK: In

  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let buffer = ByteBuffer(bytes: bytes)
    let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard !state.isCancelled else { return nil }
      state.pieces.append(buffer)
      state.bytes += buffer.readableBytes
      guard !state.isWaitingForMuch || state.bytes > Self.small else { return nil }
      defer { state.waiting = nil }
      return state.waiting
    }
    waiting?.resume()
    while state.withLock({ $0.bytes > Self.room && !$0.isCancelled }) { space.wait() }
    return !isCancelled
  }

  func finish() { end(nil) }

  /// - Parameter failure: why the answer ends where it should not; nil where it is complete.
  func end(_ failure: (any Error)?) {
    let waiting = state.withLock { state in
      // What was complete stays so.
      if !state.isFinished { state.failure = failure }
      state.isFinished = true
      defer { state.waiting = nil }
      return state.waiting
    }
    waiting?.resume()
  }

  // MARK: Out

  /// The answer, when it is known that there is one.
  ///
  /// - Throws: what went wrong before anything was sent.
  func response(_ type: String, headers: HTTPFields = [:]) async throws -> Response {
    await wait(forMuch: true)
    let (isFinished, failure, pieces) = state.withLock { ($0.isFinished, $0.failure, $0.pieces) }
    if let failure {
      cancel()
      throw failure
    }
    var headers = headers
    headers[.contentType] = type
    guard !isFinished else { return Response(headers: headers, body: .init(contentsOf: pieces)) }
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody { [self] writer in
        do {
          while let piece = try await next() { try await writer.write(piece) }
        } catch {
          cancel()
          throw error
        }
        try await writer.finish(nil)
      })
  }

  private func next() async throws -> ByteBuffer? {
    while true {
      await wait(forMuch: false)
      let (piece, failure, isFinished) = state.withLock { state -> (ByteBuffer?, (any Error)?, Bool) in
        guard !state.pieces.isEmpty else { return (nil, state.failure, state.isFinished) }
        let piece = state.pieces.removeFirst()
        state.bytes -= piece.readableBytes
        return (piece, nil, false)
      }
      if let piece {
        space.signal()
        return piece
      }
      if let failure { throw failure }
      if isFinished { return nil }
    }
  }

  private func wait(forMuch: Bool) async {
    await withCheckedContinuation { continuation in
      let isReady = state.withLock { state in
        if state.isFinished || (forMuch ? state.bytes > Self.small : !state.pieces.isEmpty) { return true }
        state.waiting = continuation
        state.isWaitingForMuch = forMuch
        return false
      }
      if isReady { continuation.resume() }
    }
  }

  /// Nobody reads any more: who writes is told.
  func cancel() {
    state.withLock { $0.isCancelled = true }
    space.signal()
  }
}

extension Response {
  fileprivate init(headers: HTTPFields, body: ResponseBody) {
    self.init(status: .ok, headers: headers, body: body)
  }
}

extension Call {
  /// Streams what a heavy job writes.
  ///
  /// - Parameter job: writes the whole answer to the sink.
  func streamed(
    _ type: String, headers: HTTPFields = [:], on place: WorkQueue.Place? = nil,
    _ job: @escaping @Sendable (ResponseSink, Work) throws -> Void
  ) async throws -> Response {
    let sink = ResponseSink()
    let work = desk.work(threads: desk.settings.threads, isCancelled: { sink.isCancelled })
    let queue = desk.queue
    let run: @Sendable () throws -> Void = {
      do {
        try job(sink, work)
        sink.end(nil)
      } catch {
        sink.end(error)
      }
    }
    Task {
      if let place { try? await queue.runHeavy(place, run) } else { try? await queue.run(run) }
      // The queue may have been closed.
      sink.end(CancellationError())
    }
    return try await sink.response(type, headers: headers)
  }
}
