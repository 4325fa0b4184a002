import RFMService
import Synchronization

/// Takes all that is written, or leaves after some pieces.
final class CollectedBytes: ByteSink {
  private struct State {
    var bytes: [UInt8] = []
    var pieces = 0
    var isFinished = false
  }

  private let state = Mutex(State())
  private let patience: Int

  /// - Parameter patience: how many pieces are read before nobody reads any more.
  init(patience: Int = .max) { self.patience = patience }

  var text: String { String(decoding: state.withLock { $0.bytes }, as: UTF8.self) }
  var lines: [Substring] { text.split(separator: "\n") }
  var pieces: Int { state.withLock { $0.pieces } }
  var isFinished: Bool { state.withLock { $0.isFinished } }

  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    state.withLock { state in
      state.bytes += bytes
      state.pieces += 1
      return state.pieces < patience
    }
  }

  func finish() { state.withLock { $0.isFinished = true } }
}
