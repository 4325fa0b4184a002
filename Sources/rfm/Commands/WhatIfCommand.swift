import ArgumentParser
import RFMService
import Segmentation

struct WhatIfCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if",
    abstract: "What would change after an order, or a wait.",
    discussion: """
      Examples:
        rfm what-if 12 5 1840.50 --order 50
        rfm what-if --customer 17850 --days 30
        rfm what-if 12 5 1840.50 --change f+2,m+100 --json
      """)

  @Argument(help: "Recency in days, frequency, monetary; or a customer's ID.") var values: [String] = []
  @Option(help: ArgumentHelp("One order of this value.", valueName: "value")) var order: String?
  @Option(help: ArgumentHelp("So many days without an order.", valueName: "n")) var days: Int?
  @Option(help: ArgumentHelp("Other values, such as f+2,m+100.", valueName: "changes")) var change: String?
  @OptionGroup var subject: SubjectArguments
  @OptionGroup var options: AnswerArguments

  func validate() throws {
    try subject.check(values)
    guard [order != nil, days != nil, change != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("one of --order, --days and --change is needed")
    }
  }

  func run() throws {
    let inquiry = try options.choice.inquiry(asOf: subject.asOf)
    let subject = try subject.subject(values, inquiry)
    let supposition = try inquiry.whatIf(
      try WhatIf.Event(order: order, days: days, change: change ?? ""), subject)
    let rendering = options.rendering
    Console.write(
      rendering.shown(supposition.json, WhatIfText(supposition, inquiry.loaded, rendering.style).text), to: 1)
  }
}
