import ArgumentParser

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

  @OptionGroup var options: ModelOptions

  func validate() throws {
    try ValuesLine.check(values)
  }

  func run() throws {
    let session = try Session(options, isJSON: options.json)
    let rfm = try ValuesLine.arguments(values, asOf: session.observationDate)
    Console.write(session.rendered(session.answer(rfm)), to: 1)
  }
}
