import ArgumentParser
import RFMService

struct ReplCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repl",
    abstract: "Ask about customers at a prompt, or answer the lines of standard input.",
    discussion: """
      Examples:
        rfm                                        the prompt
        rfm repl --model online-retail-2009-2010   with this model
        cut -f1 customers.tsv | rfm repl --json    one answer for each line
      """)

  @OptionGroup var options: AnswerArguments

  func run() throws {
    var conversation = Conversation(try options.choice.loaded(), json: options.json)
    for problem in conversation.loaded.shelf.problems { Console.error(problem.message) }
    if Console.isInputTerminal {
      Prompt.run(&conversation)
    } else {
      try Self.answerLines(&conversation)
    }
  }

  /// The lines of standard input: answers to standard output, errors with their line to standard error.
  private static func answerLines(_ conversation: inout Conversation) throws {
    var number = 0
    var hasFailed = false
    var hasAnswered = false
    if let problem = Console.inputProblem { throw Problem("standard input: \(problem)") }
    var isLeaving = false
    while !isLeaving, var line = readLine() {
      number += 1
      // Lists saved by spreadsheets begin with a byte order mark.
      if number == 1, line.hasPrefix("\u{FEFF}") { line.removeFirst() }
      do throws(Problem) {
        switch try conversation.reply(to: line) {
        case .text(let text):
          if text.isEmpty { break }
          // Answers of many lines are told apart by an empty one.
          if hasAnswered && !conversation.rendering.isJSON { Console.out("") }
          Console.out(text)
          hasAnswered = true
        case .nothing: break
        case .leave: isLeaving = true
        }
      } catch {
        Console.error("line \(number): \(error.message)")
        hasFailed = true
      }
    }
    if hasFailed { throw AlreadySaid() }
  }
}
