import Foundation

/// Runs Python, each program in a process of its own.
public enum Python {
  private struct Failure: Error, CustomStringConvertible { var description: String }

  /// What a program prints.
  ///
  /// - Throws: what it says on standard error, where it fails.
  public static func run(
    _ program: String, input: Data = Data(), by interpreter: String = "python3"
  ) throws -> Data {
    // A file, since a pipe that is not read would hold up the writer.
    let file = FileManager.default.temporaryDirectory.appending(path: "rfm-python-\(UUID().uuidString)")
    try input.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [interpreter, "-c", program]
    process.standardInput = try FileHandle(forReadingFrom: file)
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: String(decoding: complaint, as: UTF8.self))
    }
    return printed
  }
}
