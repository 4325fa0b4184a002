import RFMService

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program through which a person reads what is longer than the screen.
final class Pager: ByteSink, @unchecked Sendable {
  /// The pager's standard input.
  private let descriptor: Int32
  private let stream: UnsafeMutablePointer<FILE>

  /// `$PAGER`, else less where it is installed.
  ///
  /// - Returns: nil where there is none.
  init?() {
    guard let command = Console.environment("PAGER") ?? Self.less, let stream = popen(command, "w") else {
      return nil
    }
    self.stream = stream
    descriptor = fileno(stream)
    // Ctrl-C and leaving early are the pager's business.
    signal(SIGINT, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
  }

  private static var less: String? {
    let folders = (Console.environment("PATH") ?? "").split(separator: ":")
    return folders.contains { access("\($0)/less", X_OK) == 0 } ? "less -FRX" : nil
  }

  func write(_ bytes: UnsafeRawBufferPointer) -> Bool { Console.pass(bytes, to: descriptor) }

  /// Waits until the person has read enough.
  func finish() {
    pclose(stream)
    signal(SIGINT, SIG_DFL)
    signal(SIGPIPE, SIG_DFL)
  }
}
