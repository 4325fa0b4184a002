import Customers
import Segmentation

/// How figures are written: given by the program, so that a report says them as every other answer does.
public struct ReportWords: Sendable {
  /// An amount in the model's currency, with so many digits behind the point; nil for those that the currency
  /// has.
  public let money: @Sendable (Double, Int?) -> String
  /// A number with its thousands apart, and so many digits behind the point.
  public let number: @Sendable (Double, Int) -> String
  /// What frequency counts, in the singular.
  public let frequencyNoun: String
  /// Whether monetary is the average of an order and not the total.
  public let isAverage: Bool
  /// An option, given its name, as the reader of the page would say it.
  public let option: @Sendable (String) -> String

  /// Words for a report; each is called from one thread.
  public init(
    frequencyNoun: String, isAverage: Bool, money: @escaping @Sendable (Double, Int?) -> String,
    number: @escaping @Sendable (Double, Int) -> String,
    option: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.option = option
    self.frequencyNoun = frequencyNoun
    self.isAverage = isAverage
    self.money = money
    self.number = number
  }

  func count(_ count: Int) -> String { number(Double(count), 0) }

  /// "4,285 customers"
  func counted(_ count: Int, _ noun: String) -> String {
    "\(self.count(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// "22.8 %"
  func percent(_ share: Double) -> String { number(share * 100, 1) + " %" }

  // MARK: Features

  /// "12 days", "3.5 orders", "£1,840.50": as many digits as the value needs, one at most for what is counted.
  func value(_ feature: FeatureName, _ value: Double) -> String {
    switch feature {
    case .recency: "\(plain(value)) \(value == 1 ? "day" : "days")"
    case .frequency: "\(plain(value)) \(frequencyNoun)\(value == 1 ? "" : "s")"
    case .monetary: money(value, nil)
    }
  }

  /// A mean as tables have it: without its unit, which stands in the heading.
  func cell(_ feature: FeatureName, _ value: Double, digits: Int) -> String {
    feature == .monetary ? money(value, nil) : number(value, digits)
  }

  private func plain(_ value: Double) -> String { number(value, value == value.rounded() ? 0 : 1) }

  /// What stands beside an axis.
  func title(_ feature: FeatureName, _ kind: Scale.Kind = .linear) -> String {
    let title =
      switch feature {
      case .recency: "recency (days since the last purchase)"
      case .frequency: "frequency (\(frequencyNoun)s)"
      case .monetary: isAverage ? "monetary (average of an order)" : "monetary (total spent)"
      }
    switch kind {
    case .linear: return title
    case .log: return title + ", logarithmic scale"
    case .symlog: return title + ", logarithmic scale on both sides of 0"
    }
  }

  /// What stands at a tick: no more digits than the steps of the scale need.
  func tick(_ feature: FeatureName?, _ scale: Scale) -> (Double) -> String {
    let steps = zip(scale.ticks, scale.ticks.dropFirst()).map { $1 - $0 }
    let least = steps.filter { $0 > 0 }.min() ?? 1
    var digits = 0
    var unit = 1.0
    while digits < 6, unit > least * 1.0001 {
      digits += 1
      unit /= 10
    }
    return { value in
      let zeroed = abs(value) < least / 1000 ? 0 : value
      return feature == .monetary ? money(zeroed, digits) : number(zeroed, digits)
    }
  }
}
