import Algorithms
import Customers
import JSONText
import Segmentation
import Tabular
import Wording
import Workbooks

/// Who will buy again, as a column of a list or a file: how likely each customer buys within `BuyingAgain.days` where
/// the model may say so, else their place among all in the order, from 1 for the likeliest.
public struct BuyingAgainColumn: Sendable {
  static let name = "buys_\(BuyingAgain.days)d"

  /// A number for each row; NaN for customers of whom nothing can be said.
  private let values: [Double]
  private let isPercentage: Bool
  /// What a person should know where the column is an order.
  public let note: String?

  /// - Parameters:
  ///   - probabilities: of the customers of the column; NaN for those of whom nothing can be said.
  ///   - all: those of all customers among whom they have their places.
  init(_ probabilities: [Double], among all: [Double], _ model: BuyingAgain) {
    isPercentage = model.isPercentage
    note = model.isPercentage ? nil : "\(Self.name) is a place, 1 for the likeliest to buy; \(model.words)"
    guard !model.isPercentage else {
      values = probabilities
      return
    }
    let ascending = all.filter { !$0.isNaN }.sorted()
    // Customers who are as likely have the same place.
    values = probabilities.map { probability in
      guard !probability.isNaN else { return .nan }
      return Double(ascending.count - ascending.partitioningIndex { $0 > probability } + 1)
    }
  }

  /// What stands in a row.
  enum Cell: Equatable {
    case none
    case place(Int)
    case probability(Double)
  }

  subscript(row: Int) -> Cell {
    let value = values[row]
    if value.isNaN { return .none }
    return isPercentage ? .probability(value) : .place(Int(value))
  }
}

extension BuyingAgainColumn {
  /// A model that is asked who will buy again, as of a day.
  struct Forecast {
    let model: BuyingAgain
    private let day: Int

    /// - Throws: `Problem` where the model does not say it.
    init(_ model: Model, asOf: Timestamp?) throws(Problem) {
      guard model.source.asOf != nil, let asOf else {
        throw Problem("this model knows no dates of purchases, so it cannot say who will buy again")
      }
      guard let again = model.again else {
        throw Problem(
          "this model does not say who will buy again: it is of an earlier release, or no customer came back on another day; train it again"
        )
      }
      self.model = again
      day = asOf.day
    }

    func probability(_ row: some DatedRow) -> Double? {
      guard let first = row.firstDay, let last = row.lastDay else { return nil }
      return model.probability(
        firstDay: first, lastDay: last, purchaseDays: row.purchaseDays, asOf: day)
    }

    /// Of all rows of a table with dates.
    func column(_ table: RFMTable) -> BuyingAgainColumn {
      let probabilities = (0..<table.count).map { row in
        model.probability(
          firstDay: table.firstPurchase[row].day, lastDay: table.lastPurchase[row].day,
          purchaseDays: Int(table.purchaseDays[row]), asOf: day) ?? .nan
      }
      return BuyingAgainColumn(probabilities, among: probabilities, model)
    }
  }
}

// MARK: - Ways to write it

extension BuyingAgainColumn.Cell {
  /// For a table on a screen.
  var text: String {
    switch self {
    case .none: ""
    case .place(let place): Figures.count(place)
    case .probability(let probability): Figures.percent(probability)
    }
  }

  var json: JSON {
    switch self {
    case .none: .null
    case .place(let place): .integer(place)
    case .probability(let probability): .number(probability)
    }
  }
}

extension ByteBuffer {
  func append(_ cell: BuyingAgainColumn.Cell) {
    switch cell {
    case .none: break
    case .place(let place): append(place)
    case .probability(let probability): append(probability)
    }
  }
}

extension WorkbookWriter {
  func cell(_ cell: BuyingAgainColumn.Cell) {
    switch cell {
    case .none: empty()
    case .place(let place): number(place)
    case .probability(let probability): number(probability)
    }
  }
}
