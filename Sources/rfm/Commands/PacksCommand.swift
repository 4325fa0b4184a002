import ArgumentParser
import RFMService

struct PacksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "packs",
    abstract: "The segment packs that are found, and whether they fit the model.",
    discussion: """
      Examples:
        rfm packs
        rfm packs --json
      """)

  @OptionGroup var options: AnswerArguments

  func run() throws {
    let shelf = try options.choice.shelf()
    for problem in shelf.problems { Console.error(problem.message) }
    let loaded = try? options.choice.loaded()
    let inUse = loaded?.pack?.name
    let rendering = options.rendering
    let text = PackListText(shelf: shelf, model: loaded?.model, inUse: inUse, style: rendering.style).text
    Console.out(rendering.shown(shelf.json(for: loaded?.model, inUse: inUse), text))
    if !shelf.problems.isEmpty { throw AlreadySaid() }
  }
}
