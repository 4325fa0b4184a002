import Customers

/// A change of one value, such as `f+2`, `m+100`, `r-3` or `f=9`.
public struct ValueChange: Sendable, Hashable {
  /// What happens to the value.
  public enum Operation: Sendable, Hashable {
    /// Goes up by so much, or down where it is negative: days, orders or currency.
    case add(Double)
    /// Becomes this.
    case set(Double)
  }

  /// The value that changes.
  public let feature: FeatureName
  /// In whole days, whole orders, or currency.
  public let operation: Operation

  /// A change as a program makes it; `ValueChange.read` reads those that people write.
  public init(_ feature: FeatureName, _ operation: Operation) {
    self.feature = feature
    self.operation = operation
  }

  private static let names: [String: FeatureName] = [
    "r": .recency, "recency": .recency, "f": .frequency, "frequency": .frequency, "m": .monetary,
    "monetary": .monetary,
  ]

  /// Reads changes with spaces or commas between them.
  ///
  /// - Throws: `ChangeError`: no change at all, a word that is none, a value that is no number or not whole, one
  ///   feature twice.
  public static func list(_ text: some StringProtocol) throws(ChangeError) -> [ValueChange] {
    var changes: [ValueChange] = []
    for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" }) {
      let change = try ValueChange(String(word))
      if changes.contains(where: { $0.feature == change.feature }) { throw .twice(change.feature) }
      changes.append(change)
    }
    guard !changes.isEmpty else { throw .nothing }
    return changes
  }

  /// Reads one change: a name (r, f, m, or in full), `+`, `-` or `=`, and a number with a decimal point.
  public init(_ text: String) throws(ChangeError) {
    guard let sign = text.firstIndex(where: { "+-−=".contains($0) }),
      let feature = Self.names[text[..<sign].lowercased()]
    else { throw .notAChange(text) }
    let rest = text[text.index(after: sign)...]
    let number = try Self.number(rest, maySign: text[sign] == "=", feature, text)
    switch text[sign] {
    case "+": self.init(feature, .add(number))
    case "=": self.init(feature, .set(number))
    default: self.init(feature, .add(-number))
    }
  }

  private static func number(
    _ text: Substring, maySign: Bool, _ feature: FeatureName, _ word: String
  ) throws(ChangeError) -> Double {
    var digits = text
    var isNegative = false
    if maySign, let first = digits.first, "-−".contains(first) {
      isNegative = true
      digits.removeFirst()
    }
    if feature == .monetary, let first = digits.first, "£$€¥₹".contains(first) { digits.removeFirst() }
    let isPlain = digits.utf8.allSatisfy {
      UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: ".")
    }
    guard isPlain, digits.utf8.contains(where: { $0 != UInt8(ascii: ".") }),
      let number = ExactDecimal(String(digits))
    else { throw .notANumber(String(text), in: word) }
    let value = number.double
    guard feature == .monetary || value == value.rounded() else { throw .notWhole(String(text), feature) }
    guard value <= Money.limit else { throw .tooLarge(feature) }
    return isNegative ? -value : value
  }
}

/// Why a change cannot be made; each a sentence for a person.
public enum ChangeError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No change was given.
  case nothing
  /// The text is no change.
  case notAChange(String)
  /// The text behind the letter, which is no number, and the whole word.
  case notANumber(String, in: String)
  /// The text of a number with a fraction, for days or orders.
  case notWhole(String, FeatureName)
  /// Two changes of one value.
  case twice(FeatureName)
  /// A change that leaves a value below the least that there is.
  case below(FeatureName, from: Int, change: Int)
  /// More days, orders or money than can be counted.
  case tooLarge(FeatureName)
  /// An order of less than 0, in currency.
  case negativeOrder(Double)
  /// A number of days below 0 to wait.
  case negativeDays(Int)

  public var description: String {
    switch self {
    case .nothing: "no change is given; write f+2, m+100, r-3 or f=9"
    case .notAChange(let text): "'\(text)' is not a change; write f+2, m+100, r-3 or f=9"
    case .notANumber(let text, let word):
      text.isEmpty
        ? "'\(word)' lacks its number; write f+2, m+100, r-3 or f=9"
        : "'\(text)' in '\(word)' is not a number; write m+1840.50, with a point"
    case .notWhole(let text, let feature):
      "\(feature.rawValue) is counted in whole \(feature == .recency ? "days" : "orders"), and '\(text)' is not whole"
    case .twice(let feature): "\(feature.rawValue) is changed twice; give one change for it"
    case .below(let feature, let from, let change):
      "\(feature.rawValue) would be \(from + change), and it cannot be below \(feature == .recency ? 0 : 1)"
    case .tooLarge(let feature): "\(feature.rawValue) would be too large"
    case .negativeOrder: "an order cannot be worth less than 0; for a return, change monetary, such as m-20"
    case .negativeDays: "days are counted forwards, from 0"
    }
  }
}
