import Dispatch

/// Work shared out over threads, with results in the order of the work.
enum Parallel {
  /// `body` of 0, 1, …, count − 1, on at most `threads` threads.
  static func map<Result: Sendable>(
    count: Int, threads: Int, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    let workers = min(max(1, threads), count)
    if workers <= 1 { return (0..<count).map(body) }
    return [Result](unsafeUninitializedCapacity: count) { buffer, initialized in
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        var i = worker
        while i < count {
          slots.initializeElement(at: i, to: body(i))
          i += workers
        }
      }
      initialized = count
    }
  }
}
