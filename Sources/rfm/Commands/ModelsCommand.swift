import ArgumentParser
import CustomerStore
import JSONText
import RFMService
import Segmentation
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
    let paths = Folders.library.models
    guard !paths.isEmpty else { throw Problem("no model was found; train one with: rfm train SALES.csv") }
    var models: [(path: String, model: Model)] = []
    var hasFailed = false
    for path in paths {
      do throws(ModelFile.Problem) {
        models.append((path, try ModelFile.read(path)))
      } catch {
        Console.error("\(error)")
        hasFailed = true
      }
    }
    if json {
      let list: [JSON] = models.map { path, model in
        [
          "name": .string(model.name), "file": .string(path),
          "asOf": model.source.asOf.map { .string($0.description) } ?? .null, "k": .integer(model.k),
          "customers": .integer(model.source.customers), "silhouette": .number(model.quality.silhouette),
        ]
      }
      Console.out(JSON.array(list).text(.spaced))
    } else if !models.isEmpty {
      let rows = models.map { path, model in
        [
          model.name, model.source.asOf?.date ?? "–", String(model.k), Figures.count(model.source.customers),
          Figures.fixed(model.quality.silhouette, digits: 3), path,
        ]
      }
      Console.out(
        Layout.table(
          ["model", "as of", "k", "customers", "silhouette", "file"], rows, rightAligned: [2, 3, 4],
          indent: ""))
    }
    if hasFailed { throw AlreadySaid() }
  }
}
