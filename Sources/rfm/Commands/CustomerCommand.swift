import ArgumentParser
import RFMService
import Segmentation
import Wording

struct CustomerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "customer",
    abstract: "Answer once for a customer of the model's sales.",
    discussion: """
      Examples:
        rfm customer 17850
        rfm customer 17850 --json
        rfm customer 17850 --as-of today
      """)

  @Argument(help: "The customer's ID; an ID with spaces needs no quotes.")
  var id: [String]

  @Option(help: ArgumentHelp("What recency is counted to: model, today or a date.", valueName: "date"))
  var asOf: String = "model"

  @OptionGroup var options: AnswerArguments

  func validate() throws {
    if id.allSatisfy(\.trimmed.isEmpty) { throw ValidationError("whose? rfm customer ID") }
  }

  func run() throws {
    let inquiry = try options.choice.inquiry(asOf: asOf)
    let answer = inquiry.answer(try inquiry.subject(customer: id.joined(separator: " ")))
    Console.write(options.rendering.answer(answer, of: inquiry.loaded), to: 1)
  }
}
