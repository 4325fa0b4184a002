#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that are of no use once the process has ended: removed also where a signal such as Ctrl-C ends it.
enum Leftovers {
  /// Notes a path until `forget`. Where many are noted already, this one is not.
  static func note(_ path: String) {
    guard let place = places.firstIndex(where: { slots[$0] == nil }) else { return }
    slots[place] = strdup(path)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { removeAll(on: signal) }
  }

  static func forget(_ path: String) {
    for place in places {
      guard let known = slots[place], strcmp(known, path) == 0 else { continue }
      slots[place] = nil
      free(known)
    }
  }

  /// Only where the signal would end the process: a handler of the prompt's, or one that ignores, stays.
  private static func removeAll(on signal: Int32) {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return }
    #if canImport(Glibc)
      let handler = action.__sigaction_handler.sa_handler
    #else
      let handler = action.__sigaction_u.__sa_handler
    #endif
    guard unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_DFL, to: Int.self) else { return }
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = removeAndEnd
    #else
      action.__sigaction_u.__sa_handler = removeAndEnd
    #endif
    action.sa_flags = Int32(bitPattern: UInt32(truncatingIfNeeded: SA_RESETHAND))
    sigaction(signal, &action, nil)
  }
}

private let places = 0..<16
/// A signal handler is given no context, so this has to be global; it reads memory that never moves.
nonisolated(unsafe) private let slots: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = {
  let slots = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: places.count)
  slots.initialize(repeating: nil, count: places.count)
  return slots
}()

/// Runs as a signal handler: calls only what is async-signal-safe. The signal's own effect follows: it has been
/// set back and comes again when the handler returns.
private func removeAndEnd(_ signal: Int32) {
  for place in 0..<16 {
    if let path = slots[place] { unlink(path) }
  }
  raise(signal)
}
