import ArgumentParser
import RFMService

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Answer once for recency, frequency and monetary.",
    discussion: """
      Examples:
        rfm score 12 5 1840.50
        rfm score 12 5 -20 --json          net returns can make the monetary value negative
      """)

  @Argument(help: "Recency in days, frequency, monetary.")
  var values: [String] = []

  @OptionGroup var options: AnswerArguments

  func validate() throws {
    try ValuesLine.check(values)
  }

  func run() throws {
    let inquiry = try options.choice.inquiry()
    let rfm = try ValuesLine.arguments(values, asOf: inquiry.observationDate)
    Console.write(options.rendering.answer(inquiry.answer(Subject(rfm)), of: inquiry.loaded), to: 1)
  }
}
