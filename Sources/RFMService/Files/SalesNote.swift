import Customers
import Transactions
import Wording

/// What a person should know of how a file became customers: a kind with its figures for a program, a sentence
/// for a person.
public enum SalesNote: Sendable {
  /// How many rows were read, how many of them count and why the others do not; how many customers they became.
  case rows(
    read: Int, kept: Int, dropped: [(reason: DroppedReason, rows: Int)], customers: Int, asOf: Timestamp?)
  /// A sentence of the reading itself.
  case reading(String)
  /// Options that are not those of the model's training.
  case notAsTrained([InheritedSales.Difference])
  /// The observation date of training, which is not taken over.
  case dateLeftBehind(Timestamp, countedTo: Timestamp)
  /// Rows of customers who asked to be forgotten.
  case forgotten(rows: Int)
  /// The sales span another time than those of the model, both in whole days.
  case otherSpan(days: Int, trained: Int, isLonger: Bool)
  /// The sales begin before the observation date of the model, and go on after it; so many customers bought only
  /// up to that date.
  case overlap(from: Timestamp, trainedTo: Timestamp, customers: Int)
  /// The amounts are in another currency than those of the model: both as codes of three letters.
  case otherCurrency(String, trained: String)

  /// Whether figures may not be what they seem to be.
  public var isWarning: Bool {
    switch self {
    case .otherSpan, .overlap, .otherCurrency: true
    case .rows, .reading, .notAsTrained, .dateLeftBehind, .forgotten: false
    }
  }

  /// What is said of two spans of sales that overlap.
  static func overlap(
    _ later: String, _ from: Timestamp, _ earlier: String, _ asOf: Timestamp, _ customers: Int
  ) -> String {
    let who =
      customers == 0
      ? "nobody bought only in these days"
      : "\(Figures.counted(customers, "customer")) bought only in these days, and did not come back after them"
    return
      "\(later) begin on \(from.date), and \(earlier) ends on \(asOf.date): what was bought in between is in both; \(who)"
  }

  /// In words, in which an option is an `OptionName`.
  public var sentence: String {
    switch self {
    case .rows(let read, let kept, let dropped, let customers, let asOf):
      var rows = "\(Figures.counted(read, "row")) read, \(Figures.count(kept)) kept"
      let reasons = dropped.map { $0.reason.counted($0.rows) }
      if !reasons.isEmpty { rows += " (dropped: \(reasons.joined(separator: ", ")))" }
      return "\(rows); \(Figures.counted(customers, "customer"))\(asOf.map { ", as of \($0)" } ?? "")"
    case .reading(let sentence): return sentence
    case .notAsTrained(let differences):
      let words = differences.map { "\($0.option) \($0.value) (the model: \($0.trained))" }
      return "not as the model was trained: \(words.joined(separator: ", "))"
    case .dateLeftBehind(let date, let countedTo):
      return
        "the model's \(OptionName.asOf) \(date) is not taken over; recency is counted to the last purchase, \(countedTo) (\(OptionName.asOf) says otherwise)"
    case .forgotten(let rows):
      return
        "\(Figures.counted(rows, "row")) of customers who were forgotten \(rows == 1 ? "is" : "are") left out"
    case .otherSpan(let days, let trained, let isLonger):
      let advice =
        isLonger && trained > 0
        ? "; \(OptionName.window) \(trained)d takes as much history"
        : "; give as much history, or train a model on this"
      return
        "the sales span \(Figures.counted(days, "day")), those of the model \(Figures.counted(trained, "day")): frequency and monetary grow with history, so segments are not comparable\(advice)"
    case .overlap(let from, let trainedTo, let customers):
      return Self.overlap("the sales", from, "the model", trainedTo, customers)
    case .otherCurrency(let code, let trained):
      return "the amounts are in \(code), those of the model in \(trained)"
    }
  }
}
