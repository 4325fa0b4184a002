@preconcurrency import CReadline

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A prompt with editing keys, history and completion: the one place that wraps GNU Readline.
///
/// Readline keeps its state in C globals, so a process has one editor, used from one thread. It asks this type
/// for every key, and while waiting for one this type answers signals too. That is what lets Ctrl-C leave a
/// half-typed line, a reverse search or a "Display all?" question without a jump out of a signal handler:
/// whatever Readline is doing is told that there are no more keys, and ends in good order. (Its callback
/// interface, the other way to wait for keys, crashes in 8.2 on some keys within a reverse search.)
final class LineEditor {
  /// What came of one prompt.
  enum Input: Equatable {
    /// A line, without its end. It holds line feeds when several rows were pasted at once.
    case line(String)
    /// Ctrl-D on an empty line, or the terminal has gone.
    case end
  }

  /// The editor that is reading a line: Readline's callbacks take no context, so this has to be global.
  nonisolated(unsafe) static var current: LineEditor?

  /// Why typed lines are not kept on disk, as a sentence; nil while they are.
  var historyProblem: String? { history?.problem }

  let complete: (String) -> Completion
  private let signals = PromptSignals()
  private let isTerminal = isatty(STDIN_FILENO) == 1
  private var history: LineHistory?
  private var lastRemembered = ""

  /// Whether Ctrl-C has been pressed in the line being read.
  private var isAbandoned = false
  /// Whether the terminal has gone.
  private var hasHungUp = false
  /// What is left to say of the end of a paste, where one is cut short.
  private var closingKeys: ArraySlice<UInt8> = []
  /// What stands before the argument in the matches of the last completion.
  var beforeArgument = ""
  var isListing = false

  /// - Parameters:
  ///   - name: the name by which `$if` in an inputrc knows this program.
  ///   - history: the path of the history file; nil keeps history in memory only.
  ///   - complete: answers Tab; it is given the text from the start of the line, or of the pasted row, up to the
  ///     cursor.
  init(name: String, history path: String?, complete: @escaping (String) -> Completion) {
    self.complete = complete
    Self.useLocale()
    // Readline keeps the pointer for as long as the program runs.
    rl_readline_name = UnsafePointer(strdup(name))
    setUpCompletion()
    // Signals are caught here, by `PromptSignals`, and not by Readline.
    rl_catch_signals = 0
    rl_catch_sigwinch = 0
    // Setting LINES and COLUMNS would race with threads that read the environment.
    rl_change_environment = 0
    rl_getc_function = { _ in LineEditor.current?.takeKey() ?? EOF }
    rl_prep_term_function = { meta in
      rl_prep_terminal(meta)
      LineEditor.letReadsReturnAtOnce()
    }
    // Reads the inputrc now, so that what is set below yields to nothing and what is set above to everything.
    rl_initialize()

    using_history()
    stifle_history(Int32(LineHistory.maximumLines))
    guard let path else { return }
    var history = LineHistory(path: path)
    for line in history.load() {
      add_history(line)
      lastRemembered = line
    }
    self.history = history
  }

  /// Shows `prompt`, which may carry colour escapes, and lets a line be typed.
  ///
  /// Ctrl-C gives up the line and prompts anew; it does not return.
  func readLine(prompt: String) -> Input {
    Self.current = self
    defer { Self.current = nil }
    fflush(nil)
    signals.catchAll()
    defer { signals.release() }
    // The window may have been resized since the last prompt, when nobody was watching.
    rl_reset_screen_size()
    let prompt = Self.markingEscapes(in: prompt)
    while true {
      isAbandoned = false
      closingKeys = Array("\u{1B}[201~".utf8)[...]
      let line = CReadline.readline(prompt)
      defer { free(line) }
      if let line, !isAbandoned { return .line(Self.text(line, count: strlen(line))) }
      // Since 8.1, where bracketed paste is on, Readline itself goes to a new row when it is out of keys.
      if line != nil || !Self.hasBracketedPaste || rl_readline_version < 0x801 { rl_crlf() }
      fflush(rl_outstream)
      if !isAbandoned { return .end }
    }
  }

  /// Adds `line` to the history, in memory and at once on disk. Blank lines, and a line that repeats the one
  /// before it, are left out; of several pasted rows each becomes a line of its own.
  func remember(_ line: String) {
    for row in line.split(whereSeparator: \.isNewline) {
      let row = String(row)
      guard row != lastRemembered, !row.allSatisfy(\.isWhitespace) else { continue }
      lastRemembered = row
      add_history(row)
      history?.append(row)
    }
  }

  // MARK: - Text

