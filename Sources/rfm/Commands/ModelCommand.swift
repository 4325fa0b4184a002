import ArgumentParser
import RFMService
import SafeFiles
import Wording

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
        rfm model --privacy              what is kept of people, where, and who may read it
        rfm model export --format onnx   the model for another program
      """,
    subcommands: [Show.self, Export.self], defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "What the model is made of; rfm model says the same.",
      discussion: """
        Examples:
          rfm model show --json
          rfm model --privacy
        """)

    @Flag(help: "Say what is kept of people, where, and with which file modes.")
    var privacy = false

    @OptionGroup var options: AnswerArguments

    func run() throws {
      let loaded = try options.choice.loaded()
      let rendering = options.rendering
      if privacy {
        let report = try loaded.privacy(history: Folders.history)
        Console.write(
          rendering.shown(report.json, PrivacyText(report: report, style: rendering.style).text), to: 1)
        return
      }
      Console.write(rendering.shown(loaded.overview, ModelText(loaded, rendering.style).text), to: 1)
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export",
      abstract: "Write the model and its pack as PMML or ONNX, for programs that serve models.",
      discussion: """
        Recency, frequency and monetary go in, as doubles; cluster_id, distances,
        scores, outlier (0 or 1) and segment come out. The file holds no customer.

        Examples:
          rfm model export --format pmml -o shop.pmml
          rfm model export --format onnx -o shop.onnx --model shop --pack lifecycle
        """)

    @Option(help: ArgumentHelp("pmml (4.4) or onnx (opset 17).", valueName: "name"))
    var format: ServedFormat

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp("Where the file goes; standard output otherwise, or for -.", valueName: "file"))
    var output: String?

    @OptionGroup(title: "Model and pack") var choice: ModelChoice

    func validate() throws {
      if let output, output.isEmpty { throw ValidationError("-o: the name of a file is expected") }
    }

    func run() throws {
      let loaded = try choice.loaded()
      let bytes = try loaded.served(as: format, version: RFMProgram.configuration.version)
      guard let output, output != "-" else {
        if format == .onnx, Console.isOutputTerminal {
          throw Problem("a file of ONNX is not for a terminal; name a file with -o, or redirect it")
        }
        return bytes.withUnsafeBytes { Console.write($0, to: 1) }
      }
      if FileBytes.isFolder(output) || output.hasSuffix("/") {
        throw Problem("\(output): this is a folder; name the file in it, such as shop.\(format.rawValue)")
      }
      try loaded.write(bytes, to: output)
      Console.note("wrote \(output)")
    }
  }
}

extension ServedFormat: ExpressibleByArgument {}
