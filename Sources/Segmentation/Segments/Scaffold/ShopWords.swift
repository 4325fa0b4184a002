import Customers

/// A word for customers, and the values that it stands for in one shop.
struct ShopWord: Hashable {
  /// "active", "one-time buyers", "large spenders"
  let word: String
  /// A sentence that says it of most customers of a segment, with live figures.
  let sentence: String
  /// The part of the sentence that the claim stands for.
  let says: String
  /// What the word means, relative to the shop.
  let limits: Limits
  /// The same in days, orders or currency.
  let range: Bounds
}

/// The words of a shop for each feature, with a meaning that does not depend on which clusters there are.
///
/// "Active", "cooling" and "lapsed" come from its rhythm, "one-time", "repeat" and "frequent" from orders, "small",
/// "medium" and "large" from thirds of the revenue.
struct ShopWords {
  /// In the order recency, frequency, monetary.
  let words: [[ShopWord]]

  init(_ model: Model, _ table: RFMTable) {
    words = [Self.recency(model), Self.frequency(model), Self.monetary(model, table)]
  }

  private struct Draft {
    let feature: RuleQuantity
    let model: Model

    func word(_ word: String, _ says: String, _ rest: String, _ limits: Limits) -> ShopWord? {
      guard let range = limits.resolved(feature, model) else { return nil }
      return ShopWord(word: word, sentence: says + rest, says: says, limits: limits, range: range)
    }
  }

  private static func recency(_ model: Model) -> [ShopWord] {
    let draft = Draft(feature: .recency, model: model)
    guard model.rhythm != nil else {
      return [
        draft.word(
          "recent", "Most of them are among the third of all customers who bought last",
          ", within {p33Recency}.", Limits(max: .percentile(33))),
        draft.word(
          "long away", "Most of them are among the third of all customers who have been away longest",
          ", for {p67Recency} or more.", Limits(min: .percentile(67))),
      ].compactMap(\.self)
    }
    let (usual, long) = (Limit.gap(.gap50), Limit.gap(.gap90))
    return [
      draft.word(
        "just here", "Most of them were just here",
        ": they bought within the last {usualGap}, the usual gap between two purchases.",
        Limits(max: usual)),
      draft.word(
        "cooling", "Most of them are cooling",
        ": they have been away for {usualGap} or longer, the usual gap between two purchases here, but not for more than {longGap}.",
        Limits(min: usual, max: long)),
      draft.word(
        "lapsed", "Most of them have lapsed",
        ": they have been away for {longGap} or more, and nine in ten of those who come again do so sooner.",
        Limits(min: long)),
      draft.word(
        "active", "Most of them are active",
        ": they bought within the last {longGap}, and nine in ten of those who come again do so within that time.",
        Limits(max: long)),
      draft.word(
        "quiet", "Most of them are quiet",
        ": they have been away for {usualGap} or longer, the usual gap between two purchases here.",
        Limits(min: usual)),
    ].compactMap(\.self)
  }

  private static func frequency(_ model: Model) -> [ShopWord] {
    let draft = Draft(feature: .frequency, model: model)
    let often: Limit = model.feature(.frequency).quantiles[80] >= 3 ? .percentile(80) : .number(3)
    let many =
      often == .number(3) ? "three or more orders" : "{p80Frequency} or more, as the busiest fifth do"
    let isLines = model.frequencyUnit == .lines
    let once = isLines ? "Most of them have a single order line" : "Most of them bought once"
    let again = isLines ? "Most of them have more than one order line" : "Most of them bought more than once"
    return [
      draft.word(isLines ? "one-line buyers" : "one-time buyers", once, ".", Limits(max: .number(1))),
      draft.word(
        "frequent buyers", "Most of them are frequent buyers", ": they have \(many).", Limits(min: often)
      ),
      draft.word(isLines ? "several-line buyers" : "repeat buyers", again, ".", Limits(min: .number(2))),
      draft.word(
        "occasional buyers", "Most of them buy now and then",
        often == .number(3) ? ": once or twice so far." : ": fewer than {p80Frequency} so far.",
        Limits(below: often)),
    ].compactMap(\.self)
  }

  private static func monetary(_ model: Model, _ table: RFMTable) -> [ShopWord] {
    let draft = Draft(feature: .monetary, model: model)
    let (two, one) = thirds(model, table)
    guard one > 0, two < one else { return [] }
    let (medium, large) = (Limit.percentile(two), Limit.percentile(one))
    let each = model.isMonetaryAverage ? " an order" : ""
    return [
      draft.word(
        "large spenders", "Most of them are large spenders",
        ": they spent at least {p\(one)Monetary}\(each), and the few who did bring a third of the revenue.",
        Limits(min: large)),
      draft.word(
        "medium spenders", "Most of them are medium spenders",
        ": they spent {p\(two)Monetary} to {p\(one)Monetary}\(each), and those who did bring the second third of the revenue.",
        Limits(min: medium, below: large)),
      draft.word(
        "small spenders", "Most of them are small spenders",
        ": they spent less than {p\(two)Monetary}\(each), and all who did together bring about a third of the revenue.",
        Limits(below: medium)),
      draft.word(
        "good spenders", "Most of them are good spenders",
        ": they spent at least {p\(two)Monetary}\(each), and those who did bring two thirds of the revenue.",
        Limits(min: medium)),
    ].compactMap(\.self)
  }

  /// The percentiles of monetary from which on customers bring two thirds of the revenue, and one third.
  private static func thirds(_ model: Model, _ table: RFMTable) -> (two: Int, one: Int) {
    let quantiles = model.feature(.monetary).quantiles
    // Revenue from each percentile on.
    var from = [Double](repeating: 0, count: quantiles.count)
    var all = 0.0
    for row in 0..<table.count {
      let revenue = max(0, Double(table.revenue[row]))
      all += revenue
      // The last percentile that is not above the customer.
      var (low, high) = (0, quantiles.count)
      while low < high {
        let middle = (low + high) / 2
        if quantiles[middle] <= table.monetary[row] { low = middle + 1 } else { high = middle }
      }
      if low > 0 { from[low - 1] += revenue }
    }
    for percent in stride(from: quantiles.count - 2, through: 0, by: -1) {
      from[percent] += from[percent + 1]
    }
    func last(_ share: Double) -> Int { from.lastIndex { $0 >= share * all } ?? 0 }
    return all > 0 ? (last(2.0 / 3), last(1.0 / 3)) : (0, 0)
  }
}
