import Tabular
import _StringProcessing

/// Which invoices or stock codes are those of ordinary sales.
enum ValuePattern {
  /// Six digits.
  case sixDigits
  /// Five digits with letters behind them or not, or PADS.
  case stockCode
  /// The user's regular expression, matched against the whole value.
  case expression(Regex<AnyRegexOutput>)

  init(invoice pattern: String?) throws(TabularError) {
    guard let pattern else {
      self = .sixDigits
      return
    }
    self = try Self.compiled(pattern, option: "--invoice-pattern")
  }

  init(stock pattern: String?) throws(TabularError) {
    guard let pattern else {
      self = .stockCode
      return
    }
    self = try Self.compiled(pattern, option: "--stock-pattern")
  }

  private static func compiled(_ pattern: String, option: String) throws(TabularError) -> ValuePattern {
    do {
      return .expression(try Regex(pattern))
    } catch {
      throw TabularError(file: option, "'\(pattern)' is not a regular expression")
    }
  }

  func matches(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
    switch self {
    case .sixDigits:
      return value.count == 6 && value.allSatisfy(isDigit)
    case .stockCode:
      if value.elementsEqual("PADS".utf8) { return true }
      return value.count >= 5 && value.prefix(5).allSatisfy(isDigit)
        && value.dropFirst(5).allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0 & 0xDF) }
    case .expression(let regex):
      let text = FieldText.decoded(value)
      return (try? regex.wholeMatch(in: text)) != nil
    }
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
