import TestSupport
import Testing

@testable import Tabular

/// Reads a number, and the currency sign beside it.
func readDecimal(
  _ text: String, _ mark: DecimalMark
) -> (result: Result<DecimalValue, DecimalReader.Fault>, sign: String?) {
  var sign: CurrencySign?
  let bytes = Array(text.utf8)
  let result = bytes.withUnsafeBufferPointer { DecimalReader(mark: mark).read($0, sign: &sign) }
  return (result, sign?.text)
}

/// The value without zeros at its end, so that 1.50 is 1.5.
func canonical(_ value: DecimalValue) -> DecimalValue {
  var value = value
  while value.scale > 0, value.mantissa % 10 == 0 {
    value.mantissa /= 10
    value.scale -= 1
  }
  return value
}

@Suite("Numbers as people write them")
struct DecimalReaderTests {
  private func expect(
    _ text: String, _ mark: DecimalMark, is mantissa: Int64, _ scale: Int32,
    at location: SourceLocation = #_sourceLocation
  ) {
    let value = try? readDecimal(text, mark).result.get()
    #expect(
      value.map(canonical) == canonical(DecimalValue(mantissa: mantissa, scale: scale)), "\(text)",
      sourceLocation: location)
  }

  private func expect(
    _ text: String, _ mark: DecimalMark, fails fault: DecimalReader.Fault,
    at location: SourceLocation = #_sourceLocation
  ) {
    #expect(readDecimal(text, mark).result == .failure(fault), "\(text)", sourceLocation: location)
  }

  @Test func aPointOrACommaMarksTheDecimals() {
    expect("6.95", .point, is: 695, 2)
    expect("6,95", .comma, is: 695, 2)
    expect("6.95", .either, is: 695, 2)
    expect("6,95", .either, is: 695, 2)
    expect("-12", .point, is: -12, 0)
    expect("+12", .point, is: 12, 0)
    expect("\u{2212}12.5", .point, is: -125, 1)
    expect(".5", .point, is: 5, 1)
    expect("-.5", .point, is: -5, 1)
    expect("12.", .point, is: 12, 0)
    expect(" 12 ", .point, is: 12, 0)
  }

  @Test func thousandsStandInThrees() {
    expect("1,840.50", .point, is: 18405, 1)
    expect("1.840,50", .comma, is: 18405, 1)
    expect("1 840,50", .comma, is: 18405, 1)
    expect("1\u{202F}840\u{202F}000,5", .comma, is: 18_400_005, 1)
    expect("1'840.50", .point, is: 18405, 1)
    expect("12,345,678", .point, is: 12_345_678, 0)
    expect("1.840,50", .either, is: 18405, 1)
    expect("1,840.50", .either, is: 18405, 1)
    expect("1.840.000", .either, is: 1_840_000, 0)
    for text in ["1,2,3", "12,34", "1,8400", ",840", "1,,840", "1,840 000", "1.2.3"] {
      #expect((try? readDecimal(text, .point).result.get()) == nil, "\(text)")
    }
    expect("1,2,3", .point, fails: .notANumber)
    expect("1,2,3", .either, fails: .notANumber)
    expect("1,2,3", .comma, fails: .notANumber)
  }

  @Test func whatCouldBeBothIsRefused() {
    for text in ["1.840", "1,840", "-1.840", "12.345", "999,999", "£1.840"] {
      expect(text, .either, fails: .ambiguous)
    }
    expect("0.125", .either, is: 125, 3)
    expect("1234.567", .either, is: 1_234_567, 3)
    expect("1.840", .point, is: 184, 2)
    expect("1.840", .comma, is: 1840, 0)
  }

  @Test func theOtherMarkIsNamed() {
    expect("12,5", .point, fails: .otherMark)
    expect("12.5", .comma, fails: .otherMark)
  }

  @Test(arguments: [
    ("£1,840.50", "£"), ("1,840.50 £", "£"), ("£ 1,840.50", "£"), ("GBP 1,840.50", "GBP"),
    ("1,840.50GBP", "GBP"), ("$1,840.50", "$"), ("1840.5€", "€"),
  ])
  func aCurrencySignIsTakenOffAndRemembered(text: String, sign: String) {
    expect(text, .point, is: 18405, 1)
    #expect(readDecimal(text, .point).sign == sign)
  }

  @Test func aMinusMayStandOnEitherSideOfTheSign() {
    expect("-£12", .point, is: -12, 0)
    expect("£-12", .point, is: -12, 0)
    expect("- £ 12", .point, is: -12, 0)
    expect("--12", .point, fails: .notANumber)
    expect("£12£", .point, fails: .notANumber)
    expect("£", .point, fails: .notANumber)
    expect("£$12", .point, fails: .notANumber)
  }

  @Test(
    "What tills write below 0",
    arguments: [
      "(12.50)", "($12.50)", "$(12.50)", "-$12.50", "$-12.50", "12.50-", "12.50 $-", "12.50- $", "( 12.50 )",
      "12.50\u{2212}", "AU $-12.50", "(EUR 12.50)", "(12.50 EUR)",
    ])
  func below0(text: String) {
    expect(text, .point, is: -125, 1)
  }

  @Test(
    "Currencies in letters",
    arguments: [
      ("AU $5.00", "AUD"), ("US$5.00", "USD"), ("C $5.00", "CAD"), ("R$ 5,00", "BRL"), ("5,00 zł", "PLN"),
      ("5,00 Kč", "CZK"), ("SFr. 5.00", "CHF"), ("Fr. 5.00", "CHF"), ("€5.00", "EUR"), ("EUR 5,00", "EUR"),
      ("£5.00", "GBP"),
    ])
  func currencyInLetters(text: String, code: String) {
    expect(text, .either, is: 5, 0)
    var sign: CurrencySign?
    _ = Array(text.utf8).withUnsafeBufferPointer { DecimalReader(mark: .either).read($0, sign: &sign) }
    #expect(sign?.code == code)
  }

  @Test func aSignThatSeveralCurrenciesShareHasNoCode() {
    for text in ["$5.00", "5,00 kr", "5,00 kr.", "kr 5,00", "¥5"] {
      var sign: CurrencySign?
      let read = Array(text.utf8).withUnsafeBufferPointer {
        DecimalReader(mark: .either).read($0, sign: &sign)
      }
      #expect((try? read.get())?.mantissa != nil && sign != nil && sign?.code == nil, "\(text)")
    }
  }

  @Test func aWholeNumberMayEndInADash() {
    expect("1.250,-", .comma, is: 1250, 0)
    expect("100:-", .comma, is: 100, 0)
    expect("-100,-", .comma, is: -100, 0)
    expect("100,- kr", .comma, is: 100, 0)
  }

  @Test func aSignAndItsCodeAreOneCurrency() {
    func sign(_ text: String) -> CurrencySign? {
      var sign: CurrencySign?
      _ = Array(text.utf8).withUnsafeBufferPointer { DecimalReader(mark: .either).read($0, sign: &sign) }
      return sign
    }
    #expect(sign("€5") == sign("5 EUR"))
    #expect(sign("5 kr") == sign("5 kr."))
    #expect(sign("$5") != sign("5 USD"))
    #expect(sign("£5") != sign("€5"))
  }

  @Test func whatIsNotFiniteIsSaidSo() {
    for text in ["nan", "NaN", "inf", "-inf", "Infinity", "1e400", "1e309", "1e401"] {
      expect(text, .point, fails: .notFinite)
    }
    // The least exponent that a machine word holds has no absolute value.
    expect("1e-9223372036854775808", .point, fails: .notFinite)
    expect("1e9223372036854775808", .point, fails: .notANumber)
  }

  @Test func exponentsAreReadExactly() {
    expect("1e-05", .point, is: 1, 5)
    expect("1.5E3", .point, is: 1500, 0)
    expect("1,5e+2", .comma, is: 150, 0)
    expect("2.50e1", .point, is: 25, 0)
    expect("0e400", .point, is: 0, 0)
    expect("1e", .point, fails: .notANumber)
    expect("e5", .point, fails: .notANumber)
  }

  @Test func eighteenDigitsAreExactAndMoreAreRefused() {
    expect("999999999999999999", .point, is: 999_999_999_999_999_999, 0)
    expect("-999999999999999999", .point, is: -999_999_999_999_999_999, 0)
    expect("0.999999999999999999", .point, is: 999_999_999_999_999_999, 18)
    expect("000000000000000000000012", .point, is: 12, 0)
    expect("12.50000000000000000000", .point, is: 125, 1)
    expect("1000000000000000000", .point, fails: .tooManyDigits)
    expect("0.1234567890123456789", .point, fails: .tooManyDigits)
    expect("1e200", .point, fails: .tooManyDigits)
  }

  @Test(arguments: [
    "", " ", "-", ".", "abc", "12x", "1-2", "0x10", "½", "١٢", "12 apples", "1e5.5", "()", "-(12)", "(12",
    "(-12)", "-12-", "12--", "12 apples-",
  ])
  func whatIsNoNumberIsNone(text: String) {
    for mark in DecimalMark.allCases { expect(text, mark, fails: .notANumber) }
  }
}

