import Dispatch
import Synchronization

/// Work shared out over threads, with results in the order of the work.
enum Parallel {
  /// `body` of 0, 1, …, count − 1, on at most `threads` threads; who is free takes the next.
  static func map<Result: Sendable>(
    count: Int, threads: Int, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    let workers = min(max(1, threads), count)
    if workers <= 1 { return (0..<count).map(body) }
    let next = Atomic(0)
    return [Result](unsafeUninitializedCapacity: count) { buffer, initialized in
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: workers) { _ in
        while true {
          let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
          if i >= count { break }
          slots.initializeElement(at: i, to: body(i))
        }
      }
      initialized = count
    }
  }
}

/// Many points in pieces of a fixed size: sums are added up piece by piece, so that their last bits do not
/// depend on the threads.
struct Blocks: Sendable {
  let count: Int
  let size: Int
  private let points: Int

  /// 32,768 points: few enough to be shared out, and as many as most shops have customers.
  init(of points: Int, size: Int = 32_768) {
    self.points = points
    self.size = size
    count = (points + size - 1) / size
  }

  subscript(block: Int) -> Range<Int> { (block * size)..<min(points, (block + 1) * size) }
}
