import Hummingbird
import NIOCore
import RFMService
import Synchronization
import Tabular

/// Takes an answer from the threads that make it to the connection that it goes out on. Who makes it never waits for
/// a slow client.
final class ResponseSink: ByteSink {
  /// So many bytes wait in memory; what is more waits in a temporary file.
  private static let room = 8 << 20
  /// An answer that is complete by then goes out in one piece, with its length.
  private static let small = 1 << 20
  /// So much is read back from the file at a time.
  private static let piece = 256 << 10

  private struct State {
    var pieces: [ByteBuffer] = []
    /// In memory.
    var bytes = 0
    /// Put into the file, and read back.
    var (spooled, readBack) = (0, 0)
    var isFinished = false
    var failure: (any Error)?
    var isCancelled = false
    /// Who waits for a piece, or for the answer to be complete or more than small.
    var waiting: CheckedContinuation<Void, Never>?
    var isWaitingForMuch = false
  }
  private let state = Mutex(State())
  private let file: Mutex<(written: SpooledFile, read: OpenedSource)?>
  private let folder: String

  /// - Parameter folder: for what does not fit into memory.
  init(folder: String) {
    self.folder = folder
    file = Mutex(nil)
  }

  /// Whether nobody reads any more.
  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  // MARK: In

  func write(_ bytes: UnsafeRawBufferPointer) throws(Problem) -> Bool {
    let (isCancelled, fits) = state.withLock {
      ($0.isCancelled, $0.spooled == 0 && $0.bytes + bytes.count <= Self.room)
    }
    guard !isCancelled else { return false }
    if !fits { try spool(bytes) }
    let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if fits {
        state.pieces.append(ByteBuffer(bytes: bytes))
        state.bytes += bytes.count
      } else {
        state.spooled += bytes.count
      }
      guard !state.isWaitingForMuch || !fits || state.bytes > Self.small else { return nil }
      defer { state.waiting = nil }
      return state.waiting
    }
    waiting?.resume()
    return true
  }

  private func spool(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
    do {
      try file.withLock { file in
        if file == nil {
          let made = try SpooledFile(in: folder)
          file = (made, try RowSource.spooled(made, named: "answer").open())
        }
        try file?.written.append(bytes)
      }
    } catch {
      throw Problem("an answer of this size needs a temporary file, \(error)", .tooLarge)
    }
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
    let (isWhole, failure, pieces) = state.withLock {
      ($0.isFinished && $0.spooled == 0, $0.failure, $0.pieces)
    }
    if let failure {
      cancel()
      throw failure
    }
    var headers = headers
    headers[.contentType] = type
    guard !isWhole else { return Response(headers: headers, body: .init(contentsOf: pieces)) }
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
      let (piece, place, failure, isFinished) = state.withLock {
        state -> (ByteBuffer?, Range<Int>?, (any Error)?, Bool) in
        if !state.pieces.isEmpty {
          let piece = state.pieces.removeFirst()
          state.bytes -= piece.readableBytes
          return (piece, nil, nil, false)
        }
        guard state.readBack < state.spooled else { return (nil, nil, state.failure, state.isFinished) }
        let place = state.readBack..<min(state.spooled, state.readBack + Self.piece)
        state.readBack = place.upperBound
        return (nil, place, nil, false)
      }
      if let piece { return piece }
      if let place { return try readBack(place) }
      if let failure { throw failure }
      if isFinished { return nil }
    }
  }

  private func readBack(_ place: Range<Int>) throws -> ByteBuffer {
    let source = file.withLock { $0?.read }
    var buffer = ByteBuffer()
    try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: place.count) { bytes in
      guard let source, let base = bytes.baseAddress,
        source.read(at: place.lowerBound, into: base, count: place.count) == place.count
      else { throw HTTPProblem(.internalServerError, "a temporary file cannot be read") }
      return place.count
    }
    return buffer
  }

  private func wait(forMuch: Bool) async {
    await withCheckedContinuation { continuation in
      let isReady = state.withLock { state in
        if state.isFinished
          || (forMuch
            ? state.bytes > Self.small || state.spooled > 0
            : !state.pieces.isEmpty || state.readBack < state.spooled)
        {
          return true
        }
        state.waiting = continuation
        state.isWaitingForMuch = forMuch
        return false
      }
      if isReady { continuation.resume() }
    }
  }

  /// Nobody reads any more: who writes is told.
  func cancel() { state.withLock { $0.isCancelled = true } }
}

extension Response {
  fileprivate init(headers: HTTPFields, body: ResponseBody) {
    self.init(status: .ok, headers: headers, body: body)
  }
}

extension Call {
  /// Streams what a heavy job writes.
  ///
  /// - Parameters:
  ///   - place: among the heavy jobs; nil for one that takes milliseconds.
  ///   - end: called when the job is over, or will not begin.
  ///   - job: writes the whole answer to the sink.
  func streamed(
    _ type: String, headers: HTTPFields = [:], on place: WorkQueue.Place? = nil,
    end: @escaping @Sendable () -> Void = {},
    _ job: @escaping @Sendable (ResponseSink, Work) throws -> Void
  ) async throws -> Response {
    let sink = ResponseSink(folder: desk.settings.temporaryFolder)
    let work = await work(isCancelled: { sink.isCancelled })
    let queue = desk.queue
    let run: @Sendable () throws -> Void = {
      do {
        guard !work.isCancelled() else { throw Problem.stopped }
        try job(sink, work)
        sink.end(nil)
      } catch {
        sink.end(error)
      }
    }
    Task {
      if let place { try? await queue.runHeavy(place, run) } else { try? await queue.run(run) }
      end()
      // The queue may have been closed.
      sink.end(CancellationError())
    }
    return try await sink.response(type, headers: headers)
  }
}
