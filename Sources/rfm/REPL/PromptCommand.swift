import RFMService
import Wording

/// The words of the prompt, with what `help` says of them.
enum PromptCommand: String, CaseIterable {
  case help, model, segments, segment, customer, find, typical, top
  case why, reach
  case whatIf = "what-if"
  case watchList = "watch-list"
  case overdue, again, near, export
  case asOf = "as-of"
  case load, packs, use, lint
  case rename, describe, recommend, color, when, edit, undo, diff
  case json, quit

  /// What stands behind the word, for help.
  var usage: String {
    switch self {
    case .help: "help [COMMAND]"
    case .model: "model"
    case .segments: "segments"
    case .segment: "segment NAME"
    case .customer: "customer ID"
    case .find: "find TEXT"
    case .typical: "typical NAME [n]"
    case .top: "top NAME [n]"
    case .why: "why [R F M | ID]"
    case .reach: "reach [SEGMENT]"
    case .whatIf: "what-if order 50 | days 30 | f+2 m+100"
    case .watchList: "watch-list [SEGMENT] [n]"
    case .overdue: "overdue [SEGMENT] [n] [--by money]"
    case .again: "again [SEGMENT] [n]"
    case .near: "near SEGMENT [n]"
    case .export: "export [SEGMENT] list.csv"
    case .asOf: "as-of model|today|DATE"
    case .load: "load MODEL"
    case .packs: "packs"
    case .use: "use PACK"
    case .lint: "lint"
    case .rename: "rename SEGMENT \"New name\""
    case .describe: "describe SEGMENT \"text\""
    case .recommend: "recommend SEGMENT add|set|remove|move …"
    case .color: "color SEGMENT #1f77b4"
    case .when: "when SEGMENT {json}"
    case .edit: "edit [PACK]"
    case .undo: "undo [n]"
    case .diff: "diff"
    case .json: "json on|off"
    case .quit: "quit"
    }
  }

  var summary: String {
    switch self {
    case .help: "what can be typed, or more of one command"
    case .model: "the model in use: where from, how good, how its clusters differ"
    case .segments: "the segments of the pack in use and how many customers each has"
    case .segment: "what a segment means and what to do about it"
    case .customer: "look a customer up; the rest of the line is the ID"
    case .find: "customers by the beginnings of words in their ID or in what is kept of them"
    case .typical: "the customers nearest the centre of a segment"
    case .top: "the customers of a segment who spent most"
    case .why:
      "why a customer is in a segment, of the last answer without any: how near each value is to the middle of the cluster, and which rule decided"
    case .reach: "what would put the customer of the last answer there"
    case .whatIf: "what would change after an order, or a wait, or with other values"
    case .watchList: "who drops a segment next unless they buy; n customers, 10 without"
    case .overdue: "who is late by their own rhythm; by money: who missed a purchase"
    case .again: "who is likeliest to buy within 90 days; n customers, 10 without"
    case .near: "who needs the fewest orders to get there"
    case .export: "a segment, or the list just shown, to a file; --holdout 10 --seed 7 --again"
    case .asOf: "count recency in look-ups to the model's date, to now, or to a date"
    case .load: "another model, by name or file"
    case .packs: "the packs that were found, and whether they fit the model"
    case .use: "another pack"
    case .lint: "check the pack in use: customers in no segment, segments that nobody can be in"
    case .rename: "a new name; a segment goes by its name, its beginning, or its number in segments"
    case .describe: "what the segment means"
    case .recommend: "add \"text\", set 2 \"text\", remove 2, move 3 1"
    case .color: "its colour"
    case .when: "its rule"
    case .edit: "the whole pack in your editor"
    case .undo: "take the last edit back, as often as you like"
    case .diff: "what was edited since the prompt started"
    case .json: "answers as JSON, one object in a line"
    case .quit: "leave (also Ctrl-D)"
    }
  }

  /// The command of a word, also as other prompts spell it: `\q`, `.quit`, `exit`, `?`.
  init?(word: String) {
    let lower = word.lowercased()
    switch lower {
    case "exit", "\\q", ".quit", ".exit", ":q", "bye": self = .quit
    case "?", "\\?", ".help", "\\h", "h": self = .help
    default:
      guard let command = PromptCommand(rawValue: lower) else { return nil }
      self = command
    }
  }

  /// What can be typed, on one screen.
  private static let overview = """
    Type three values, a customer ID or a command; help COMMAND tells more of one.

      12 5 1840.50           recency in days, frequency, monetary; or paste rows
      r=12 f=5 m=1840.50     in any order; last=2010-11-27 in place of r
      17850                  a customer by ID

      a customer   customer ID · find TEXT · why · reach SEGMENT · what-if order 50
      lists        top NAME · typical NAME · near NAME · watch-list · overdue
                   again · export list.csv
      segments     segments · segment NAME · packs · use PACK · lint
      edit them    rename · describe · recommend · color · when · edit · undo · diff
      the model    model · load MODEL · as-of today
      the prompt   help · json on · quit

    Tab completes commands, segments, customer IDs and files.

    """

  /// What `help`, or `help COMMAND`, says.
  static func help(on word: String) throws(Problem) -> String {
    guard !word.isEmpty else { return overview }
    guard let command = PromptCommand(word: word) else {
      let near = nearest(word, among: allCases.map(\.rawValue)).map { " Did you mean '\($0)'?" } ?? ""
      throw Problem("There is no command '\(legible(word))'.\(near)")
    }
    return "\(command.usage)\n  \(command.summary)\n"
  }
}
