import Foundation
import JSONText
import Tabular
import Wording

/// Which invoices or stock codes are those of ordinary sales.
enum ValuePattern {
  /// Six digits.
  case sixDigits
  /// Five digits with letters behind them or not, or PADS.
  case stockCode
  /// The user's regular expression, matched against the whole value.
  case expression(NSRegularExpression)

  /// What a pattern says of a value.
  enum Verdict {
    case fits, differs
    /// The expression tries too many ways to tell.
    case endless
  }

  /// Characters of a regular expression; what a person writes has some dozens.
  static let longest = 1000
  /// ICU reports every 10,000 steps of a match, so that the work on a value ends at the same step everywhere.
  private static let mostReports = 20

  init(invoice pattern: String?) throws(TabularError) {
    self =
      try pattern.map { text throws(TabularError) in try Self.compiled(text, option: .invoicePattern) }
      ?? .sixDigits
  }

  init(stock pattern: String?) throws(TabularError) {
    self =
      try pattern.map { text throws(TabularError) in try Self.compiled(text, option: .stockPattern) }
      ?? .stockCode
  }

  private static func compiled(_ pattern: String, option: OptionName) throws(TabularError) -> ValuePattern {
    guard let expression = expression(pattern) else {
      throw TabularError(file: option.description, problem(pattern) ?? "this is not a regular expression")
    }
    return .expression(expression)
  }

  /// ICU's, whose reader and matcher keep their own stacks: no depth of parentheses ends the program.
  private static func expression(_ pattern: String) -> NSRegularExpression? {
    // By itself first: a parenthesis too many must not close the group around it.
    guard !pattern.isEmpty, pattern.utf8.count <= longest,
      (try? NSRegularExpression(pattern: pattern)) != nil
    else { return nil }
    return try? NSRegularExpression(pattern: "\\A(?:\(pattern))\\z")
  }

  /// What is wrong with a regular expression, as the end of a sentence; nil for a good one.
  static func problem(_ pattern: String) -> String? {
    if pattern.isEmpty { return "the pattern is empty; a regular expression such as [0-9]{6} is expected" }
    if pattern.utf8.count > longest {
      return "the pattern is \(pattern.utf8.count) bytes long; at most \(longest) are read"
    }
    return expression(pattern) == nil ? "'\(legible(pattern))' is not a regular expression" : nil
  }

  /// O(length) for the built-in ones; a bounded number of steps for an expression.
  func verdict(_ value: UnsafeBufferPointer<UInt8>) -> Verdict {
    let fits: Bool
    switch self {
    case .sixDigits:
      fits = value.count == 6 && value.allSatisfy(isDigit)
    case .stockCode:
      fits =
        value.elementsEqual("PADS".utf8)
        || value.count >= 5 && value.prefix(5).allSatisfy(isDigit)
          && value.dropFirst(5).allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0 & 0xDF) }
    case .expression(let expression):
      return Self.verdict(expression, FieldText.decoded(value))
    }
    return fits ? .fits : .differs
  }

  private static func verdict(_ expression: NSRegularExpression, _ text: String) -> Verdict {
    var fits = false
    var reports = 0
    let all = NSRange(location: 0, length: text.utf16.count)
    expression.enumerateMatches(in: text, options: [.anchored, .reportProgress], range: all) {
      match, _, stop in
      if match != nil { fits = true } else { reports += 1 }
      if fits || reports > mostReports { stop.pointee = true }
    }
    return fits ? .fits : reports > mostReports ? .endless : .differs
  }

  /// What to say of a value for which a pattern came to no end.
  static func endless(_ option: String, _ value: UnsafeBufferPointer<UInt8>) -> String {
    "\(option) tries too many ways to match '\(legible(FieldText.decoded(value)))'; write it without a repetition in a repetition, such as a+ for (a+)+"
  }

  /// C and then digits: a cancelled invoice.
  static func isCancelled(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = value.first, first & 0xDF == UInt8(ascii: "C") else { return false }
    return value.count > 1 && value.dropFirst().allSatisfy(isDigit)
  }

  /// A and then digits: an adjustment, left out when it is judged what kind of file this is.
  static func isAdjustment(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = value.first, first & 0xDF == UInt8(ascii: "A") else { return false }
    return value.count > 1 && value.dropFirst().allSatisfy(isDigit)
  }
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
