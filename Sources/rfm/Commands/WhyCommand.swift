import ArgumentParser

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Why a customer is in a segment: each value's part, the runner-up, the rule.",
    discussion: """
      Examples:
        rfm why 12 5 1840.50
        rfm why 17850
        rfm why --customer 17850 --json
      """)

  @Argument(help: "Recency in days, frequency, monetary; or a customer's ID.") var values: [String] = []
  @OptionGroup var subject: SubjectArguments
  @OptionGroup var options: AnswerArguments

  func validate() throws { try subject.check(values) }

  func run() throws {
    let inquiry = try options.choice.inquiry(asOf: subject.asOf)
    let explanation = inquiry.why(try subject.subject(values, inquiry))
    let rendering = options.rendering
    Console.write(
      rendering.shown(explanation.json, WhyText(explanation, inquiry.loaded, rendering.style).text), to: 1)
  }
}
