import CPseudoTerminal
import Foundation
import JSONText
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder of its own in which a user writes files and runs the program. It goes with its last reference.
///
/// Nothing of the machine's settings gets in: home, state and data folders are beside `folder`, out of the
/// way of what a user sees there.
final class Workspace {
  let folder: URL
  let environment: [String: String]
  private let root: URL

  init() throws {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    root = base.appending(path: "rfm-test-\(UUID().uuidString)")
    folder = root.appending(path: "shop")
    for name in ["shop", "home", "run"] {
      try FileManager.default.createDirectory(
        at: root.appending(path: name), withIntermediateDirectories: true)
    }
    environment = [
      "HOME": root.appending(path: "home").path, "XDG_STATE_HOME": root.appending(path: "home/state").path,
      "XDG_DATA_HOME": root.appending(path: "home/data").path, "PATH": "/usr/bin:/bin",
      "LANG": "C.UTF-8", "TERM": "xterm-256color",
    ]
  }

  deinit {
    try? FileManager.default.removeItem(at: root)
  }

  var home: URL { root.appending(path: "home") }

  /// Where the program looks for the user's own models and packs.
  var dataFolder: String { home.path + "/data/rfm" }

  var historyFile: URL { home.appending(path: "state/rfm/history") }

  /// The place of a file, by its path from the folder, or by a whole path.
  func url(_ path: String) -> URL {
    path.hasPrefix("/") ? URL(fileURLWithPath: path) : folder.appending(path: path)
  }

  // MARK: - Files

  func write(_ text: String, to path: String) throws {
    try write(bytes: Array(text.utf8), to: path)
  }

  func write(bytes: [UInt8], to path: String) throws {
    let url = url(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func bytes(of path: String) throws -> [UInt8] { Array(try Data(contentsOf: url(path))) }

  func text(of path: String) throws -> String { String(decoding: try bytes(of: path), as: UTF8.self) }

  func copy(_ source: URL, to path: String) throws {
    let target = url(path)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: source, to: target)
  }

  /// Every file and folder below `path`, hidden ones included, sorted.
  func names(in path: String = "") throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: url(path).path).sorted()
  }

  func mode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: url(path).path)[.posixPermissions] as? Int
  }

  // MARK: - Runs

  /// Runs `rfm` to its end.
  ///
  /// - Parameters:
  ///   - input: what stands on standard input; nothing where it is nil.
  ///   - environment: what differs from the workspace's own; an empty text takes a variable away.
  ///   - program: another program than the one that was built.
  func rfm(
    _ arguments: String..., input: String? = nil, environment: [String: String] = [:],
    program: String = BuiltProgram.path
  ) throws -> Outcome {
    try run(program, arguments, input: input, environment: environment)
  }

  /// The same with arguments that are a list.
  func rfm(
    _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    try run(BuiltProgram.path, arguments, input: input, environment: environment)
  }

  /// Runs lines of the shell in which `rfm` is the program under test, up to the first that fails.
  func shell(_ lines: String) throws -> Outcome {
    try run(
      "/bin/sh", ["-c", "set -e; rfm() { \"$RFM\" \"$@\"; }\n\(lines)"],
      environment: ["RFM": BuiltProgram.path])
  }

  func run(
    _ program: String, _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    try start(arguments, program: program, input: input, environment: environment).wait()
  }

  /// Starts a program and does not wait for it. Its output goes to files: no pipe can fill up.
  ///
  /// - Parameter inputFile: a file or a pipe in place of `input`.
  func start(
    _ arguments: [String], program: String = BuiltProgram.path, input: String? = nil,
    inputFile: String? = nil, environment: [String: String] = [:]
  ) throws -> Run {
    let base = root.appending(path: "run/\(UUID().uuidString)")
    let inputURL = input == nil ? URL(fileURLWithPath: "/dev/null") : base.appendingPathExtension("in")
    if let input { try Data(input.utf8).write(to: inputURL) }
    let settings = self.environment.merging(environment) { $1 }.filter { !$0.value.isEmpty }
    return try Run(
      program: program, arguments: arguments, environment: settings, folder: folder.path,
      input: inputFile ?? inputURL.path, output: base.appendingPathExtension("out"),
      errors: base.appendingPathExtension("err"))
  }
}

/// A program that was started.
final class Run {
  let processID: pid_t
  private let output: URL
  private let errors: URL
  private var outcome: Outcome?

