import Hummingbird
import JSONText
import RFMService
import Synchronization
import Transactions

/// A file that a client may ask about for a while.
final class Upload: Sendable {
  let id: String
  let content: UploadedFile
  let start = ContinuousClock.now

  /// What is done with the file.
  enum Phase: String, Sendable { case ready, waiting, reading, deleted }

  struct State: Sendable, Equatable {
    var phase = Phase.ready
    /// Of the job that reads it, or read it last.
    var rows: Int?
    var bytesRead: Int?
    /// How many read it, or wait for it.
    var jobs = 0
  }
  private let current = Mutex(State())
  /// What was read of it last, for who looks at it again; it goes with the upload.
  let memo = Mutex(UploadMemo())

  init(_ content: UploadedFile) {
    id = hexadecimal(UInt64.random(in: .min ... .max)) + hexadecimal(UInt64.random(in: .min ... .max))
    self.content = content
  }

  var state: State { current.withLock { $0 } }
  var isDeleted: Bool { state.phase == .deleted }

  func change(_ change: (inout State) -> Void) {
    current.withLock { state in
      guard state.phase != .deleted else { return }
      change(&state)
    }
  }

  /// A job that reads the file begins: the file stays until it ends.
  func begin() {
    change {
      $0.jobs += 1
      if $0.phase == .ready { $0.phase = .waiting }
    }
  }

  /// A job has ended, or will not begin.
  func end() {
    change {
      $0.jobs -= 1
      if $0.jobs == 0 { $0.phase = .ready }
    }
  }

  /// Told by the work how far it is.
  func note(_ stage: Work.Stage) {
    guard case .reading(.reading(_, let bytes, _, let rows)) = stage else { return }
    change {
      $0.phase = .reading
      $0.rows = rows
      $0.bytesRead = bytes
    }
  }

  var json: JSON {
    let state = state
    return [
      "id": .string(id), "name": .string(content.name), "phase": .string(state.phase.rawValue),
      "bytes": .integer(content.file.size), "bytesRead": state.bytesRead.map(JSON.integer) ?? .null,
      "rows": state.rows.map(JSON.integer) ?? .null,
    ]
  }
}

/// The uploads that are kept, each for its time.
final class UploadShelf: Sendable {
  private let uploads = Mutex<[String: Upload]>([:])
  private let most: Int
  private let time: Duration

  init(_ limits: Limits) {
    most = limits.maxUploads
    time = .seconds(60 * limits.keepUploads)
  }

  /// - Throws: 429 where as many are kept as may.
  func checkRoom() throws(HTTPProblem) {
    prune()
    guard uploads.withLock({ $0.count }) < most else {
      throw HTTPProblem(
        .tooManyRequests, "\(most) uploads are kept already; delete one, or wait",
        headers: [.retryAfter: "60"])
    }
  }

  func keep(_ content: UploadedFile) throws(HTTPProblem) -> Upload {
    try checkRoom()
    let upload = Upload(content)
    uploads.withLock { $0[upload.id] = upload }
    return upload
  }

  /// - Throws: 404 for one that is not there, or not any more.
  func upload(_ id: String) throws(HTTPProblem) -> Upload {
    prune()
    guard let upload = uploads.withLock({ $0[id] }) else {
      throw HTTPProblem(.notFound, "there is no such upload; it may have been deleted after its time")
    }
    return upload
  }

  func delete(_ id: String) throws(HTTPProblem) {
    guard let upload = uploads.withLock({ $0.removeValue(forKey: id) }) else {
      throw HTTPProblem(.notFound, "there is no such upload; it may have been deleted after its time")
    }
    upload.change { $0.phase = .deleted }
  }

  /// Lets go of those whose time is over and that no job reads.
  ///
  /// - Parameter now: passed in, so that tests need not wait.
  func prune(_ now: ContinuousClock.Instant = .now) {
    let gone = uploads.withLock { uploads in
      let gone = uploads.values.filter { now - $0.start > time && $0.state.jobs == 0 }
      for upload in gone { uploads[upload.id] = nil }
      return gone
    }
    for upload in gone { upload.change { $0.phase = .deleted } }
  }
}
