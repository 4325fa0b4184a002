import Customers

/// The histories of many customers, those that are alike counted together: what a likelihood is added up over.
///
/// They stand in an order of their own, so that no figure depends on that of the customers.
public struct Histories: Sendable {
  /// How many there are.
  public let customers: Int
  /// Customers whose figures cannot be (see `History`) and who are left out.
  public let leftOut: Int
  /// The purchase days after the first ones, of all.
  public let repeats: Int
  /// The greatest age, in days.
  public let greatestAge: Int

  /// The distinct histories, ascending by repeats, age at the last purchase and age.
  private let keys: [UInt64]
  /// By distinct history: its repeats, and by place in `days` its age at the last purchase and its age.
  let repeated: [Int32]
  let last: [Int32]
  let age: [Int32]
  /// By distinct history: how many customers have it.
  private(set) var counts: [Double] = []

  /// The ages that occur, in days, ascending.
  let days: [Int32]
  /// By place in `days`: the customers of this age, and their repeats.
  private(set) var customersOfAge: [Double]
  private(set) var repeatsOfAge: [Double]
  /// By number: the customers with more repeats than it, from 0 to one below the most.
  let customersBeyond: [Double]

  /// O(n log n).
  ///
  /// - Parameters:
  ///   - firstDays: the day of each customer's first purchase, counted from any day.
  ///   - lastDays: the day of the last purchase.
  ///   - purchaseDays: distinct days with a purchase.
  ///   - asOf: the observation day, counted as the others.
  public init(firstDays: [Int32], lastDays: [Int32], purchaseDays: [Int32], asOf: Int) {
    var keys: [UInt64] = []
    keys.reserveCapacity(firstDays.count)
    for row in firstDays.indices {
      guard
        let history = History(
          firstDay: Int(firstDays[row]), lastDay: Int(lastDays[row]), purchaseDays: Int(purchaseDays[row]),
          asOf: asOf),
        let key = Self.key(history)
      else { continue }
      keys.append(key)
    }
    self.init(keys, leftOut: firstDays.count - keys.count)
  }

  /// - Parameters:
  ///   - table: one with dates; of one without, nobody has a history.
  ///   - asOf: the day of the observation, as `Timestamp.day`.
  public init(_ table: RFMTable, asOf: Int) {
    self.init(
      firstDays: table.firstPurchase.map { Int32(clamping: $0.day) },
      lastDays: table.lastPurchase.map { Int32(clamping: $0.day) }, purchaseDays: table.purchaseDays,
      asOf: asOf)
  }

  /// One history for each customer. O(n log n).
  public init(_ histories: some Sequence<History>) {
    var leftOut = 0
    let keys = histories.compactMap { history in
      let key = Self.key(history)
      if key == nil { leftOut += 1 }
      return key
    }
    self.init(keys, leftOut: leftOut)
  }

  // MARK: Distinct ones

  var distinct: Int { keys.count }

  subscript(place: Int) -> History {
    History(
      repeats: Int(repeated[place]), ageAtLast: Int(days[Int(last[place])]), age: Int(days[Int(age[place])]))
  }

  /// Where a history stands among the distinct ones; nil where nobody has it. O(log n).
  func place(of history: History) -> Int? {
    guard let key = Self.key(history) else { return nil }
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < keys.count && keys[low] == key ? low : nil
  }

  // MARK: Keys

  /// Bits for each age: eleven thousand years of days.
  private static let ageBits = 22
  private static let ageMask = (UInt64(1) << ageBits) - 1

  /// A history as one number; nil for one of more than a million repeats.
  private static func key(_ history: History) -> UInt64? {
    guard history.repeats < 1 << (64 - 2 * ageBits), history.age <= Int(ageMask) else { return nil }
    return UInt64(history.repeats) << (2 * ageBits) | UInt64(history.ageAtLast) << ageBits
      | UInt64(history.age)
  }

  private init(_ unordered: [UInt64], leftOut: Int) {
    self.leftOut = leftOut
    var ordered = unordered
    ordered.sort()
    customers = ordered.count
    var distinct: [UInt64] = []
    for key in ordered {
      if key == distinct.last {
        counts[counts.count - 1] += 1
      } else {
        distinct.append(key)
        counts.append(1)
      }
    }
    keys = distinct
    let lastDays = distinct.map { Int32($0 >> Self.ageBits & Self.ageMask) }
    let ageDays = distinct.map { Int32($0 & Self.ageMask) }
    repeated = distinct.map { Int32($0 >> (2 * Self.ageBits)) }

    let greatest = Int(ageDays.max() ?? 0)
    greatestAge = greatest
    var occurs = [Bool](repeating: false, count: greatest + 1)
    for day in lastDays { occurs[Int(day)] = true }
    for day in ageDays { occurs[Int(day)] = true }
    var place = [Int32](repeating: 0, count: greatest + 1)
    var days: [Int32] = []
    for day in occurs.indices where occurs[day] {
      place[day] = Int32(days.count)
      days.append(Int32(day))
    }
    self.days = days
    last = lastDays.map { place[Int($0)] }
    age = ageDays.map { place[Int($0)] }

    customersOfAge = [Double](repeating: 0, count: days.count)
    repeatsOfAge = customersOfAge
    var withRepeats = [Double](repeating: 0, count: Int(repeated.last ?? 0) + 1)
    for i in distinct.indices {
      customersOfAge[Int(age[i])] += counts[i]
      repeatsOfAge[Int(age[i])] += counts[i] * Double(repeated[i])
      withRepeats[Int(repeated[i])] += counts[i]
    }
    repeats = Int(repeatsOfAge.reduce(0, +))
    var beyond = [Double](repeating: 0, count: withRepeats.count - 1)
    var rest = 0.0
    for number in beyond.indices.reversed() {
      rest += withRepeats[number + 1]
      beyond[number] = rest
    }
    customersBeyond = beyond
  }
}
