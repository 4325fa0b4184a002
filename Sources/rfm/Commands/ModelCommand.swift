import ArgumentParser

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Which model is taken, where from, and what it is made of.",
    discussion: """
      Models/ and Segments/ are looked for in the current folder, then in
      $XDG_DATA_HOME/rfm (~/.local/share/rfm), then in the installation's
      share/rfm.

      Examples:
        rfm model
        rfm model --model online-retail-2009-2010 --json
      """)

  @OptionGroup var options: ModelOptions

  func run() throws {
    let session = try Session(options, isJSON: options.json)
    Console.write(options.json ? session.jsonLine(session.modelSummaryJSON) : ModelText(session).text, to: 1)
  }
}
