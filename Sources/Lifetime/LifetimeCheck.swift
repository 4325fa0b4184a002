import Customers

/// Whether the model of lifetimes can be believed as a number and not only as a ranking: fitted to the first half of
/// the span of the sales, tested on the second.
public struct LifetimeCheck: Sendable, Hashable {
  /// The mean absolute error of the purchase days that were expected of each customer in the second half.
  public let model: Double
  /// That of the customer's own rate in the first half going on: purchase days over the days of that half, times
  /// those of the second.
  public let naive: Double

  /// Errors that are known, such as those of a saved model, in purchase days.
  public init(model: Double, naive: Double) {
    self.model = model
    self.naive = naive
  }

  /// Whether percentages may be shown: the model was no worse than the rate, and the fit to all of the span shows
  /// that customers leave.
  public func isPassed(by fit: LifetimeFit) -> Bool {
    model <= naive && fit.likelihoodRatio >= LifetimeFit.leastRatio
  }

  /// The customers of the first half, in columns of one length.
  public struct FirstHalf: Sendable {
    /// The day of each customer's first purchase, counted from any day.
    public var firstDays: [Int32]
    /// The day of the last purchase in the first half.
    public var lastDays: [Int32]
    /// The distinct days with a purchase in the first half.
    public var purchaseDays: [Int32]
    /// Those in the second half.
    public var laterDays: [Int32]

    /// A value of each column for every customer who bought in the first half.
    public init(firstDays: [Int32], lastDays: [Int32], purchaseDays: [Int32], laterDays: [Int32]) {
      self.firstDays = firstDays
      self.lastDays = lastDays
      self.purchaseDays = purchaseDays
      self.laterDays = laterDays
    }
  }

  /// The check on the sales that a table was summed up from.
  ///
  /// - Parameters:
  ///   - table: a row per customer.
  ///   - asOf: the day of the observation, as `Timestamp.day`.
  ///   - threads: how many work; never changes a result.
  /// - Returns: nil for a table without dates, where a half has no day, or nobody came back in the first.
  public init?(_ table: RFMTable, asOf: Int, threads: Int) {
    guard let first = table.firstPurchase.min()?.day, table.firstHalf.purchaseDays.count == table.count else {
      return nil
    }
    let early = table.firstHalf.purchaseDays
    let rows = early.indices.filter { early[$0] > 0 }
    self.init(
      FirstHalf(
        firstDays: rows.map { Int32(clamping: table.firstPurchase[$0].day) },
        lastDays: rows.map { table.firstHalf.lastDays[$0] }, purchaseDays: rows.map { early[$0] },
        laterDays: rows.map { table.purchaseDays[$0] - early[$0] }),
      from: first, middle: table.firstHalf.end, to: asOf, threads: threads)
  }

  /// O(n log n), and the fit.
  ///
  /// - Parameters:
  ///   - half: those who had bought by `middle`.
  ///   - first: the day of the first sale of all.
  ///   - middle: the last day of the first half.
  ///   - last: the last day of the span.
  ///   - threads: how many work; never changes a result.
  /// - Returns: nil where a half has no day, or nobody came back in the first.
  public init?(_ half: FirstHalf, from first: Int, middle: Int, to last: Int, threads: Int) {
    guard middle > first, last > middle else { return nil }
    let histories = Histories(
      firstDays: half.firstDays, lastDays: half.lastDays, purchaseDays: half.purchaseDays, asOf: middle)
    guard let fit = LifetimeFit(histories, threads: threads) else { return nil }
    let expected = Blocks(of: histories.distinct, size: 1_024).map(threads: threads) { range in
      range.map { fit.model.expectedPurchaseDays(histories[$0], within: last - middle) }
    }.flatMap(\.self)
    let rate = Double(last - middle) / Double(middle - first)
    var (model, naive) = (0.0, 0.0)
    for row in half.firstDays.indices {
      guard
        let history = History(
          firstDay: Int(half.firstDays[row]), lastDay: Int(half.lastDays[row]),
          purchaseDays: Int(half.purchaseDays[row]), asOf: middle),
        let place = histories.place(of: history)
      else { continue }
      let later = Double(half.laterDays[row])
      model += abs(expected[place] - later)
      naive += abs(Double(half.purchaseDays[row]) * rate - later)
    }
    self.init(model: model / Double(histories.customers), naive: naive / Double(histories.customers))
  }
}
