#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The signals a prompt answers to, turned into bytes on a pipe.
///
/// A signal handler may do next to nothing, and a flag that it sets can be missed between looking at the flag
/// and going to sleep. A pipe cannot be missed: whoever waits for a key waits for the pipe too.
final class PromptSignals {
  /// Becomes readable when a signal has come; -1, which `poll` passes over, if there is no pipe to be had.
  let descriptor: Int32
  private var previous: [(signal: Int32, action: sigaction)] = []

  private static let caught = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH]

  init() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      descriptor = -1
      return
    }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    descriptor = ends[0]
    signalPipe = ends[1]
  }

  /// Catches the signals from now on, but for those that whoever started the program had it ignore.
  func catchAll() {
    guard descriptor >= 0, previous.isEmpty else { return }
    for signal in Self.caught {
      var action = sigaction(restartingAfter: noteSignal)
      var old = sigaction()
      guard sigaction(signal, nil, &old) == 0, !old.ignores else { continue }
      if sigaction(signal, &action, nil) == 0 { previous.append((signal, old)) }
    }
  }

  /// Gives the signals back. One that came too late for the prompt acts as it would have without a prompt.
  func release() {
    for (signal, var action) in previous { sigaction(signal, &action, nil) }
    previous = []
    while let signal = next() {
      if signal != SIGWINCH && signal != SIGCONT { raise(signal) }
    }
  }

  /// The next signal that has come, if any.
  func next() -> Int32? {
    var byte: UInt8 = 0
    guard read(descriptor, &byte, 1) == 1 else { return nil }
    return Int32(byte)
  }

  /// Lets `signal` do what it did before `catchAll`: end the program, stop it, or run its own handler. The
  /// other signals stay caught.
  func passOn(_ signal: Int32) {
    guard var action = previous.first(where: { $0.signal == signal })?.action else { return }
    var ours = sigaction()
    sigaction(signal, &action, &ours)
    raise(signal)
    sigaction(signal, &ours, nil)
  }
}

extension sigaction {
  /// Runs a handler, and then goes on with the system call that the signal came into.
  init(restartingAfter handler: @escaping @convention(c) (Int32) -> Void) {
    self.init()
    #if canImport(Glibc)
      __sigaction_handler.sa_handler = handler
    #else
      __sigaction_u.__sa_handler = handler
    #endif
    sa_flags = Int32(SA_RESTART)
  }

  var ignores: Bool {
    #if canImport(Glibc)
      let handler = __sigaction_handler.sa_handler
    #else
      let handler = __sigaction_u.__sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

/// Where the handler writes. A handler is given no context, so this has to be global.
nonisolated(unsafe) private var signalPipe: Int32 = -1

/// Runs as a signal handler: calls only what is async-signal-safe, and leaves `errno` as it was.
private func noteSignal(_ signal: Int32) {
  let code = errno
  var byte = UInt8(truncatingIfNeeded: signal)
  _ = write(signalPipe, &byte, 1)
  errno = code
}
