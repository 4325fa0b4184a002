import Customers
import Segmentation
import Wording

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

  /// Why no line can be read from standard input; nil where some may come.
  static var inputProblem: String? {
    var status = stat()
    guard fstat(0, &status) == 0 else { return "cannot be read: \(String(cString: strerror(errno)))" }
    return status.st_mode & S_IFMT == S_IFDIR ? "this is a folder; lines of text are expected" : nil
  }

  static func out(_ text: String) {
    write(text.hasSuffix("\n") ? text : text + "\n", to: 1)
  }

  static func error(_ message: String) {
    note("error: \(message)")
  }

  /// One line on standard error.
  static func note(_ message: String) {
    let line = Shown.line(OptionName.typed(in: message))
    writeAsIs((isErrorTerminal ? TextLayout.folded(line, to: max(errorWidth, 40)) : line) + "\n", to: 2)
  }

  /// Writes all of a text, as a person can look at it, or ends quietly where nobody reads any more.
  static func write(_ text: String, to descriptor: Int32) {
    writeAsIs(Shown.text(OptionName.typed(in: text), keepsColour: isatty(descriptor) != 0), to: descriptor)
  }

  /// Writes all of a text with what steers the terminal in it.
  static func writeAsIs(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  /// Writes all bytes; a standard output that cannot take them ends the program.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
    guard !pass(bytes, to: descriptor), descriptor == 1 else { return }
    write("error: standard output cannot be written: \(String(cString: strerror(errno)))\n", to: 2)
    exit(1)
  }

  /// Writes all bytes.
  ///
  /// - Returns: false where they cannot be written; `errno` says why.
  static func pass(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
      #if canImport(Glibc)
        let written = Glibc.write(descriptor, base, rest.count)
      #else
        let written = Darwin.write(descriptor, base, rest.count)
      #endif
      if written < 0 {
        if errno == EINTR && !AnswerStop.isAsked { continue }
        return false
      }
      // A long answer that is not wanted any more ends here.
      if AnswerStop.isAsked && written < rest.count { return true }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
    return true
  }

  /// Columns of the terminal on standard output; 80 where there is none.
  static var width: Int { width(of: 1) }

  /// The same of standard error.
  static var errorWidth: Int { width(of: 2) }

  private static func width(of descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Lines of the terminal on standard output; 24 where there is none.
  static var height: Int {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else { return 24 }
    return Int(size.ws_row)
  }

  static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }
}
