import ArgumentParser
import RFMService
import Wording

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "The models that are found, with date, k and customers.",
    discussion: """
      The first is the one taken without --model.

      Examples:
        rfm models
        rfm models --json
      """)

  @Flag(help: "Print a JSON list.")
  var json = false

  func run() throws {
    let list = try ModelList(Folders.library)
    for problem in list.problems { Console.error(problem.message) }
    if json {
      Console.out(list.json.text(.spaced))
    } else if !list.entries.isEmpty {
      let rows = list.entries.map { entry in
        let model = entry.model
        return [
          model.name, model.source.asOf?.date ?? "–", String(model.k), Figures.count(model.source.customers),
          Figures.fixed(model.quality.silhouette, digits: 3), entry.path,
        ]
      }
      Console.out(
        Layout.table(
          ["model", "as of", "k", "customers", "silhouette", "file"], rows, rightAligned: [2, 3, 4],
          indent: ""))
    }
    if !list.problems.isEmpty { throw AlreadySaid() }
  }
}
