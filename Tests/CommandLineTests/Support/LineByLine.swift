import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that gets its lines through a pipe, each when the one before has been answered.
final class LineByLine {
  private let run: Run
  private let pipe: Int32
  private var used = (output: 0, errors: 0)

  init(_ workspace: Workspace, _ arguments: String...) throws {
    let path = workspace.home.path + "/lines-\(UUID().uuidString)"
    guard mkfifo(path, 0o600) == 0 else { throw Workspace.Failure("no pipe at \(path)") }
    // Open for both, a pipe waits for nobody.
    pipe = open(path, O_RDWR | O_CLOEXEC)
    run = try workspace.start(arguments + ["--json"], inputFile: path)
  }

  deinit {
    close(pipe)
  }

  func send(_ line: String) {
    _ = Array((line + "\n").utf8).withUnsafeBytes { write(pipe, $0.baseAddress, $0.count) }
  }

  /// What has come since the last answer, once a line on either side ends it: an answer, or an error.
  func answer() -> (output: String, errors: String)? {
    let output = String(decoding: run.outputSoFar.utf8.dropFirst(used.output), as: UTF8.self)
    let errors = String(decoding: run.errorsSoFar.utf8.dropFirst(used.errors), as: UTF8.self)
    let hasFailed = errors.hasSuffix("\n") && errors.contains("error: line ")
    guard output.hasSuffix("\n") || hasFailed else { return nil }
    used.output += output.utf8.count
    used.errors += errors.utf8.count
    return (output, errors)
  }

  /// Sends a line and waits for what comes of it.
  func ask(_ line: String, timeout: Duration = .seconds(20)) throws -> (output: String, errors: String) {
    send(line)
    return try next(timeout: timeout)
  }

  /// Waits for what comes of a line that was sent.
  func next(timeout: Duration = .seconds(20)) throws -> (output: String, errors: String) {
    let deadline = ContinuousClock.now + timeout
    while true {
      if let answer = answer() { return answer }
      guard ContinuousClock.now < deadline, run.isRunning() else {
        throw Workspace.Failure("no answer: \(run.outputSoFar)\(run.errorsSoFar)")
      }
      poll(nil, 0, 1)
    }
  }

  /// Whether the program stands in line for a lock; never true where the system does not tell.
  var isWaitingForALock: Bool {
    let locks = (try? String(contentsOfFile: "/proc/locks", encoding: .utf8)) ?? ""
    return locks.split(separator: "\n").contains { line in
      line.contains("-> FLOCK") && line.split(separator: " ").contains("\(run.processID)")
    }
  }
}
