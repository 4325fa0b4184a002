import ArgumentParser
import RFMService

/// Which model and which packs.
struct ModelChoice: ParsableArguments {
  @Option(help: ArgumentHelp("A model's file, or the name of one in Models/.", valueName: "model"))
  var model: String?

  @OptionGroup var packs: PackChoice

  var segments: String? { packs.segments }
  var pack: String? { packs.pack }
}

/// Which packs.
struct PackChoice: ParsableArguments {
  @Option(help: ArgumentHelp("A segment pack, or a folder of packs.", valueName: "file"))
  var segments: String?

  @Option(help: ArgumentHelp("The pack to use, by name.", valueName: "name"))
  var pack: String?
}

/// The options of every command that answers.
struct AnswerArguments: ParsableArguments {
  @OptionGroup var choice: ModelChoice

  @Flag(help: "Answer as JSON, one object in a line.")
  var json = false
}

extension ModelChoice {
  /// The packs at hand; those of a model that was named, too.
  func shelf() throws(Problem) -> PackShelf {
    let library = Folders.library
    return try library.packs(given: segments, besides: model.flatMap { try? library.modelPath(named: $0) })
  }

  /// The model with its customers and packs. What is false in the pack in use is said.
  func loaded() throws(Problem) -> LoadedModel {
    let loaded = try Folders.library.model(named: model, packs: segments, using: pack)
    for note in loaded.packNotes { Console.note("note: \(note)") }
    return loaded
  }

  /// The model, asked as of a day.
  ///
  /// - Parameters:
  ///   - asOf: as it was typed; empty for the model's own day.
  ///   - work: what is needed of the world.
  func inquiry(asOf: String = "", _ work: Work = .atPrompt) throws(Problem) -> Inquiry {
    let loaded = try loaded()
    return Inquiry(loaded, asOf: asOf.isEmpty ? .model : try AsOf(typed: asOf), work: work)
  }
}

extension AnswerArguments {
  var rendering: Rendering { Rendering(isJSON: json) }
}
