import Tabular
import Wording

/// Why rows were dropped: by a rule, or in the word of a layout.
public struct DroppedReason: Sendable, Hashable {
  /// What a person reads and a model's file has.
  public let name: String
  /// Nil for a word of a layout.
  public let rule: DropReason?

  /// So many of them, for a person.
  public func counted(_ rows: Int) -> String { rule?.counted(rows) ?? "\(Figures.count(rows)) \(name)" }

  init(_ rule: DropReason) { (name, self.rule) = (rule.name, rule) }

  init(word: String) {
    (name, rule) = (word, DropReason.allCases.first { $0.name == word })
  }
}

/// What was read, what was dropped and why, and what a person should know of how it was done.
public struct SalesReport: Sendable {
  /// One file or sheet that was read.
  public struct File: Sendable, Hashable {
    /// The file's name without its folder.
    public var name: String
    /// Its size.
    public var bytes: Int
    /// Rows in it, the header not counted.
    public var rows: Int
  }

  /// In the order in which they were read.
  public var files: [File] = []
  /// In all files.
  public var rowsRead = 0
  /// Those that count as sales.
  public var rowsKept = 0
  /// In the order of the rules; only those that dropped a row.
  public var dropped: [(reason: DroppedReason, rows: Int)] = []
  /// Rows that a layout's conditions leave out, by the word for them.
  var notCounted: [LayoutTally.NotCounted] = []
  /// The sign that stood beside the amounts.
  public var currencySign: String?
  /// The code of the currency that the sign stands for; nil for none, and for one that several share.
  public var currency: String? { currencySign.flatMap { CurrencySign(whole: $0)?.code } }
  /// By role, the columns of the first file that are read.
  public internal(set) var columns: [ColumnRole: String] = [:]
  /// Sentences for the summary.
  public var notes: [String] = []
  /// Those of `notes` that tell what to look at before the figures are believed.
  public internal(set) var checks: [String] = []
  var plans: [SalesPlan] = []
  /// The layouts that files were read with, each once.
  public internal(set) var layouts: [Layout] = []

  /// A report on nothing yet.
  public init() {}

  mutating func addNote(_ note: String) {
    if !notes.contains(note) { notes.append(note) }
  }

  /// Columns of one name: the first is read, which may not be the one that was meant.
  mutating func noteRepeats(_ columns: ColumnMap) {
    for name in columns.repeatedNames {
      addNote("the header has the column '\(legible(name))' more than once; the first of them is read")
    }
  }

  /// A customer may be called Null.
  mutating func noteWordsForNone(_ rows: Int) {
    guard rows > 0 else { return }
    addNote(
      "\(rows) \(rows == 1 ? "row has" : "rows have") NULL, NaN or \\N for the customer, which is taken for none"
    )
  }

  /// What the columns of a file mean for how it is read.
  mutating func note(_ columns: ColumnMap, options: SalesOptions) {
    if !columns.usesAmount, columns[.amount] != nil {
      addNote(
        "amounts are \(columns.name(.quantity)) × \(columns.name(.price)); the column \(columns.name(.amount)) is not used"
      )
    }
    if columns[.invoice] == nil {
      addNote("there is no invoice column: each row is one purchase")
    }
  }
}
