import Customers
import Lifetime

/// How quantities are computed from the values of a customer and the days of their purchases: what a model knows for
/// that, ready for millions of rows.
public struct DerivedQuantities: Sendable {
  private let isAverage: Bool
  private let rhythm: Rhythm?
  private let again: MBGNBD?

  init(_ model: Model) {
    isAverage = model.isMonetaryAverage
    rhythm = model.rhythm
    again = model.again?.fit.model
  }

  /// The value of a quantity that is no feature and no score.
  ///
  /// - Parameters:
  ///   - recency: days.
  ///   - frequency: orders, or whatever the model counts.
  ///   - monetary: currency.
  ///   - history: nil where the days of purchases are not known. Then the gap that is expected is the shop's, and
  ///     `tenure` and `again` have no value.
  /// - Returns: NaN where there is no value, which lies in no range.
  func value(
    _ quantity: RuleQuantity, _ recency: Double, _ frequency: Double, _ monetary: Double, _ history: History?
  ) -> Double {
    switch quantity {
    case .average: return isAverage ? monetary : monetary / max(1, frequency)
    case .tenure: return history.map { Double($0.age) } ?? .nan
    case .gaps:
      guard let rhythm else { return .nan }
      return recency / (history.map(rhythm.expectedGap) ?? rhythm.mean)
    case .again:
      guard let history, let again else { return .nan }
      return again.probabilityOfPurchase(history, within: BuyingAgain.days)
    case .recency, .frequency, .monetary, .recencyScore, .frequencyScore, .monetaryScore: return .nan
    }
  }
}

/// The quantities of one customer that are no features and no scores.
public struct DerivedValues: Sendable, Hashable {
  private let gaps: Double
  private let tenure: Double
  private let average: Double
  private let again: Double

  /// Values that were chosen; NaN for what is not known.
  public init(_ value: (RuleQuantity) -> Double) {
    (gaps, tenure, average, again) = (value(.gaps), value(.tenure), value(.average), value(.again))
  }

  init(_ quantities: DerivedQuantities, _ rfm: RFM, _ history: History?) {
    self.init {
      quantities.value($0, Double(rfm.recency), Double(rfm.frequency), rfm.monetary, history)
    }
  }

  /// Nil where it is not known, and for features and scores.
  public subscript(quantity: RuleQuantity) -> Double? {
    let value: Double
    switch quantity {
    case .gaps: value = gaps
    case .tenure: value = tenure
    case .average: value = average
    case .again: value = again
    case .recency, .frequency, .monetary, .recencyScore, .frequencyScore, .monetaryScore: return nil
    }
    return value.isNaN ? nil : value
  }
}

extension History {
  /// What is known of the days on which a customer bought, who bought last so many days ago.
  ///
  /// - Returns: nil for what cannot be, such as fewer purchase days than there are dates.
  public init?(recency: Int, firstDay: Int, lastDay: Int, purchaseDays: Int) {
    self.init(firstDay: firstDay, lastDay: lastDay, purchaseDays: purchaseDays, asOf: lastDay + recency)
  }

  /// The same purchases, so many days after the last of them.
  public func waited(recency: Int) -> History {
    History(repeats: repeats, ageAtLast: ageAtLast, age: ageAtLast + recency)
  }

  /// With one more purchase, now; on the day of the last one it is no further purchase day.
  public var withPurchase: History {
    History(repeats: repeats + (age > ageAtLast ? 1 : 0), ageAtLast: age, age: age)
  }
}

extension RFMTable {
  /// What is known of the days on which the customer of a row bought; nil for a table without dates.
  public func history(_ row: Int) -> History? {
    guard hasDates else { return nil }
    return History(
      recency: Int(recency[row]), firstDay: firstPurchase[row].day, lastDay: lastPurchase[row].day,
      purchaseDays: Int(purchaseDays[row]))
  }
}
