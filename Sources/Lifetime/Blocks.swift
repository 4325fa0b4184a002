import Dispatch

/// Many things in pieces of a fixed size, shared out over threads: what is added up piece by piece does not depend
/// on their number, to the last bit.
struct Blocks: Sendable {
  let count: Int
  private let size: Int
  private let things: Int

  init(of things: Int, size: Int) {
    self.things = things
    self.size = size
    count = (things + size - 1) / size
  }

  subscript(block: Int) -> Range<Int> { block * size..<min(things, (block + 1) * size) }

  /// `body` of each piece, in the order of the pieces.
  func map<Result: Sendable>(threads: Int, _ body: @Sendable (Range<Int>) -> Result) -> [Result] {
    let workers = max(1, min(threads, count))
    guard workers > 1 else { return (0..<count).map { body(self[$0]) } }
    return [Result](unsafeUninitializedCapacity: count) { results, used in
      nonisolated(unsafe) let results = results
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        for block in stride(from: worker, to: count, by: workers) {
          results.initializeElement(at: block, to: body(self[block]))
        }
      }
      used = count
    }
  }
}
