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
    reading: while true {
      guard case .line(let input) = editor.readLine(prompt: session.style.bold("rfm>") + " ") else { break }
      // Several rows may have been pasted at once.
      for line in input.split(whereSeparator: \.isNewline) {
        editor.remember(String(line))
        do throws(Failure) {
          switch try session.respond(to: String(line)) {
          case .text(let text): if !text.isEmpty { Console.out(text) }
          case .nothing: break
          case .leave: break reading
          }
        } catch {
          Console.error(error.message)
        }
        shared.session = session
      }
    }
  }
}

/// Lets Tab see the session as it is now.
private final class SessionBox {
  var session: Session

  init(_ session: Session) {
    self.session = session
  }
}
