import CByteScan
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the blocks of a file end with, handed from the thread that has a block to the one that has the next.
///
/// Blocks are given out in order, and whoever has one says what it ends with before anything else: nobody waits for
/// long.
final class RunEnds: Sendable {
  private let ends = Mutex<[Int: RunEnd]>([:])
  private static let looks = 1000

  /// Says what a block ends with.
  func note(_ end: RunEnd, of block: Int) { ends.withLock { $0[block] = end } }

  /// What the rows before a block end with; asked for once.
  func end(before block: Int) -> RunEnd {
    guard block > 0 else { return RunEnd() }
    while true {
      for _ in 0..<Self.looks {
        if let end = ends.withLock({ $0.removeValue(forKey: block - 1) }) { return end }
        byte_scan_pause()
      }
      sched_yield()
    }
  }
}
