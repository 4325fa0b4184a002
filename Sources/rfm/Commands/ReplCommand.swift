import ArgumentParser

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

  @OptionGroup var options: ModelOptions

  func run() throws {
    var session = try Session(options, isJSON: options.json)
    for problem in session.shelf.problems { Console.error(problem.message) }
    if Console.isInputTerminal {
      Prompt.run(&session)
    } else {
      try Self.answerLines(&session)
    }
  }

  /// The lines of standard input: answers to standard output, errors with their line to standard error.
  private static func answerLines(_ session: inout Session) throws(Failure) {
    var number = 0
    var hasFailed = false
    var hasAnswered = false
    if let problem = Console.inputProblem { throw Failure("standard input: \(problem)") }
    while var line = readLine() {
      number += 1
      // Lists saved by spreadsheets begin with a byte order mark.
      if number == 1, line.hasPrefix("\u{FEFF}") { line.removeFirst() }
      do throws(Failure) {
        switch try session.respond(to: line) {
        case .text(let text):
          if text.isEmpty { break }
          // Answers of many lines are told apart by an empty one.
          if hasAnswered && !session.isJSON { Console.out("") }
          Console.out(text)
          hasAnswered = true
        case .nothing: break
        case .leave:
          if hasFailed { throw Failure.alreadySaid }
          return
        }
      } catch {
        if error.isSaid { throw error }
        Console.error("line \(number): \(error.message)")
        hasFailed = true
      }
    }
    if hasFailed { throw Failure.alreadySaid }
  }
}
