import ArgumentParser

struct ReachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reach",
    abstract: "What would put a customer in a segment.",
    discussion: """
      First what can happen: the fewest orders of the customer's own average
      value, and the smallest single order. Then, as arithmetic only, the least
      change of one value. Each is classified again before it is shown.

      Examples:
        rfm reach champ 12 5 1840.50
        rfm reach "Champions & VIPs" --customer 17850 --json
      """)

  @Argument(help: "A segment, then recency, frequency and monetary unless --customer is given.")
  var arguments: [String]
  @OptionGroup var subject: SubjectArguments
  @OptionGroup var options: AnswerArguments

  func validate() throws {
    guard arguments.count > (subject.customer == nil ? 3 : 0) else {
      throw ValidationError("a segment and three values are needed: rfm reach champ 12 5 1840.50")
    }
  }

  func run() throws {
    let inquiry = try options.choice.inquiry(asOf: subject.asOf)
    // A name of several words needs no quotes: the values are the last three.
    let count = subject.customer == nil ? 3 : 0
    let values = Array(arguments.suffix(count))
    let name = arguments.dropLast(count).joined(separator: " ")
    let subject = try subject.subject(values, inquiry)
    let prospects = try inquiry.reach(name.isEmpty ? nil : name, subject)
    let rendering = options.rendering
    Console.write(
      rendering.shown(prospects.json, ReachText(prospects, inquiry.loaded, rendering.style).text), to: 1)
  }
}
