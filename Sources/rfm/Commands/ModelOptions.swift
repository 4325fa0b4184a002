import ArgumentParser

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
struct ModelOptions: ParsableArguments {
  @OptionGroup var choice: ModelChoice

  @Flag(help: "Answer as JSON, one object in a line.")
  var json = false
}
