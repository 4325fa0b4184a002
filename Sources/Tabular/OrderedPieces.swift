#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Lets threads that work on numbered pieces hand them on in the order of their numbers, one at a time.
///
/// Pieces must be taken up in order, each by a thread that hands it on: then the thread whose turn it is never
/// waits, however few threads there are.
public final class OrderedPieces<Failure: Error>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var next = 0
  private var isStopped = false
  private var failure: Failure?

  /// Waits for the piece 0.
  public init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Hands on one piece once all before it are; the first that fails ends the work for all.
  ///
  /// - Parameter work: false where nobody wants the rest.
  /// - Returns: false where nothing more is to be done.
  public func hand(_ piece: Int, _ work: () throws(Failure) -> Bool) -> Bool {
    pthread_mutex_lock(mutex)
    while next != piece && !isStopped { pthread_cond_wait(condition, mutex) }
    defer {
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }
    if isStopped { return false }
    do throws(Failure) {
      if try !work() { isStopped = true }
    } catch {
      failure = error
      isStopped = true
    }
    next += 1
    return !isStopped
  }

  /// - Throws: what the first piece that failed threw.
  public func finish() throws(Failure) {
    if let failure { throw failure }
  }
}