@Suite("Any decimal, in any style")
struct DecimalPropertyTests {
  @Test(arguments: 1...300)
  func isReadBackExactly(seed: Int) throws {
    var random = RandomNumbers(seed: UInt64(seed))
    let digits = Int.random(in: 1...18, using: &random)
    var mantissa = Int64(0)
    for _ in 0..<digits { mantissa = mantissa * 10 + Int64.random(in: 0...9, using: &random) }
    if Bool.random(using: &random) { mantissa.negate() }
    let scale = Int32.random(in: 0...Int32(digits), using: &random)
    let value = DecimalValue(mantissa: mantissa, scale: scale)
    for style in Style.all {
      let text = style.write(value)
      let read = readDecimal(text, style.mark)
      #expect(try canonical(read.result.get()) == canonical(value), "\(text)")
      #expect(read.sign == style.sign)
    }
  }

  private struct Style {
    var mark: DecimalMark
    var thousands: String
    var sign: String?
    var isSuffix = false

    static let all: [Style] = [
      Style(mark: .point, thousands: ""), Style(mark: .comma, thousands: ""),
      Style(mark: .point, thousands: ",", sign: "£"),
      Style(mark: .comma, thousands: ".", sign: "€", isSuffix: true),
      Style(mark: .comma, thousands: "\u{A0}"), Style(mark: .point, thousands: "'", sign: "CHF"),
      Style(mark: .point, thousands: " "),
    ]

    func write(_ value: DecimalValue) -> String {
      var digits = String(value.mantissa.magnitude)
      let scale = Int(value.scale)
      if digits.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.count) + digits }
      var whole = String(digits.dropLast(scale))
      var grouped = ""
      while whole.count > 3, !thousands.isEmpty {
        grouped = thousands + whole.suffix(3) + grouped
        whole = String(whole.dropLast(3))
      }
      var text = whole + grouped
      if scale > 0 { text += (mark == .comma ? "," : ".") + digits.suffix(scale) }
      if let sign { text = isSuffix ? "\(text) \(sign)" : sign + text }
      return (value.mantissa < 0 ? "-" : "") + text
    }
  }
}
