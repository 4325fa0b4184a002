import ArgumentParser
import RFMService

struct FindCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find",
    abstract: "Find customers by their ID, or by what is kept of them.",
    discussion: """
      Words are beginnings of words, in any order, without regard to case and
      accents; all must be there. What is kept of customers is said at training:
      rfm train sales.csv --keep Name,Email.

      Examples:
        rfm find stark
        rfm find bri gmail -n 50
        rfm find 178 --json
      """)

  @Argument(help: "The beginnings of words.") var text: [String]

  @Option(name: .customShort("n"), help: ArgumentHelp("How many customers.", valueName: "n"))
  var count: Int = shown

  @OptionGroup var options: AnswerArguments

  /// How many are shown unless said otherwise.
  static let shown = 20

  func validate() throws {
    guard count > 0 else { throw ValidationError("-n \(count): at least 1") }
  }

  func run() throws {
    let inquiry = try options.choice.inquiry()
    let text = text.joined(separator: " ")
    guard !text.isEmpty else { throw Problem("whom? find TEXT") }
    let found = try inquiry.find(matching: text, count: count)
    Console.write(try options.rendering.found(found, text, inquiry.loaded), to: 1)
    // As JSON it says so itself.
    if found.count == 0 { throw AlreadySaid() }
  }
}
