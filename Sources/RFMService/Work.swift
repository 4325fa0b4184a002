import Customers
import Transactions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What long work needs of the world around it, passed in by whoever asks: how many threads, whom to tell how far
/// it is, whether it is still wanted, and what time it is.
public struct Work: Sendable {
  /// How far some work is.
  public enum Stage: Sendable {
    /// A step that cannot say how far it is.
    case step(String)
    /// A step that goes through rows, of which there are `of` where that is known.
    case rows(String, Int, of: Int?)
    /// A file is opened, which may wait for another program to fill it.
    case opening(String)
    /// Another program has to be done first; a sentence says which.
    case waiting(String)
    /// A file is read.
    case reading(ReadingProgress)
    /// Nothing goes on any more.
    case finished
  }

  /// How many threads; never changes a result.
  public var threads: Int
  /// Told, from any thread, how far the work is.
  public var progress: @Sendable (Stage) -> Void
  /// Asked now and then: true ends the work with `Problem.stopped`.
  public var isCancelled: @Sendable () -> Bool
  /// The moment by the clock on the wall, in local time.
  public var now: @Sendable () -> Timestamp

  /// Without more arguments than the clock: one thread, and nobody who waits.
  public init(
    threads: Int = 1, now: @escaping @Sendable () -> Timestamp,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (Stage) -> Void = { _ in }
  ) {
    self.threads = threads
    self.now = now
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// The moment by the clock on the wall, in local time: what a program hands over as `now`.
  @Sendable
  public static func wallClock() -> Timestamp {
    var seconds = time(nil)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return Timestamp(seconds: Int64(seconds) + Int64(parts.tm_gmtoff))
  }

  func count(_ step: String, _ rows: Int, of all: Int?) { progress(.rows(step, rows, of: all)) }
  func say(_ step: String) { progress(.step(step)) }

  /// - Throws: `Problem.stopped` where the work is not wanted any more.
  func check() throws(Problem) {
    if isCancelled() { throw .stopped }
  }
}
