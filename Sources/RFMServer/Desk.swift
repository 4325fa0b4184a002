import Hummingbird
import Logging
import RFMService
import Synchronization

/// What all requests share: the models, the queue of heavy work, the uploads, and whether the server is stopping.
final class Desk: Sendable {
  let settings: ServerSettings
  let catalog: Catalog
  let queue: WorkQueue
  let logger: Logger
  let metrics: PrometheusMetrics
  let tokens: TokenCheck
  let uploads: UploadReader
  let shelf: UploadShelf
  let trainings = TrainingShelf()
  /// The edits of packs since the start, one at a time.
  let edits = Mutex(EditHistory())
  private let stopping = Atomic<Bool>(false)
  private let stopped = Atomic<Bool>(false)

  init(_ settings: ServerSettings, logger: Logger, metrics: PrometheusMetrics) {
    self.settings = settings
    self.logger = logger
    self.metrics = metrics
    catalog = Catalog(settings)
    let limits = settings.limits
    queue = WorkQueue(
      threads: max(1, ServerSettings.processors - 1), running: limits.maxRunning, queued: limits.maxQueued)
    tokens = TokenCheck(settings.token)
    uploads = UploadReader(folder: settings.temporaryFolder, limits)
    shelf = UploadShelf(limits)
  }

  /// Whether the server takes no more requests.
  var isStopping: Bool { stopping.load(ordering: .relaxed) }
  func stop() { stopping.store(true, ordering: .relaxed) }

  /// Gives up what still runs.
  func cutOff() { stopped.store(true, ordering: .relaxed) }
  var isCutOff: Bool { stopped.load(ordering: .relaxed) }

  /// Waits for the jobs that nobody waits for on a connection, such as a training.
  func finishJobs() async {
    while queue.load > 0 { try? await Task.sleep(for: .milliseconds(20)) }
  }

  /// What work for a request needs of the world.
  func work(
    threads: Int = 1, isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (Work.Stage) -> Void = { _ in }
  ) -> Work {
    Work(
      threads: threads, now: Work.wallClock,
      isCancelled: { [self] in stopped.load(ordering: .relaxed) || isCancelled() }, progress: progress)
  }

  /// - Throws: 400 where the connection ended before the body did.
  func checkComplete(_ request: Request, _ bytes: Int) throws(HTTPProblem) {
    guard let length = request.headers[.contentLength].flatMap(Int.init), bytes < length else { return }
    throw HTTPProblem(.badRequest, "the body ended after \(bytes) of \(length) bytes")
  }
}
