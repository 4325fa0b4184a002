import ArgumentParser
import JSONText
import RFMService
import Wording

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program's story: read the command line, run one command, say in one line what went wrong.
@main
struct RFMProgram: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rfm",
    abstract: "Which segment a customer belongs to, why, and what to do next.",
    discussion: """
      Without a subcommand it opens the prompt.

      Examples:
        rfm                                 the prompt, on the newest model
        rfm train sales.csv                 a model from raw sales
        rfm profile sales.csv               what is in a file, and what cleaning drops
        rfm sweep sales.csv                 how many clusters to train with
        rfm score 12 5 1840.50              one answer for three values
        rfm customer 17850                  one answer for a customer
        rfm classify sales.csv -o out.csv   an answer for every customer of a file
        rfm table sales.csv -o table.csv    recency, frequency and monetary of each
        rfm sample -o sales.csv             invented sales to try things on
        rfm layouts sales.csv               which program's export a file is
        rfm compare 2023 2024               who moved between two models
        rfm report -o report.html           a page with pictures
        rfm export champ -o list.csv        a segment as a list for a mail tool
        rfm uplift list.csv sales.csv       what a campaign to that list did
        rfm forget 17850                    take a person out of all that is kept
        rfm --json < customers.txt          an answer per line
      """,
    version: "0.1.0",
    subcommands: [
      ReplCommand.self, TrainCommand.self, SweepCommand.self, ProfileCommand.self, ScoreCommand.self,
      CustomerCommand.self, ClassifyCommand.self, TableCommand.self, SampleCommand.self, CompareCommand.self,
      ReportCommand.self, ModelCommand.self, ModelsCommand.self, SegmentsCommand.self, LayoutsCommand.self,
      WhyCommand.self, ReachCommand.self, WhatIfCommand.self, WatchListCommand.self, OverdueCommand.self,
      NearCommand.self,
      FindCommand.self, ExportCommand.self, UpliftCommand.self, ForgetCommand.self,
    ],
    defaultSubcommand: ReplCommand.self)

  static func main() {
    do {
      try ProcessSettings.set()
      let typed = ArgumentOrder.optionsBehindCommand(Array(CommandLine.arguments.dropFirst()), commands)
      let arguments = ArgumentOrder.negativeValuesJoined(typed)
      try refuseUnknownCommand(arguments.first)
      var command = try parseAsRoot(ArgumentOrder.numbersShielded(arguments))
      try command.run()
    } catch {
      finish(with: error)
    }
  }

  private static var commands: [String] {
    configuration.subcommands.map { $0.configuration.commandName ?? "" } + ["help"]
  }

  /// The prompt takes no arguments, so a first word that is not a subcommand was meant to be one.
  private static func refuseUnknownCommand(_ word: String?) throws {
    guard let word, !word.hasPrefix("-") else { return }
    let known = commands
    guard !known.contains(word) else { return }
    if word.first?.isNumber ?? false {
      throw ValidationError(
        "'\(legible(word))' is not a command; rfm score 12 5 1840.50 answers for three values, rfm customer 17850 for an ID"
      )
    }
    let near = nearest(word, among: known).map { "did you mean '\($0)'?" }
    throw ValidationError(
      "there is no command '\(legible(word))'; \(near ?? "there are \(known.joined(separator: ", "))")")
  }

  /// Ends the program: help on standard output, everything else in one line on standard error.
  private static func finish(with error: any Error) -> Never {
    if let problem = error as? Problem {
      Console.error(problem.message)
      leave(1)
    }
    if error is AlreadySaid { leave(1) }
    switch exitCode(for: error) {
    case .success:
      print(fullMessage(for: error))
      leave(0)
    case .validationFailure:
      let text = fullMessage(for: error)
      let first = text.split(separator: "\n").first.map(String.init) ?? text
      let help = text.split(separator: "\n").first { $0.contains("--help") }
      let hint = help.map { " (\($0.drop { $0 == " " }))" } ?? ""
      Console.error(first.replacingPrefix("Error: ", with: "") + hint)
      leave(64)
    default:
      Console.error(message(for: error))
      leave(1)
    }
  }
}

private func leave(_ code: Int32) -> Never { exit(code) }

extension String {
  fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}

/// A job that failed, of which everything has been said: exit status 1.
struct AlreadySaid: Error {}
