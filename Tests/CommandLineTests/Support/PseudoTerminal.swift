import CPseudoTerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program on a terminal of its own, and a hand on its keyboard.
///
/// Waiting is done by `poll` on the terminal, so a test takes as long as the program does. The program is
/// killed when the last reference to its terminal goes.
final class PseudoTerminal {
  /// Everything the program has shown, without escape sequences.
  private(set) var transcript = ""
  /// Everything the program has sent, as it came.
  private(set) var received: [UInt8] = []
  let processID: pid_t

  private let terminal: Int32
  private var plain = PlainText()
  /// How much of the transcript, in UTF-8, earlier expectations have used up.
  private var used = 0
  private var exitCode: Int32?

  /// Starts `executable` with exactly this environment.
  init(
    executable: String, arguments: [String] = [], environment: [String: String] = [:],
    workingDirectory: String? = nil, rows: Int = 24, columns: Int = 80
  ) throws {
    var argv = ([executable] + arguments).map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var other: Int32 = -1
    processID = pseudo_terminal_spawn(
      executable, &argv, &envp, workingDirectory, UInt16(rows), UInt16(columns), &other)
    terminal = other
    guard processID > 0 else {
      throw Failure("cannot start \(executable): \(String(cString: strerror(errno)))")
    }
  }

  deinit {
    if exitCode == nil {
      kill(processID, SIGKILL)
      waitpid(processID, nil, 0)
    }
    close(terminal)
  }

  // MARK: - Keyboard

  /// Types `text`: "\r" is the Enter key, "\u{3}" is Ctrl-C, "\u{1B}[A" is the up arrow.
  func send(_ text: String) throws {
    try send(bytes: Array(text.utf8))
  }

  func send(bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
      guard written > 0 else { throw Failure("cannot type: \(String(cString: strerror(errno)))") }
      rest = rest.dropFirst(written)
    }
  }

  /// Pastes `text` as a terminal with bracketed paste does.
  func paste(_ text: String) throws {
    try send("\u{1B}[200~" + text + "\u{1B}[201~")
  }

  func resize(rows: Int, columns: Int) throws {
    guard pseudo_terminal_resize(terminal, UInt16(rows), UInt16(columns)) == 0 else {
      throw Failure("cannot resize: \(String(cString: strerror(errno)))")
    }
  }

  func signal(_ number: Int32) {
    kill(processID, number)
  }

  // MARK: - Screen

  /// What the program has shown since the last expectation was met, without escape sequences.
  var screen: String {
    String(decoding: transcript.utf8.dropFirst(used), as: UTF8.self)
  }

  /// Waits until the program has shown `text`, counting from the end of what was last expected.
  ///
  /// - Returns: what was shown up to the end of `text`.
  /// - Throws: an error that shows the screen, if `text` does not come in time or the program ends.
  @discardableResult
  func expect(_ text: String, timeout: Duration = .seconds(10)) throws -> String {
    let deadline = ContinuousClock.now + timeout
    while true {
      let seen = screen
      if let found = seen.firstRange(of: text) {
        let answer = String(seen[..<found.upperBound])
        used += answer.utf8.count
        return answer
      }
      guard try receive(until: deadline) else {
        throw Failure("expected \(text.debugDescription), but the screen shows:\n\(screen)")
      }
    }
  }

  /// Waits, while the program shows what it likes, until `condition` holds. False if it does not in time.
  func wait(timeout: Duration = .seconds(10), until condition: () -> Bool) throws -> Bool {
    let deadline = ContinuousClock.now + timeout
    while !condition() {
      guard ContinuousClock.now < deadline else { return false }
      if try !receive(until: min(deadline, .now + .milliseconds(5))) { poll(nil, 0, 1) }
    }
    return true
  }

  /// Waits for the program to end.
  ///
  /// - Returns: its exit code, or 128 and the number of the signal that ended it.
  @discardableResult
  func waitForExit(timeout: Duration = .seconds(10)) throws -> Int32 {
    let deadline = ContinuousClock.now + timeout
    // A program that is not read from may never get to its end. Its terminal is silent for good afterwards.
    while exitCode == nil, try receive(until: deadline) {}
    while exitCode == nil {
      var status: Int32 = 0
      if waitpid(processID, &status, WNOHANG) == processID {
        exitCode = pseudo_terminal_exit_code(status)
      } else if ContinuousClock.now > deadline {
        throw Failure("still running; the screen shows:\n\(screen)")
      } else {
        poll(nil, 0, 5)
      }
    }
    return exitCode ?? -1
  }

  /// Reads what the program shows. False when the deadline has passed or nothing more can come.
  private func receive(until deadline: ContinuousClock.Instant) throws -> Bool {
    let left = (deadline - .now) / .milliseconds(1)
    var waiting = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard left > 0, poll(&waiting, 1, Int32(left.rounded(.up))) > 0 else { return false }
    var block = [UInt8](repeating: 0, count: 1 << 14)
    let count = read(terminal, &block, block.count)
    // Linux says EIO, and macOS an end of file, once nobody holds the program's end.
    guard count > 0 else { return count < 0 && errno == EINTR }
    received += block[..<count]
    transcript += plain.append(block[..<count])
    return true
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
      self.description = description
    }
  }
}

/// Takes the escape sequences out of what a terminal is sent, which may arrive cut anywhere.
private struct PlainText {
  private enum State {
    case text, escape, control, command
  }

  private var state = State.text
  private var pending: [UInt8] = []

  /// The plain text of `bytes`: no escape sequences, bells or carriage returns.
  mutating func append(_ bytes: ArraySlice<UInt8>) -> String {
    for byte in bytes {
      switch (state, byte) {
      case (.text, 0x1B): state = .escape
      case (.text, 0x07), (.text, 0x0D): break
      case (.text, _): pending.append(byte)
      case (.escape, UInt8(ascii: "[")): state = .control
      case (.escape, UInt8(ascii: "]")): state = .command
      case (.escape, 0x20...0x2F): break
      case (.escape, _): state = .text
      case (.control, 0x40...0x7E): state = .text
      case (.control, _): break
      // An operating system command ends with a bell, or with ESC and a backslash.
      case (.command, 0x07): state = .text
      case (.command, 0x1B): state = .escape
      case (.command, _): break
      }
    }
    // A letter cut in two waits for its other half.
    let whole = pending.count - Self.unfinishedBytes(pending)
    defer { pending.removeFirst(whole) }
    return String(decoding: pending[..<whole], as: UTF8.self)
  }

  private static func unfinishedBytes(_ bytes: [UInt8]) -> Int {
    for back in 1...3 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > back ? back : 0
    }
    return 0
  }
}