  /// Puts \u{1} and \u{2} around each escape sequence, which tells Readline that it takes up no columns.
  private static func markingEscapes(in prompt: String) -> String {
    prompt.replacing(#/\e\[[0-9;:]*[A-Za-z]/#) { "\u{1}\($0.output)\u{2}" }
  }

  static func text(_ bytes: UnsafePointer<CChar>, count: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// Without a locale in the environment, as in a container, Readline would take the bytes of "é" for Meta keys.
  private static func useLocale() {
    let names: [String] = ["LC_ALL", "LC_CTYPE", "LANG"]
    let isChosen = names.contains { name in getenv(name).map { $0.pointee != 0 } ?? false }
    if !isChosen { setlocale(LC_CTYPE, "C.UTF-8") }
  }

  // MARK: - Keys and signals

  /// Waits for a key or a signal. What `poll` has to say of the terminal; nil if there is a signal to answer.
  private func waitForInput() -> Int32? {
    var waiting = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&waiting, 2, -1) > 0, waiting[1].revents == 0 else { return nil }
    return Int32(waiting[0].revents)
  }

  /// Does what a signal asks for, at a moment when Readline is waiting for a key.
  private func answer(_ signal: Int32) {
    switch signal {
    case SIGINT:
      isAbandoned = true
    case SIGWINCH where isListing:
      rl_reset_screen_size()
    case SIGWINCH:
      rl_resize_terminal()
    case SIGCONT:
      // Stopped by SIGSTOP, without warning; the shell may have changed the terminal since.
      rl_cleanup_after_signal()
      takeTerminalBack()
    case SIGTSTP:
      rl_cleanup_after_signal()
      signals.passOn(signal)
      takeTerminalBack()
    default:
      rl_cleanup_after_signal()
      rl_crlf()
      fflush(rl_outstream)
      signals.passOn(signal)
      takeTerminalBack()
    }
  }

  /// Ctrl-C has the terminal throw away what has been typed. If it comes just before a key is read, the read
  /// would then wait for another key, and Ctrl-C with it.
  private static func letReadsReturnAtOnce() {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
    withUnsafeMutableBytes(of: &settings.c_cc) {
      $0[Int(VMIN)] = 0
      $0[Int(VTIME)] = 0
    }
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
  }

  private func takeTerminalBack() {
    rl_reset_after_signal()
    rl_reset_screen_size()
    rl_forced_update_display()
  }

  /// Waits for a key on Readline's behalf, and answers signals meanwhile.
  private func takeKey() -> Int32 {
    while true {
      if isAbandoned || hasHungUp { return keyThatEndsTheLine() }
      guard let state = waitForInput() else {
        while let signal = signals.next() { answer(signal) }
        continue
      }
      var key: UInt8 = 0
      let count = read(STDIN_FILENO, &key, 1)
      if count == 0 && !isTerminal { return EOF }
      guard count == 1 else {
        let isOnlyEmpty = count < 0 ? errno == EINTR || errno == EAGAIN : state & (POLLHUP | POLLERR) == 0
        hasHungUp = !isOnlyEmpty
        continue
      }
      if isListing && (key == 4 || key == 7) { return Int32(UInt8(ascii: "n")) }  // Ctrl-D, Ctrl-G
      if key == UInt8(ascii: "\t") { rl_inhibit_completion = tabIsPasted ? 1 : 0 }
      return Int32(key)
    }
  }

  /// What Readline is told until it gives up the line.
  ///
  /// At the line itself that is an error of the terminal, after which the line does not count as typed. Deeper
  /// down it is, first, the end of a paste: if it is a paste that is cut short, Readline 8.2 must be told, or it
  /// reads beyond the text; a search and all else take these keys for a way out. And in a question it is "n":
  /// Readline would leave that by a jump, which must not cross Swift's frames.
  private func keyThatEndsTheLine() -> Int32 {
    if isListing { return Int32(UInt8(ascii: "n")) }
    let isAtTheLine = rl_readline_state & UInt(RL_STATE_READCMD) != 0
    if !isAtTheLine, let key = closingKeys.popFirst() { return Int32(key) }
    if isAtTheLine && isAbandoned {
      // The line stays on the screen as it is, with ^C behind it.
      rl_point = rl_end
      rl_redisplay()
      rl_echo_signal_char(SIGINT)
    }
    return READERR
  }

  /// Whether the Tab just read belongs to pasted text, and so stands for itself.
  ///
  /// A terminal with bracketed paste says where a paste begins, and no Tab within one comes here. On others a
  /// Tab with more behind it is pasted: swallowing it would make 125 of "12⇥5". Some terminals claim to have
  /// bracketed paste and have not, so there too a Tab stands for itself if it has nothing to complete.
  private var tabIsPasted: Bool {
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    // A paste may arrive in pieces. Nobody notices this delay, in milliseconds, before a completion.
    let patience: Int32 = Self.hasBracketedPaste ? 0 : 10
    guard poll(&input, 1, patience) > 0 else { return false }
    return !Self.hasBracketedPaste || complete(Self.rowToCursor().row).candidates.isEmpty
  }

  private static var hasBracketedPaste: Bool {
    rl_variable_value("enable-bracketed-paste").map { strcmp($0, "on") == 0 } ?? false
  }
}
