import RFMService
import Wording

/// The prompt on a terminal.
enum Prompt {
  static func run(_ conversation: inout Conversation) {
    let style = conversation.style
    Console.out(style.folded(style.bold("rfm") + conversation.banner.dropFirst(3)))
    if let problem = conversation.loaded.storeProblem { Console.error(problem) }
    Console.out(
      style.folded("Type recency, frequency and monetary (12 5 1840.50), a customer ID, or help."))
    let shared = Shared(conversation)
    let editor = LineEditor(name: "rfm", history: Folders.history) { line in
      Completer(conversation: shared.conversation).complete(line)
    }
    conversation.ask = { question in
      guard case .line(let answer) = editor.readLine(prompt: question) else { return false }
      return answer.trimmed.isEmpty || answer.trimmed.lowercased().hasPrefix("y")
    }
    if let problem = editor.historyProblem { Console.note("note: \(problem)") }
    AnswerStop.never { readLines(editor, shared, &conversation) }
  }

  private static func readLines(_ editor: LineEditor, _ shared: Shared, _ conversation: inout Conversation) {
    while true {
      guard case .line(let input) = editor.readLine(prompt: conversation.style.bold("rfm>") + " ") else {
        return
      }
      // Several rows may have been pasted at once.
      let lines = input.split(whereSeparator: \.isNewline).map(\.trimmed).filter { !$0.isEmpty }
      for line in lines { editor.remember(line) }
      var table: String?
      if lines.count > 1 { AnswerStop.around { table = conversation.table(of: lines) } }
      if let table {
        Console.out(table)
        shared.conversation = conversation
        continue
      }
      for line in lines {
        var isLast = false
        AnswerStop.around { isLast = answer(line, &conversation) }
        if isLast { return }
        shared.conversation = conversation
      }
    }
  }

  /// Shows the answer to a line.
  ///
  /// - Returns: whether it asked to leave.
  private static func answer(_ line: String, _ conversation: inout Conversation) -> Bool {
    do throws(Problem) {
      switch try conversation.reply(to: line) {
      case .text(let text):
        if !text.isEmpty {
          Console.out(conversation.rendering.isJSON ? text : conversation.style.folded(text))
        }
      case .nothing: break
      case .leave: return true
      }
    } catch {
      Console.error(error.message)
    }
    return false
  }
}

/// Lets Tab see the conversation as it is now.
private final class Shared {
  var conversation: Conversation

  init(_ conversation: Conversation) {
    self.conversation = conversation
  }
}
