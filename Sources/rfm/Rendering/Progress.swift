import Synchronization

/// One line on standard error that says how far a long job is; nothing where there is no terminal.
final class Progress: Sendable {
  private struct State {
    var start: ContinuousClock.Instant
    var lastShown: ContinuousClock.Instant
    var isShown = false
  }

  private let isOn: Bool
  private let state: Mutex<State>
  /// Jobs shorter than this say nothing.
  private static let patience = Duration.milliseconds(500)
  private static let interval = Duration.milliseconds(100)

  init(isOn: Bool) {
    self.isOn = isOn
    let now = ContinuousClock.now
    state = Mutex(State(start: now, lastShown: now))
  }

  func read(_ file: String, _ bytes: Int, of size: Int?) {
    guard isOn else { return }
    show { elapsed in
      let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
      let rate = Figures.fixed(Double(bytes) / 1e6 / max(seconds, 1e-3), digits: 0)
      let part = size.map { " of \(Figures.fixed(Double($0) / 1e6, digits: 0))" } ?? ""
      return "reading \(file): \(Figures.fixed(Double(bytes) / 1e6, digits: 0))\(part) MB, \(rate) MB/s"
    }
  }

  func written(_ rows: Int, of all: Int) {
    guard isOn else { return }
    show { elapsed in
      let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
      let rate = Figures.count(Int(Double(rows) / max(seconds, 1e-3)))
      return "writing: \(Figures.count(rows)) of \(Figures.count(all)) rows, \(rate) rows/s"
    }
  }

  func say(_ text: String) {
    guard isOn else { return }
    show { _ in text }
  }

  func finish() {
    guard isOn else { return }
    state.withLock { state in
      if state.isShown { Console.writeAsIs("\r\u{1B}[K", to: 2) }
      state.isShown = false
    }
  }

  deinit { finish() }

  private func show(_ text: (Duration) -> String) {
    state.withLock { state in
      let now = ContinuousClock.now
      guard now - state.start >= Self.patience, !state.isShown || now - state.lastShown >= Self.interval
      else { return }
      state.isShown = true
      state.lastShown = now
      Console.writeAsIs("\r\u{1B}[K" + Shown.line(text(now - state.start)), to: 2)
    }
  }
}
