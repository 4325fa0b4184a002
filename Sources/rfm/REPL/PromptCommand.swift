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
    case .help: "help"
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
    case .help: "this list"
    case .model: "the model in use: where from, how good, how its clusters differ"
    case .segments: "the segments of the pack in use and how many customers each has"
    case .segment: "what a segment means and what to do about it"
    case .customer: "look a customer up; the rest of the line is the ID"
    case .find: "customers by the beginnings of words in their ID or in what is kept of them"
    case .typical: "the customers nearest the centre of a segment"
    case .top: "the customers of a segment who spent most"
    case .why: "why the last answer: what each value has to do with it, and which rule"
    case .reach: "what would put the customer of the last answer there"
    case .whatIf: "the last answer after an order, after days without one, or with other values"
    case .watchList: "whom waiting alone will move to a lower segment soonest"
    case .overdue: "who is late by their own rhythm; by money: who missed a purchase"
    case .again: "who is likeliest to buy within 90 days"
    case .near: "who needs the fewest orders to get there"
    case .export: "a segment, or the list just shown, to a file; --holdout 10 --seed 7 --again"
    case .asOf: "count recency in look-ups to the model's date, to now, or to a date"
    case .load: "another model, by name or file"
    case .packs: "the packs that were found, and whether they fit the model"
    case .use: "another pack"
    case .lint: "check the pack in use: who falls through, what can never be reached"
    case .rename: "a new name; a segment goes by name, beginning or cluster id"
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

  static var helpText: String {
    let width = 26
    let commands = allCases.map { command in
      let gap = command.usage.count > width ? "\n" + String(repeating: " ", count: width + 4) : "  "
      return "  \(Layout.padded(command.usage, to: width))\(gap)\(command.summary)"
    }
    return """
      Type a customer's values or ID, or a command:
        12 5 1840.50                    recency in days, frequency, monetary
        12,5,1840.50                    the same; pasted rows of a spreadsheet work too
        r=12 f=5 m=1840.50              in any order
        last=2010-11-27 f=5 m=1840.50   with the date of the last purchase
        17850                           a customer by ID

      \(commands.joined(separator: "\n"))

      Tab completes commands, segments, customer IDs and files.

      """
  }
}
