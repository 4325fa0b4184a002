import ArgumentParser

/// Which model and which packs: the options of every command that answers.
struct ModelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A model's file, or the name of one in Models/.", valueName: "model"))
  var model: String?

  @Option(help: ArgumentHelp("A segment pack, or a folder of packs.", valueName: "file"))
  var segments: String?

  @Option(help: ArgumentHelp("The pack to use, by name.", valueName: "name"))
  var pack: String?

  @Flag(help: "Answer as JSON, one object in a line.")
  var json = false
}
