import RFMService

/// Standard output as a place where rows go; one that cannot take them ends the program.
final class StandardOutput: ByteSink {
  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    Console.write(bytes, to: 1)
    return true
  }

  func finish() {}
}
