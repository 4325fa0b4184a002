/// The prompt on a terminal.
enum Prompt {
  static func run(_ session: inout Session) {
    Console.out(session.style.bold("rfm") + session.banner.dropFirst(3))
    if let problem = session.storeProblem { Console.error(problem) }
    Console.out("Type recency, frequency and monetary (12 5 1840.50), a customer ID, or help.")
    let shared = SessionBox(session)
    let editor = LineEditor(name: "rfm", history: Places.history) { line in
      Completer(session: shared.session).complete(line)
    }
    session.ask = { question in
      guard case .line(let answer) = editor.readLine(prompt: question) else { return false }
      return answer.trimmed.isEmpty || answer.trimmed.lowercased().hasPrefix("y")
    }
    if let problem = editor.historyProblem { Console.note("note: \(problem)") }
    AnswerStop.never { readLines(editor, shared, &session) }
  }

  private static func readLines(_ editor: LineEditor, _ shared: SessionBox, _ session: inout Session) {
    while true {
      guard case .line(let input) = editor.readLine(prompt: session.style.bold("rfm>") + " ") else { return }
      // Several rows may have been pasted at once.
      for line in input.split(whereSeparator: \.isNewline) {
        editor.remember(String(line))
        var isLast = false
        AnswerStop.around { isLast = answer(String(line), &session) }
        if isLast { return }
        shared.session = session
      }
    }
  }

  /// Shows the answer to a line.
  ///
  /// - Returns: whether it asked to leave.
  private static func answer(_ line: String, _ session: inout Session) -> Bool {
    do throws(Failure) {
      switch try session.respond(to: line) {
      case .text(let text): if !text.isEmpty { Console.out(text) }
      case .nothing: break
      case .leave: return true
      }
    } catch {
      Console.error(error.message)
    }
    return false
  }
}

/// Lets Tab see the session as it is now.
private final class SessionBox {
  var session: Session

  init(_ session: Session) {
    self.session = session
  }
}