  fileprivate init(
    program: String, arguments: [String], environment: [String: String], folder: String, input: String,
    output: URL, errors: URL
  ) throws {
    self.output = output
    self.errors = errors
    var argv = ([program] + arguments).map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    processID = process_spawn(program, &argv, &envp, folder, input, output.path, errors.path)
    guard processID > 0 else {
      throw Workspace.Failure("cannot start \(program): \(String(cString: strerror(errno)))")
    }
  }

  deinit {
    if outcome == nil {
      kill(processID, SIGKILL)
      waitpid(processID, nil, 0)
    }
  }

  func signal(_ number: Int32) { kill(processID, number) }

  var outputSoFar: String { Self.text(output) }
  var errorsSoFar: String { Self.text(errors) }

  /// Waits for the end.
  ///
  /// - Throws: an error that shows what was said, if the program does not end in time.
  @discardableResult
  func wait(timeout: Duration = .seconds(60)) throws -> Outcome {
    let deadline = ContinuousClock.now + timeout
    while isRunning() {
      guard ContinuousClock.now < deadline else {
        throw Workspace.Failure("still running after \(timeout): \(Self.text(output))\(Self.text(errors))")
      }
      poll(nil, 0, 2)
    }
    return outcome ?? Outcome(status: -1, output: "", errors: "")
  }

  func isRunning() -> Bool {
    var status: Int32 = 0
    guard outcome == nil, waitpid(processID, &status, WNOHANG) == processID else { return outcome == nil }
    outcome = Outcome(
      status: pseudo_terminal_exit_code(status), output: Self.text(output), errors: Self.text(errors))
    return false
  }

  private static func text(_ url: URL) -> String {
    String(decoding: (try? Data(contentsOf: url)) ?? Data(), as: UTF8.self)
  }
}

/// What came of a run.
struct Outcome {
  /// The exit status, or 128 and the number of the signal that ended the program.
  let status: Int32
  let output: String
  let errors: String

  var lines: [String] { output.split(separator: "\n").map(String.init) }
  var errorLines: [String] { errors.split(separator: "\n").map(String.init) }

  /// The only JSON value on standard output.
  func json() throws -> Value { try Value(output) }

  /// The JSON values on standard output, one in a line.
  func jsonLines() throws -> [Value] { try lines.map { try Value($0) } }
}

extension Outcome: CustomStringConvertible {
  var description: String { "exit status \(status)\n\(output)\(errors)" }
}

extension Workspace {
  struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
      self.description = description
    }
  }
}

/// A JSON value with a short way to what is in it: `answer["scores"]["recency"].number`.
struct Value: CustomStringConvertible {
  private let node: JSONNode?

  init(_ text: String) throws {
    node = try JSONNode.parse(Array(text.utf8), file: "the output")
  }

  private init(_ node: JSONNode?) {
    self.node = node
  }

  subscript(key: String) -> Value {
    guard case .object(let members)? = node?.value else { return Value(nil) }
    return Value(members.first { $0.key == key }?.node)
  }

  subscript(index: Int) -> Value {
    let items = items
    return index < items.count ? items[index] : Value(nil)
  }

  var keys: [String] {
    guard case .object(let members)? = node?.value else { return [] }
    return members.map(\.key)
  }

  var items: [Value] {
    guard case .array(let elements)? = node?.value else { return [] }
    return elements.map { Value($0) }
  }

  var text: String? {
    guard case .string(let text)? = node?.value else { return nil }
    return text
  }

  var number: Double? {
    guard case .number(let text)? = node?.value else { return nil }
    return Double(text)
  }

  var int: Int? {
    guard case .number(let text)? = node?.value else { return nil }
    return Int(text)
  }

  var bool: Bool? {
    guard case .bool(let bool)? = node?.value else { return nil }
    return bool
  }

  var isNull: Bool {
    guard case .null? = node?.value else { return false }
    return true
  }

  var description: String { node.map { JSON($0).text(.spaced) } ?? "nothing" }
}

/// Checks that a run failed as every failure should: one line on standard error and nothing else.
func expectError(
  _ outcome: Outcome, status: Int32 = 1, saying words: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.status == status, "\(outcome)", sourceLocation: sourceLocation)
  #expect(outcome.output == "", sourceLocation: sourceLocation)
  #expect(outcome.errors.hasPrefix("error: "), "\(outcome)", sourceLocation: sourceLocation)
  #expect(outcome.errorLines.count == 1, "\(outcome)", sourceLocation: sourceLocation)
  for word in words {
    #expect(outcome.errors.contains(word), "\(outcome)", sourceLocation: sourceLocation)
  }
}
