import ArgumentParser
import RFMService

/// The options of the commands that list customers.
struct ListArguments: ParsableArguments {
  @Option(name: .customShort("n"), help: ArgumentHelp("How many customers.", valueName: "n"))
  var count: Int = 10

  @Option(help: ArgumentHelp("What day it is: model, today or a date.", valueName: "date"))
  var asOf: String = "model"

  @OptionGroup var options: AnswerArguments
  @OptionGroup var waiting: ProgressArguments

  func validate() throws {
    guard count > 0 else { throw ValidationError("-n \(count): at least 1") }
  }

  func inquiry() throws(Problem) -> Inquiry {
    try options.choice.inquiry(asOf: asOf, .with(waiting.progress))
  }

  /// Writes a list of the customers of one segment, or of all.
  func write(
    _ segment: [String], _ list: (Inquiry, _ segment: Int?) throws(Problem) -> CustomerListing
  ) throws(Problem) {
    let inquiry = try inquiry()
    let index = segment.isEmpty ? nil : try inquiry.loaded.segment(named: segment.joined(separator: " "))
    let listing = try list(inquiry, index)
    Console.write(
      options.rendering.shown(listing.json, ListingText(listing, inquiry.model).text), to: 1)
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
  @OptionGroup var list: ListArguments

  func run() throws {
    try list.write(segment) { (inquiry, segment) throws(Problem) in
      try inquiry.watchList(segment, count: list.count)
    }
  }
}

struct OverdueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "overdue",
    abstract: "Who is late by their own rhythm: recency over the gap between their purchases.",
    discussion: """
      The gap is the customer's mean one, drawn towards that of all customers,
      which counts as two gaps: two orders a day apart make no customer of every
      day. --by money lists those who missed a purchase (twice their gap or more)
      by what they spent. Recency alone still tells better who stays away; this
      is for those who used to come often.

      Examples:
        rfm overdue
        rfm overdue --by money -n 100
        rfm overdue champ -n 100 --json
      """)

  @Argument(help: "A segment; all without.") var segment: [String] = []
  @Option(help: ArgumentHelp("lateness, or money for those who missed a purchase.", valueName: "order"))
  var by: OverdueOrder = .lateness
  @OptionGroup var list: ListArguments

  func run() throws {
    try list.write(segment) { (inquiry, segment) throws(Problem) in
      try inquiry.overdue(segment, by: by, count: list.count)
    }
  }
}

extension OverdueOrder: ExpressibleByArgument {}

struct AgainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "again",
    abstract: "Who is likeliest to buy within 90 days.",
    discussion: """
      By a model of lifetimes (MBG/NBD) that training fits to the purchase days
      of all customers. It is an order; percentages are shown only where the fit
      passed its own check, on the second half of the sales.

      Examples:
        rfm again
        rfm again champ -n 100 --json
      """)

  @Argument(help: "A segment; all without.") var segment: [String] = []
  @OptionGroup var list: ListArguments

  func run() throws {
    try list.write(segment) { (inquiry, segment) throws(Problem) in
      try inquiry.again(segment, count: list.count)
    }
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
  @OptionGroup var list: ListArguments

  func run() throws {
    try list.write(segment) { (inquiry, segment) throws(Problem) in
      guard let segment else { throw Problem("which? near SEGMENT [n]") }
      return try inquiry.near(segment, count: list.count)
    }
  }
}
