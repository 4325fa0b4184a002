import ArgumentParser
import RFMService

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
