import Customers
import JSONText
import Lifetime
import Wording

/// What a model says of who will buy again: a model of lifetimes, fitted to the purchase days of all customers.
public struct BuyingAgain: Sendable, Hashable {
  /// The model of lifetimes that fits best.
  public let fit: LifetimeFit
  /// Whether it can be believed as a number; nil where the sales are too short to tell.
  public let check: LifetimeCheck?

  /// So many days are looked ahead.
  public static let days = 90

  /// What was fitted before.
  public init(fit: LifetimeFit, check: LifetimeCheck?) {
    self.fit = fit
    self.check = check
  }

  /// Fits all customers of a table, and checks the fit on its second half. O(n log n), the same bytes on any number
  /// of threads.
  ///
  /// - Parameters:
  ///   - table: a row per customer.
  ///   - asOf: the observation date.
  ///   - threads: how many work.
  /// - Returns: nil for a table without dates, or where nobody came back on another day.
  public init?(_ table: RFMTable, asOf: Timestamp, threads: Int) {
    guard table.hasDates,
      let fit = LifetimeFit(Histories(table, asOf: asOf.day), threads: threads)
    else { return nil }
    self.init(fit: fit, check: LifetimeCheck(table, asOf: asOf.day, threads: threads))
  }

  /// Whether a percentage may be shown, and not only an order.
  public var isPercentage: Bool { check?.isPassed(by: fit) ?? false }

  /// How likely a customer buys within `days` of the observation day.
  ///
  /// - Parameters:
  ///   - firstDay: the day of the first purchase, as `Timestamp.day`.
  ///   - lastDay: the day of the last one.
  ///   - purchaseDays: distinct days with a purchase.
  ///   - asOf: the observation day.
  /// - Returns: nil for what cannot be, such as a purchase after `asOf`.
  public func probability(firstDay: Int, lastDay: Int, purchaseDays: Int, asOf: Int) -> Double? {
    History(firstDay: firstDay, lastDay: lastDay, purchaseDays: purchaseDays, asOf: asOf).map {
      fit.model.probabilityOfPurchase($0, within: Self.days)
    }
  }

  /// Why there is an order only, or that there are percentages.
  public var words: String {
    if isPercentage { return "how likely they buy within \(Self.days) days" }
    guard fit.likelihoodRatio >= LifetimeFit.leastRatio, let check else {
      return "order only: this data shows no drop-out (it ends at its peak, or is short)"
    }
    return
      "order only: fitted to the first half of the sales, it was further off in the second (\(Self.figure(check.model)) purchase days) than if all had gone on as before (\(Self.figure(check.naive)))"
  }

  private static func figure(_ error: Double) -> String { Figures.fixed(error, digits: 2) }

  // MARK: In a model's file

  var json: JSON {
    let model = fit.model
    return [
      "r": .number(model.r), "alpha": .number(model.alpha), "a": .number(model.a), "b": .number(model.b),
      "logLikelihood": .number(fit.logLikelihood), "nbdLogLikelihood": .number(fit.nbdLogLikelihood),
      "check": check.map {
        ["model": .number($0.model), "naive": .number($0.naive), "passed": .bool(isPercentage)]
      } ?? .null,
    ]
  }

  init(reading cursor: JSONCursor) throws(JSONError) {
    let object = try cursor.object(keys: [
      "r", "alpha", "a", "b", "logLikelihood", "nbdLogLikelihood", "check",
    ])
    func positive(_ key: String) throws(JSONError) -> Double {
      let cursor = try object.required(key)
      let number = try cursor.number(within: Self.limit)
      guard number > 0 else { throw cursor.error("a number above 0 is expected") }
      return number
    }
    let model = MBGNBD(
      r: try positive("r"), alpha: try positive("alpha"), a: try positive("a"), b: try positive("b"))
    let fit = LifetimeFit(
      model: model, logLikelihood: try object.required("logLikelihood").number(),
      nbdLogLikelihood: try object.required("nbdLogLikelihood").number())
    let check = try object["check"].optional { cursor throws(JSONError) in
      let object = try cursor.object(keys: ["model", "naive", "passed"])
      let check = LifetimeCheck(
        model: try object.required("model").number(), naive: try object.required("naive").number())
      let passed = try object.required("passed")
      guard try passed.bool() == check.isPassed(by: fit) else {
        throw passed.error("this is not what the figures beside it say")
      }
      return check
    }
    self.init(fit: fit, check: check)
  }

  /// Parameters in scaled time are within e^±12, and a day is at least 10 of eleven thousand years of them.
  private static let limit = 1e12
}
