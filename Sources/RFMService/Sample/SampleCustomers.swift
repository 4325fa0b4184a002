import Segmentation

/// Who buys at the invented shop: new customers come all the time, some lapse, and few buy most.
///
/// Four bytes for a customer.
struct SampleCustomers {
  enum Kind: Int, CaseIterable {
    case wholesaler, regular, occasional
  }

  private struct Habits {
    /// Of 1,000 new customers.
    var share: Int
    /// Of 1,000 invoices.
    var invoices: Int
    /// Of 1,000 invoices, how many are the last of their customer.
    var last: Int
  }

  private static let habits = [
    Habits(share: 12, invoices: 110, last: 4), Habits(share: 188, invoices: 480, last: 30),
    Habits(share: 800, invoices: 410, last: 280),
  ]
  private static let countries = [
    "Germany", "France", "EIRE", "Spain", "Netherlands", "Belgium", "Switzerland", "Portugal", "Australia",
    "Norway", "Italy", "Channel Islands", "Finland", "Sweden", "Denmark",
  ].map { Array($0.utf8) }
  static let home = Array("United Kingdom".utf8)

  let count: Int
  private(set) var arrived = 0
  /// The customers who still buy, by kind.
  private var active = [[UInt32]](repeating: [], count: Kind.allCases.count)
  private let firstID: Int
  /// Prime to `count`: turns the order of arrival into one that looks like none.
  private let step: Int

  init(count: Int) {
    self.count = count
    // Five digits as long as they are enough, for as many digits in every ID.
    var firstID = 12_346
    var power = 100_000
    while firstID + count > power {
      firstID = power
      power *= 10
    }
    self.firstID = firstID
    var step = max(1, count * 5 / 8)
    while Self.divisor(step, count) != 1 { step += 1 }
    self.step = step
  }

  private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }

  var missing: Int { count - arrived }

  /// Whether one more customer has come when this part of all rows is written: some were customers before the
  /// first day and soon come back, the others come all the time, more of them at first.
  func isDue(_ done: Double) -> Bool {
    let known = 0.15 * min(1, done / 0.03)
    return Double(arrived) < Double(count) * (known + 0.85 * done * (2 - done))
  }

  mutating func arrive(_ random: inout SeededGenerator) -> (customer: Int, kind: Kind) {
    var draw = random.index(below: 1000)
    var kind = Kind.occasional
    for candidate in Kind.allCases {
      draw -= Self.habits[candidate.rawValue].share
      if draw < 0 {
        kind = candidate
        break
      }
    }
    let customer = arrived
    arrived += 1
    active[kind.rawValue].append(UInt32(truncatingIfNeeded: customer))
    return (customer, kind)
  }

  /// One who has bought before; nil where there is nobody yet. Those who came first buy most.
  mutating func buyer(_ random: inout SeededGenerator) -> (customer: Int, kind: Kind)? {
    var draw = random.index(below: 1000)
    for kind in Kind.allCases {
      draw -= Self.habits[kind.rawValue].invoices
      let count = active[kind.rawValue].count
      guard draw < 0 || kind == .occasional, count > 0 else { continue }
      let place = random.unit()
      let at = Int(Double(count) * place * place)
      let customer = Int(active[kind.rawValue][at])
      if count > 1, random.index(below: 1000) < Self.habits[kind.rawValue].last {
        active[kind.rawValue].swapAt(at, count - 1)
        active[kind.rawValue].removeLast()
      }
      return (customer, kind)
    }
    guard let kind = Kind.allCases.first(where: { !active[$0.rawValue].isEmpty }) else { return nil }
    return (Int(active[kind.rawValue][0]), kind)
  }

  func id(_ customer: Int) -> Int { firstID + customer * step % count }

  func isAbroad(_ customer: Int) -> Bool { Self.mixed(customer) % 100 < 9 }

  func country(_ customer: Int) -> [UInt8] {
    guard isAbroad(customer) else { return Self.home }
    // The nearer countries are the likelier.
    let place = Self.mixed(customer) / 100 % 225
    return Self.countries[Int(Double(place).squareRoot())]
  }

  private static func mixed(_ customer: Int) -> Int {
    var random = SeededGenerator(seed: UInt64(customer))
    return Int(random.next() >> 33)
  }
}
