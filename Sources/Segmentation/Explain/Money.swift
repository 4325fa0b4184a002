/// Sums of money that come out as a person adds them: 1840.1 + 0.2 is 1840.3.
enum Money {
  /// No path goes on beyond a value of this size, in the currency of the sales; pennies up to here are exact.
  static let limit = 1e12
  private static let exact = 0x1p53

  /// 10 to the power of a number of decimal places (2…6).
  private static func power(_ places: Int) -> Double {
    switch places {
    case 2: 1e2
    case 3: 1e3
    case 4: 1e4
    case 5: 1e5
    default: 1e6
    }
  }

  /// How many decimal places (2…6) write the number exactly; nil where more are needed, as after a division.
  fileprivate static func places(_ value: Double) -> Int? {
    (2...6).first { places in
      let units = (value * power(places)).rounded()
      return abs(units) <= exact && units / power(places) == value
    }
  }

  /// The number nearest to the sum as decimals; where one of them is no short decimal, the sum as it is.
  static func sum(_ a: Double, _ b: Double) -> Double {
    guard let placesA = places(a), let placesB = places(b) else { return a + b }
    let power = power(Swift.max(placesA, placesB))
    let units = (a * power).rounded() + (b * power).rounded()
    return abs(units) <= exact ? units / power : a + b
  }

  /// A value to which pennies are added many times; the same sums as `sum`.
  struct PlusPennies: Sendable {
    let base: Double
    private let units: Double
    private let power: Double
    private let isExact: Bool

    init(_ base: Double) {
      self.base = base
      let places = Money.places(base)
      power = Money.power(places ?? 2)
      units = (base * power).rounded()
      isExact = places != nil
    }

    func callAsFunction(_ pennies: Int) -> Double {
      let sum = units + Double(pennies) * (power / 100)
      return isExact && abs(sum) <= Money.exact ? sum / power : base + Double(pennies) / 100
    }
  }
}
