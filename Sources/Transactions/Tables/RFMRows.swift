import Customers
import Tabular

/// The rows of one block of an RFM table, as columns: no String and no object per customer.
public struct RFMRows {
  /// IDs, recency, frequency and monetary; in the order of the file, without sums.
  public internal(set) var table = RFMTable()
  /// Where the rows stand.
  let place: TableName
  /// The monetary values as they are written, and the line of each row; only where they are asked for.
  var amounts: [DecimalValue] = []
  var lines: [UInt32] = []
  var counts = Counts()
  /// The first sign that stands beside an amount.
  var currency: (sign: CurrencySign, text: String, line: Int)?
  /// What is wrong with the first row that cannot be read; the rows before it are whole.
  var fault: TabularError?

  init(at place: TableName) { self.place = place }

  /// How many rows were read, and how many of them are not in the table.
  struct Counts {
    var read = 0
    var kept = 0
    /// Rows that are not among those asked for, and rows of those who asked to be forgotten.
    var leftOut = 0
    var forgotten = 0
    var missing = 0
    /// Of those, how many say so in a word, such as NULL.
    var wordsForNone = 0
    var bad = 0

    static func += (a: inout Counts, b: Counts) {
      a.read += b.read
      a.kept += b.kept
      a.leftOut += b.leftOut
      a.forgotten += b.forgotten
      a.missing += b.missing
      a.wordsForNone += b.wordsForNone
      a.bad += b.bad
    }
  }
}
