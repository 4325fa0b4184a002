import Dispatch
import RFMService
import SafeFiles
import Synchronization
import Transactions
import Wording

/// One line on standard error that says how far a long job is; nothing where there is no terminal.
///
/// It is drawn by a clock, so that a step that reports nothing for long is seen, too.
final class Progress: Sendable {
  /// What is being done.
  private struct Step {
    var name: String
    var start: ContinuousClock.Instant
    /// How many rows, of how many where that is known.
    var rows: Int?
    var all: Int?
    /// More of how far it is, such as the megabytes.
    var detail = ""

    func text(_ now: ContinuousClock.Instant) -> String {
      let elapsed = now - start
      let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
      guard let rows else { return seconds < 1 ? name : "\(name), \(Figures.count(Int(seconds))) s" }
      let part = all.map { " of \(Figures.count($0))" } ?? ""
      let rate = Figures.count(Int(Double(rows) / max(seconds, 1e-3)))
      return "\(name): \(Figures.count(rows))\(part) rows, \(detail)\(rate) rows/s"
    }
  }

  private struct State {
    var step: Step?
    var isShown = false
  }

  private let state = Mutex(State())
  /// Set up and put away by whoever makes and drops the line, and by nobody else.
  nonisolated(unsafe) private let clock: (any DispatchSourceTimer)?
  /// Jobs shorter than this say nothing.
  private static let patience = DispatchTimeInterval.milliseconds(500)
  private static let interval = DispatchTimeInterval.milliseconds(100)

  init(isOn: Bool) {
    guard isOn else {
      clock = nil
      return
    }
    let clock = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
    self.clock = clock
    clock.schedule(deadline: .now() + Self.patience, repeating: Self.interval)
    clock.setEventHandler { [weak self] in self?.draw() }
    clock.resume()
  }

  deinit {
    clock?.cancel()
    finish()
  }

  /// A step that cannot say how far it is.
  func say(_ name: String) {
    guard clock != nil else { return }
    state.withLock { $0.step = Step(name: name, start: .now) }
  }

  /// A step that goes through rows.
  func count(_ name: String, _ rows: Int, of all: Int? = nil, detail: String = "") {
    guard clock != nil else { return }
    state.withLock { state in
      if state.step?.name != name { state.step = Step(name: name, start: .now) }
      state.step?.rows = rows
      state.step?.all = all
      state.step?.detail = detail
    }
  }

  /// A file is opened, which may wait for another program to fill it.
  func open(_ path: String) { say("reading \(path == "-" ? "standard input" : FileBytes.name(of: path))") }

  func read(_ reading: ReadingProgress) {
    guard clock != nil else { return }
    guard case .reading(let file, let bytes, let size, let rows) = reading else {
      return say("summing up by customer")
    }
    func megabytes(_ bytes: Int) -> String { Figures.fixed(Double(bytes) / 1e6, digits: 0) }
    let part = size.map { " of \(megabytes($0))" } ?? ""
    count("reading \(file)", rows, detail: "\(megabytes(bytes))\(part) MB, ")
  }

  /// Takes the line away, until another step begins.
  func finish() {
    guard clock != nil else { return }
    state.withLock { state in
      if state.isShown { Console.writeAsIs("\r\u{1B}[K", to: 2) }
      state = State()
    }
  }

  private func draw() {
    state.withLock { state in
      guard let step = state.step else { return }
      state.isShown = true
      // A line that wraps could not be taken away.
      let text = TextLayout.cut(Shown.line(step.text(.now)), to: Console.errorWidth - 1)
      Console.writeAsIs("\r\u{1B}[K\(text)", to: 2)
    }
  }
}

extension Progress {
  /// Shows how far some work is.
  func tell(_ stage: Work.Stage) {
    switch stage {
    case .step(let name): say(name)
    case .rows(let name, let rows, let all): count(name, rows, of: all)
    case .opening(let path): open(path)
    case .waiting(let sentence): Console.note("note: \(sentence)")
    case .reading(let reading): read(reading)
    case .finished: finish()
    }
  }
}

extension Work {
  /// What answers at the prompt need of the world: Ctrl-C gives them up.
  static let atPrompt = Work(
    threads: WorkArguments.processors, now: Work.wallClock, isCancelled: { AnswerStop.isAsked })

  /// The same with a line on standard error that says how far it is.
  static func with(_ progress: Progress, threads: Int = WorkArguments.processors) -> Work {
    Work(
      threads: threads, now: Work.wallClock, isCancelled: { AnswerStop.isAsked },
      progress: { progress.tell($0) })
  }

  /// The same without a word of how far it is.
  var silent: Work {
    var work = self
    work.progress = { _ in }
    return work
  }
}
