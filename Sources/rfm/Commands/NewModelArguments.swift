import ArgumentParser
import Wording

/// What is said of a new model, however it is made.
struct NewModelArguments: ParsableArguments {
  @Option(help: ArgumentHelp("The currency of the sales, such as GBP.", valueName: "code"))
  var currency: String?

  @Option(help: ArgumentHelp("The segment pack that the model asks for.", valueName: "name"))
  var pack: String?

  func validate() throws {
    if let currency, !Figures.isCode(currency) {
      throw ValidationError("--currency \(currency): expected a code of three letters, such as GBP")
    }
    if let pack, !isSlug(pack) { throw ValidationError("--pack \(pack): a pack's name is expected") }
  }

  var code: String? { currency?.uppercased() }
}
