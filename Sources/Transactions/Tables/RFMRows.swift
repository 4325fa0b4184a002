import Customers
import JSONText
import Tabular
import Wording

/// The rows of one block of an RFM table, as columns: no String and no object per customer.
struct RFMRows {
  /// IDs, recency, frequency and monetary; in the order of the file, without sums.
  var table = RFMTable()
  /// The monetary values as they are written, and the line of each row; only where they are asked for.
  var amounts: [DecimalValue] = []
  var lines: [UInt32] = []
  var read = 0
  /// Rows that are not among those asked for, and rows of those who asked to be forgotten.
  var leftOut = 0
  var forgotten = 0
  var missing = 0
  /// Of those, how many say so in a word, such as NULL.
  var wordsForNone = 0
  var bad = 0
  /// The first sign that stands beside an amount.
  var currency: (sign: CurrencySign, text: String, line: Int)?
  /// What is wrong with the first row that cannot be read; the rows before it are whole.
  var fault: TabularError?
}
