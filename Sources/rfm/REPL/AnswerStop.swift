#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ctrl-C while an answer is worked out or shown: what takes long looks here, and gives up.
///
/// The first Ctrl-C asks for that; a second one, where nobody looks, ends the program as it always does.
enum AnswerStop {
  /// Whether the answer is not wanted any more.
  static var isAsked: Bool { stopIsAsked != 0 }

  /// Runs a step that Ctrl-C is to stop.
  static func around(_ step: () -> Void) {
    stopIsAsked = 0
    defer { stopIsAsked = 0 }
    var old = sigaction()
    guard sigaction(SIGINT, nil, &old) == 0, !old.ignores else { return step() }
    var action = sigaction()
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = { _ in stopIsAsked = 1 }
    #else
      action.__sigaction_u.__sa_handler = { _ in stopIsAsked = 1 }
    #endif
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESTART) | UInt32(truncatingIfNeeded: SA_RESETHAND))
    guard sigaction(SIGINT, &action, nil) == 0 else { return step() }
    defer { sigaction(SIGINT, &old, nil) }
    step()
  }
}

/// Set by a signal handler, which is given no context, so this has to be global.
nonisolated(unsafe) private var stopIsAsked: sig_atomic_t = 0
