import Foundation
import Testing

/// Tests that meet the prompt as a person does: keys go in at a terminal, and what counts is what the program
/// makes of them. The history tells what line it got.
protocol AtThePrompt {
  var workspace: Workspace { get }
}

extension AtThePrompt {
  static var prompt: String { "rfm> " }

  /// A prompt that is ready for keys.
  func start(
    _ arguments: String..., settings: [String: String] = [:], inputrc: String? = nil, columns: Int = 80
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, arguments: arguments,
      environment: try environment(settings, inputrc: inputrc), workingDirectory: workspace.folder.path,
      columns: columns)
    try terminal.expect(Self.prompt)
    return terminal
  }

  func environment(_ settings: [String: String], inputrc: String? = nil) throws -> [String: String] {
    let file = workspace.home.appending(path: ".inputrc")
    try workspace.write(inputrc ?? "", to: file.path)
    return workspace.environment.merging(["INPUTRC": file.path]) { $1 }.merging(settings) { $1 }
      .filter { !$0.value.isEmpty }
  }

  var history: [String] {
    let text = (try? String(contentsOf: workspace.historyFile, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  /// Types keys that end with Enter, and checks what line they made.
  func type(
    _ keys: String, on terminal: PseudoTerminal, makes line: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try terminal.send(keys)
    _ = try terminal.wait { history.last == line }
    #expect(history.last == line, "\(terminal.screen)", sourceLocation: sourceLocation)
    // A prompt on the row of the keys is that line drawn again; the next one stands on another.
    try terminal.expect("\n")
    try terminal.expect(Self.prompt)
  }

  func leave(_ terminal: PseudoTerminal) throws {
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }
}
