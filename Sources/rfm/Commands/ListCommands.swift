import ArgumentParser

/// The options of the commands that list customers.
struct ListOptions: ParsableArguments {
  @Option(name: .customShort("n"), help: ArgumentHelp("How many customers.", valueName: "n"))
  var count: Int = 10

  @Option(help: ArgumentHelp("What day it is: model, today or a date.", valueName: "date"))
  var asOf: String = "model"

  @OptionGroup var options: ModelOptions
  @OptionGroup var waiting: ProgressArguments

  func validate() throws {
    guard count > 0 else { throw ValidationError("-n \(count): at least 1") }
  }

  func session() throws(Failure) -> Session {
    var session = try Session(options, isJSON: options.json)
    try session.setAsOf(asOf)
    session.progress = waiting.progress
    return session
  }

  /// Writes a list of the customers of one segment, or of all.
  func write(
    _ segment: [String], _ list: (Session, _ segment: Int?, _ count: Int) throws(Failure) -> ShownList
  ) throws(Failure) {
    let session = try session()
    let index = segment.isEmpty ? nil : try session.resolve(segment.joined(separator: " "))
    Console.write(try list(session, index, count).text, to: 1)
  }
}

struct WatchListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch-list",
    abstract: "Whom waiting alone will move to a lower segment soonest.",
    discussion: """
      Examples:
        rfm watch-list
        rfm watch-list "Champions & VIPs" -n 20 --json
      """)

  @Argument(help: "A segment; all without.") var segment: [String] = []
  @OptionGroup var list: ListOptions

  func run() throws {
    try list.write(segment) { (session, index, count) throws(Failure) in try session.watchList(index, count) }
  }
}

struct OverdueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "overdue",
    abstract: "Who is late by their own rhythm: recency over the mean gap between purchases.",
    discussion: """
      Examples:
        rfm overdue
        rfm overdue champ -n 100 --json
      """)

  @Argument(help: "A segment; all without.") var segment: [String] = []
  @OptionGroup var list: ListOptions

  func run() throws {
    try list.write(segment) { (session, index, count) throws(Failure) in try session.overdue(index, count) }
  }
}

struct NearCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "near",
    abstract: "Who needs the fewest orders to enter a segment.",
    discussion: """
      Examples:
        rfm near "Champions & VIPs"
        rfm near champ -n 50 --json
      """)

  @Argument(help: "A segment.") var segment: [String]
  @OptionGroup var list: ListOptions

  func run() throws {
    let session = try list.session()
    let index = try session.resolve(segment.joined(separator: " "))
    Console.write(try session.near(index, list.count).text, to: 1)
  }
}
