extension RFMTable {
  /// What customers had bought by the middle of the span of the sales: what a forecast can be tested with.
  public struct FirstHalf: Sendable {
    /// The last day of the half, as `Timestamp.day`.
    public var end = 0
    /// The day of each customer's last purchase up to then; 0 for those who had not bought.
    public var lastDays: [Int32] = []
    /// The distinct days with a purchase up to then.
    public var purchaseDays: [Int32] = []

    /// Of nobody.
    public init() {}

    /// The last day of the first half of a span of days.
    public static func end(from first: Int, to last: Int) -> Int { first + (last - first) / 2 }
  }
}
