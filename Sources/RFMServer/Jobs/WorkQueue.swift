import HTTPTypes
import NIOCore
import NIOPosix
import Synchronization

/// Where work is done that takes long: on threads of its own, so that short answers never wait for it.
final class WorkQueue: Sendable {
  private let heavy: NIOThreadPool
  private let light: NIOThreadPool
  private let room: Int
  /// Heavy jobs that run or wait.
  private let jobs = Mutex<Int>(0)
  private let running: Int

  /// - Parameters:
  ///   - threads: for work that looks at all customers.
  ///   - running: how many heavy jobs run at once.
  ///   - queued: how many more may wait for them.
  init(threads: Int, running: Int, queued: Int) {
    heavy = NIOThreadPool(numberOfThreads: running)
    light = NIOThreadPool(numberOfThreads: threads)
    self.running = running
    room = queued
    heavy.start()
    light.start()
  }

  /// How many heavy jobs run or wait.
  var load: Int { jobs.withLock { $0 } }

  /// Takes a place among the heavy jobs: those that read files.
  ///
  /// - Throws: 429 where as many wait as may.
  func reserve() throws(HTTPProblem) -> Place {
    let isTaken = jobs.withLock { jobs in
      guard jobs < running + room else { return false }
      jobs += 1
      return true
    }
    guard isTaken else {
      throw HTTPProblem(
        .tooManyRequests, "\(room + running) jobs run or wait already; ask again soon",
        headers: [.retryAfter: "2"])
    }
    return Place(self)
  }

  /// A place among the heavy jobs, free again when it is let go of.
  final class Place: Sendable {
    private let queue: WorkQueue
    fileprivate init(_ queue: WorkQueue) { self.queue = queue }
    deinit { queue.jobs.withLock { $0 -= 1 } }
  }

  /// Runs a heavy job after those that came before it.
  func runHeavy<Value: Sendable>(_ place: Place, _ job: @escaping @Sendable () throws -> Value) async throws
    -> Value
  {
    defer { withExtendedLifetime(place) {} }
    return try await heavy.runIfActive(job)
  }

  /// Runs what takes milliseconds, such as looking at all customers.
  func run<Value: Sendable>(_ job: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await light.runIfActive(job)
  }
}
