#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ctrl-C while an answer is worked out or shown: what takes long looks here, and gives up.
///
/// The first Ctrl-C asks for that. One that comes over a second later, where nobody looks, ends the program as it
/// always does; those in between are a person's impatience.
enum AnswerStop {
  /// Whether the answer is not wanted any more.
  static var isAsked: Bool { stopIsAsked != 0 }

  /// Runs a step that Ctrl-C is to stop.
  static func around(_ step: () -> Void) {
    stopIsAsked = 0
    defer { stopIsAsked = 0 }
    handling({ _ in askToStop() }, step)
  }

  /// Runs a prompt, which Ctrl-C does not end: a line and an answer see to it themselves, and between them there
  /// is nothing to give up.
  static func never(in prompt: () -> Void) {
    handling({ _ in }, prompt)
  }

  private static func handling(_ handler: @escaping @convention(c) (Int32) -> Void, _ step: () -> Void) {
    var old = sigaction()
    guard sigaction(SIGINT, nil, &old) == 0, !old.ignores else { return step() }
    var action = sigaction(restartingAfter: handler)
    guard sigaction(SIGINT, &action, nil) == 0 else { return step() }
    defer { sigaction(SIGINT, &old, nil) }
    step()
  }
}

/// The signal handler: it calls nothing but what may be called in one.
private func askToStop() {
  let now = time(nil)
  if stopIsAsked == 0 {
    stopIsAsked = 1
    firstAsked = now
  } else if now > firstAsked + 1 {
    signal(SIGINT, SIG_DFL)
    raise(SIGINT)
  }
}

/// Set by a signal handler, which is given no context, so these have to be global.
nonisolated(unsafe) private var stopIsAsked: sig_atomic_t = 0
nonisolated(unsafe) private var firstAsked: time_t = 0
