import Customers
import JSONText
import Lifetime

/// The rhythm of a shop: how many days its customers let pass between two purchase days.
///
/// Every gap of those who came twice or more counts once. What "active" and "lapsed" mean in this shop comes from
/// it: half of all who came again did so within `median` days, nine in ten within `p90`.
public struct Rhythm: Sendable, Hashable {
  /// How many gaps there are.
  public var gaps: Int
  /// The mean gap in days: `TypicalGap`.
  public var mean: Double
  /// The median gap in days.
  public var median: Double
  /// The 90th percentile of the gaps in days.
  public var p90: Double

  /// Figures that were counted before.
  public init(gaps: Int, mean: Double, median: Double, p90: Double) {
    self.gaps = gaps
    self.mean = mean
    self.median = median
    self.p90 = p90
  }

  /// Nil where nobody came on two days, or no dates are known.
  public init?(_ gaps: DayGaps) {
    guard let mean = gaps.mean, let median = gaps.quantile(0.5), let p90 = gaps.quantile(0.9) else {
      return nil
    }
    self.init(gaps: gaps.count, mean: mean, median: Double(median), p90: Double(p90))
  }

  /// The gap that is expected of a customer, in days: `Overdue.gap`; for one who came on a single day the shop's
  /// mean gap, which is the same formula without a gap of their own.
  public func expectedGap(_ history: History) -> Double {
    Overdue.gap(
      firstDay: 0, lastDay: history.ageAtLast, purchaseDays: history.repeats + 1, typicalGap: mean) ?? mean
  }

  var json: JSON {
    ["gaps": .integer(gaps), "mean": .number(mean), "median": .number(median), "p90": .number(p90)]
  }

  init(reading cursor: JSONCursor) throws(JSONError) {
    let object = try cursor.object(keys: ["gaps", "mean", "median", "p90"])
    func days(_ key: String) throws(JSONError) -> Double {
      let cursor = try object.required(key)
      let days = try cursor.number(within: Double(Int32.max))
      guard days >= 1 else { throw cursor.error("a gap is of at least one day") }
      return days
    }
    self.init(
      gaps: try object.required("gaps").count(), mean: try days("mean"), median: try days("median"),
      p90: try days("p90"))
  }
}
