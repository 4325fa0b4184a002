import RFMService

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the process stands to the system: which signals end it, and how many files it may open.
enum ProcessSettings {
  /// Threads, a database and what is read and written; with fewer, the system's own libraries give up.
  private static let fewestFiles: rlim_t = 32

  static func set() throws(Problem) {
    // A write beyond a limit on file sizes is to be an error like others, not a signal.
    signal(SIGXFSZ, SIG_IGN)
    letQuitEnd()
    try allowFiles()
  }

  /// Swift's own handler takes Ctrl-\\ for a crash, prints a report and goes on.
  private static func letQuitEnd() {
    var action = sigaction()
    guard sigaction(SIGQUIT, nil, &action) == 0, !action.ignores else { return }
    signal(SIGQUIT, SIG_DFL)
  }

  private static func allowFiles() throws(Problem) {
    var limit = rlimit()
    guard getrlimit(openFiles, &limit) == 0, limit.rlim_cur < fewestFiles else { return }
    let found = limit.rlim_cur
    limit.rlim_cur = min(fewestFiles, limit.rlim_max)
    guard limit.rlim_cur == fewestFiles, setrlimit(openFiles, &limit) == 0 else {
      throw Problem(
        "only \(found) files may be open at once; allow \(fewestFiles) with: ulimit -n \(fewestFiles)")
    }
  }

  private static var openFiles: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }
}
