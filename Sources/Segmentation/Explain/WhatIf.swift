import Customers
import Lifetime

/// An answer before and after something that has not happened.
public struct WhatIf: Sendable {
  /// What is supposed to happen.
  public enum Event: Sendable, Hashable {
    /// One order of this value, in the currency of the sales.
    case order(Double)
    /// So many days in which nothing is bought.
    case days(Int)
    /// Some values change, whatever would make them do so.
    case changes([ValueChange])
  }

  /// What was supposed.
  public let event: Event
  /// What the model says now.
  public let before: Classification
  /// What it would say then.
  public let after: Classification
  /// The days of purchases then; nil where they are not known.
  public let historyAfter: History?
  /// Where the customer is now.
  public let placeBefore: Place
  /// Where the customer would be.
  public let placeAfter: Place
  /// For days: the first day on which waiting changes the place, be it within the days asked for or later; nil
  /// where it never does, and for other events.
  public let nextChange: PlaceChange?

  /// - Throws: `ChangeError` where a value would leave its range.
  public init(
    _ event: Event, to rfm: RFM, history: History? = nil, model: Model, pack: SegmentPack?
  ) throws(ChangeError) {
    let pack = pack?.resolved(by: model)
    self.event = event
    before = model.classify(rfm, history: history)
    let changed = try event.applied(to: rfm, model: model)
    historyAfter = history.map { event.applied(to: $0, recency: changed.recency) }
    after = model.classify(changed, history: historyAfter)
    placeBefore = before.place(in: pack)
    placeAfter = after.place(in: pack)
    if case .days = event {
      nextChange = model.nextChange(of: rfm, history: history, pack: pack)
    } else {
      nextChange = nil
    }
  }
}

extension WhatIf.Event {
  /// The values after the event; for an order see `Model.after(order:_:)`.
  ///
  /// Monetary may become negative, as after returns.
  ///
  /// - Throws: `ChangeError`: recency below 0, frequency below 1, a value too large, an order or a number of days
  ///   below 0.
  public func applied(to rfm: RFM, model: Model) throws(ChangeError) -> RFM {
    var result = rfm
    switch self {
    case .order(let value):
      guard value >= 0 else { throw .negativeOrder(value) }
      result = model.after(order: value, rfm)
    case .days(let days):
      guard days >= 0 else { throw .negativeDays(days) }
      result.recency = try Self.changed(rfm.recency, .add(Double(days)), .recency)
    case .changes(let changes):
      for change in changes {
        switch change.feature {
        case .recency: result.recency = try Self.changed(rfm.recency, change.operation, .recency)
        case .frequency: result.frequency = try Self.changed(rfm.frequency, change.operation, .frequency)
        case .monetary:
          switch change.operation {
          case .add(let value): result.monetary = Money.sum(rfm.monetary, value)
          case .set(let value): result.monetary = value
          }
        }
      }
    }
    guard result.frequency <= Course.greatestCount else { throw .tooLarge(.frequency) }
    guard abs(result.monetary) <= Money.limit else { throw .tooLarge(.monetary) }
    return result
  }

  /// The days of purchases after the event.
  ///
  /// - Parameter recency: after the event.
  func applied(to history: History, recency: Int) -> History {
    if case .order = self { return history.withPurchase }
    return history.waited(recency: recency)
  }

  private static func changed(
    _ value: Int, _ operation: ValueChange.Operation, _ feature: FeatureName
  ) throws(ChangeError) -> Int {
    let wanted =
      switch operation {
      case .add(let change): Double(value) + change
      case .set(let new): new
      }
    guard wanted <= Double(Course.greatestCount) else { throw .tooLarge(feature) }
    guard wanted >= (feature == .recency ? 0 : 1) else {
      throw .below(feature, from: value, change: Int(max(wanted, -1e15)) - value)
    }
    return Int(wanted)
  }
}
