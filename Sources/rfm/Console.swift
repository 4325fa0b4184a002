#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard output and standard error. Answers go to the one, everything else to the other.
enum Console {
  static var isInputTerminal: Bool { isatty(0) != 0 }
  static var isOutputTerminal: Bool { isatty(1) != 0 }
  static var isErrorTerminal: Bool { isatty(2) != 0 }

  static func out(_ text: String) {
    write(text.hasSuffix("\n") ? text : text + "\n", to: 1)
  }

  static func error(_ message: String) {
    note("error: \(message)")
  }

  static func note(_ message: String) {
    write(message + "\n", to: 2)
  }

  /// Writes all of a text, or ends quietly where nobody reads any more.
  static func write(_ text: String, to descriptor: Int32) {
    var bytes = text[...].utf8
    while !bytes.isEmpty {
      let written = bytes.withContiguousStorageIfAvailable { buffer -> Int in
        guard let base = buffer.baseAddress else { return 0 }
        #if canImport(Glibc)
          return Glibc.write(descriptor, base, buffer.count)
        #else
          return Darwin.write(descriptor, base, buffer.count)
        #endif
      }
      guard let written else {
        bytes = Substring(String(decoding: Array(bytes), as: UTF8.self)).utf8
        continue
      }
      if written < 0 {
        if errno == EINTR { continue }
        if descriptor == 1 {
          write("error: standard output cannot be written: \(String(cString: strerror(errno)))\n", to: 2)
          exit(1)
        }
        return
      }
      bytes = bytes.dropFirst(written)
    }
  }

  /// Columns of the terminal on standard output; 80 where there is none.
  static var width: Int {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// The moment by the clock on the wall.
  static var now: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    var seconds = time(nil)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return (
      Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday), Int(parts.tm_hour),
      Int(parts.tm_min), Int(parts.tm_sec)
    )
  }
}
