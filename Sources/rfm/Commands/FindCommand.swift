import ArgumentParser

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
  var count: Int = Session.shownFinds

  @OptionGroup var options: ModelOptions

  func validate() throws {
    guard count > 0 else { throw ValidationError("-n \(count): at least 1") }
  }

  func run() throws {
    let session = try Session(options, isJSON: options.json)
    Console.write(try session.find(matching: text.joined(separator: " "), count).text, to: 1)
  }
}
