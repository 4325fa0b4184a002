import ArgumentParser
import RFMService

/// The options of the commands that list customers.
struct ListArguments: ParsableArguments {
  @Option(name: .customShort("n"), help: ArgumentHelp("How many customers; 10 otherwise.", valueName: "n"))
  var count: Int?

  @Option(help: ArgumentHelp("What day it is: model, today or a date.", valueName: "date"))
  var asOf: String = "model"

  @OptionGroup var options: AnswerArguments
  @OptionGroup var waiting: ProgressArguments

  func validate() throws {
    if let count, count < 1 { throw ValidationError("-n \(count): at least 1") }
  }

  func inquiry() throws(Problem) -> Inquiry {
    try options.choice.inquiry(asOf: asOf, .with(waiting.progress))
  }

  /// Writes a list of the customers of one segment, or of all.
  ///
  /// - Parameter words: a segment, how many, or both.
  func write(
    _ words: [String], _ list: (Inquiry, ListLine) throws(Problem) -> CustomerListing
  ) throws(Problem) {
    try write(inquiry(), words, needsSegment: false, list)
  }

  /// The same of one segment.
  func writeMembers(
    _ words: [String], _ list: (Inquiry, _ segment: Int, _ count: Int) throws(Problem) -> CustomerListing
  ) throws(Problem) {
    try write(inquiry(), words, needsSegment: true) { (inquiry, line) throws(Problem) in
      guard let segment = line.segment else { throw Problem("which segment?") }
      return try list(inquiry, segment, line.count)
    }
  }

  private func write(
    _ inquiry: Inquiry, _ words: [String], needsSegment: Bool,
    _ list: (Inquiry, ListLine) throws(Problem) -> CustomerListing
  ) throws(Problem) {
    let line = try ListLine(
      words.joined(separator: " "), of: inquiry.loaded, needsSegment: needsSegment, option: count)
    let listing = try list(inquiry, line)
    let rendering = options.rendering
    Console.write(
      rendering.shown(listing.json, ListingText(listing, inquiry.model, rendering.style).text), to: 1)
  }
}

struct WatchListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch-list",
    abstract: "Who drops a segment next unless they buy.",
    discussion: """
      Examples:
        rfm watch-list
        rfm watch-list 20
        rfm watch-list "Champions & VIPs" -n 20 --json
      """)

  @Argument(help: "A segment, all without; and how many.") var segment: [String] = []
  @OptionGroup var list: ListArguments

  func run() throws {
    try list.write(segment) { (inquiry, line) throws(Problem) in
      try inquiry.watchList(line.segment, count: line.count)
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

  @Argument(help: "A segment, all without; and how many.") var segment: [String] = []
  @Option(help: ArgumentHelp("lateness, or money for those who missed a purchase.", valueName: "order"))
  var by: OverdueOrder = .lateness
  @OptionGroup var list: ListArguments

  func run() throws {
    try list.write(segment) { (inquiry, line) throws(Problem) in
      try inquiry.overdue(line.segment, by: by, count: line.count)
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

  @Argument(help: "A segment, all without; and how many.") var segment: [String] = []
  @OptionGroup var list: ListArguments

  func run() throws {
    try list.write(segment) { (inquiry, line) throws(Problem) in
      try inquiry.again(line.segment, count: line.count)
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

  @Argument(help: "A segment, and how many.") var segment: [String]
  @OptionGroup var list: ListArguments

  func run() throws {
    try list.writeMembers(segment) { (inquiry, segment, count) throws(Problem) in
      try inquiry.near(segment, count: count)
    }
  }
}

struct TopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "top",
    abstract: "The customers of a segment who spent most.",
    discussion: """
      Examples:
        rfm top "Champions & VIPs"
        rfm top champ 50 --json
      """)

  @Argument(help: "A segment, and how many.") var segment: [String]
  @OptionGroup var list: ListArguments

  func run() throws {
    try list.writeMembers(segment) { (inquiry, segment, count) throws(Problem) in
      try inquiry.top(segment, count: count)
    }
  }
}

struct TypicalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "typical",
    abstract: "The customers nearest the centre of a segment.",
    discussion: """
      Examples:
        rfm typical "Champions & VIPs"
        rfm typical champ 50 --json
      """)

  @Argument(help: "A segment, and how many.") var segment: [String]
  @OptionGroup var list: ListArguments

  func run() throws {
    try list.writeMembers(segment) { (inquiry, segment, count) throws(Problem) in
      try inquiry.typical(segment, count: count)
    }
  }
}
