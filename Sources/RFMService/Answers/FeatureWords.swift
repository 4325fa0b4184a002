import Customers
import Segmentation
import Wording

/// The words for what a model counts.
public struct FeatureWords: Sendable {
  /// How numbers and money are written.
  public let figures: Figures
  /// In the singular.
  public let frequencyNoun: String
  /// Whether monetary is the average of an order and not the total.
  public let isAverage: Bool

  /// The words of a model: what its frequency counts, and its currency.
  public init(_ model: Model) {
    figures = Figures(currency: model.currency)
    switch model.frequencyUnit {
    case .invoices: frequencyNoun = "order"
    case .lines: frequencyNoun = "line"
    case .days: frequencyNoun = "purchase day"
    }
    isAverage = model.isMonetaryAverage
  }

  /// `12 days`.
  public func recency(_ days: Int) -> String { Figures.counted(days, "day") }
  /// `5 orders`.
  public func frequency(_ count: Int) -> String { Figures.counted(count, frequencyNoun) }
  /// A value with its unit.
  public func value(_ feature: FeatureName, _ value: Double) -> String {
    switch feature {
    case .recency: recency(Int(value))
    case .frequency: frequency(Int(value))
    case .monetary: monetary(value)
    }
  }

  /// A value between whole ones, such as a centroid's.
  public func mean(_ feature: FeatureName, _ value: Double) -> String {
    feature == .monetary ? monetary(value) : Figures.grouped(value, digits: 1)
  }

  /// The three values of a customer.
  public func values(_ rfm: RFM) -> String {
    "recency \(recency(rfm.recency)) · frequency \(frequency(rfm.frequency)) · monetary \(monetary(rfm.monetary))"
  }

  /// `£1,840.50`, or `£368.10 an order`.
  public func monetary(_ amount: Double) -> String { figures.money(amount) + (isAverage ? " an order" : "") }
}
