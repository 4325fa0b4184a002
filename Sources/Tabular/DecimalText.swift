import Wording

/// A decimal number as it is written: `mantissa` × 10^−`scale`. 6.95 is 695 and 2; nothing is rounded.
public struct DecimalValue: Sendable, Hashable {
  /// All digits as one whole number, with the sign.
  public var mantissa: Int64
  /// Digits behind the decimal mark, 0…18.
  public var scale: Int32

  /// `mantissa` × 10^−`scale`.
  public init(mantissa: Int64, scale: Int32) {
    self.mantissa = mantissa
    self.scale = scale
  }
}

/// How the numbers of a file are written.
public enum DecimalMark: String, Sendable, CaseIterable {
  /// 1,840.50
  case point
  /// 1.840,50
  case comma
  /// Told from each number; one that could be either (1.840) is refused.
  case either
}

/// Reads numbers as people, tills and spreadsheets write them: £1,840.50, 1 840,50 €, AU $5.00, -12, (12), 12-,
/// 1e-05.
///
/// Thousands separators (in groups of three), spaces and currency signs are taken off. What is not plainly
/// one number is refused with a sentence that says why.
public struct DecimalReader: Sendable {
  /// Why a text is no number.
  public enum Fault: Error, Sendable, Equatable {
    /// Nothing that reads as one.
    case notANumber
    /// 1.840, which may be a decimal or a thousand.
    case ambiguous
    /// A number with the other decimal mark.
    case otherMark
    /// More than 18 digits.
    case tooManyDigits
    /// NaN or infinity.
    case notFinite

    /// The end of a sentence that begins with the text in question.
    public var sentence: String {
      switch self {
      case .notANumber: "is not a number"
      case .ambiguous:
        "could be a decimal or a thousand; say which with \(OptionName.decimal) point or \(OptionName.decimal) comma"
      case .otherMark:
        "is not a number with this decimal mark; try \(OptionName.decimal) comma (12,50) or \(OptionName.decimal) point (12.50)"
      case .tooManyDigits: "has more than 18 digits"
      case .notFinite: "is not a finite number"
      }
    }
  }

  /// How the numbers are written.
  public let mark: DecimalMark

  /// A reader of numbers that are written so.
  public init(mark: DecimalMark) {
    self.mark = mark
  }

  /// Reads a plain number (`-12`, `6.95`) at full speed; nil for anything that needs `read`.
  @inlinable @inline(__always)
  public func readPlain(_ text: UnsafeBufferPointer<UInt8>) -> DecimalValue? {
    let count = text.count
    guard count > 0, count <= 18, let bytes = text.baseAddress else { return nil }
    var i = 0
    let isNegative = bytes[0] == UInt8(ascii: "-")
    if isNegative { i = 1 }
    if i == count { return nil }
    var mantissa: Int64 = 0
    var pointAt = -1
    while i < count {
      let digit = bytes[i] &- UInt8(ascii: "0")
      if digit < 10 {
        mantissa = mantissa &* 10 &+ Int64(digit)
      } else if pointAt < 0, i &+ 1 < count, i > 0,
        bytes[i] == UInt8(ascii: ".") ? mark != .comma : bytes[i] == UInt8(ascii: ",") && mark != .point
      {
        pointAt = i
      } else {
        return nil
      }
      i &+= 1
    }
    let scale = pointAt < 0 ? 0 : Int32(truncatingIfNeeded: count &- pointAt &- 1)
    if scale == 3 && mark == .either { return nil }
    return DecimalValue(mantissa: isNegative ? 0 &- mantissa : mantissa, scale: scale)
  }

  /// Reads any number.
  ///
  /// - Parameters:
  ///   - text: a whole field or cell, without quotes.
  ///   - sign: set to the currency sign that was taken off, where there was one.
  public func read(
    _ text: UnsafeBufferPointer<UInt8>, sign: inout CurrencySign?
  ) -> Result<DecimalValue, Fault> {
    if let value = readPlain(text) { return .success(value) }
    var body = FieldText.decoded(text).trimmingWhitespace
    var isNegative = false
    var seenSign = false
    /// A minus, or parentheses around what is below 0; one of them at most.
    func takeMinus() {
      if seenSign { return }
      if let first = body.first, first == "-" || first == "+" || first == "\u{2212}" {
        seenSign = true
        isNegative = first != "+"
        body = body.dropFirst().trimmingWhitespace
      } else if body.first == "(", body.last == ")" {
        (seenSign, isNegative) = (true, true)
        body = body.dropFirst().dropLast().trimmingWhitespace
      }
    }
    // A minus may stand before or behind the currency sign: -£12, £-12, (£12), £(12).
    for _ in 0..<2 {
      takeMinus()
      if let found = CurrencySign.prefix(of: body) {
        guard sign == nil else { return .failure(.notANumber) }
        sign = found.sign
        body = found.rest
      }
    }
    takeMinus()
    // And behind the number: 12,50-, 12,50 €-, 12,50- €.
    for _ in 0..<2 {
      if let last = body.last, last == "-" || last == "\u{2212}", body.count > 1 {
        let before = body.dropLast()
        if let mark = before.last, mark == "," || mark == "." || mark == ":" {
          // 12,- is a whole number.
          body = before.dropLast()
        } else if !seenSign {
          (seenSign, isNegative) = (true, true)
          body = before.trimmingWhitespace
        }
      }
      if sign == nil, let found = CurrencySign.suffix(of: body) {
        sign = found.sign
        body = found.rest
      }
      // In ledgers a credit is below 0: 12.50 CR.
      if !seenSign, let side = ["CR", "DR", "Cr", "Dr"].first(where: body.hasSuffix) {
        (seenSign, isNegative) = (true, side.first == "C")
        body = body.dropLast(side.count).trimmingWhitespace
      }
    }
    return digits(of: body).map {
      isNegative ? DecimalValue(mantissa: -$0.mantissa, scale: $0.scale) : $0
    }
  }

  private func digits(of text: Substring) -> Result<DecimalValue, Fault> {
    let lower = text.lowercased()
    if ["nan", "inf", "infinity"].contains(lower) { return .failure(.notFinite) }
    guard lower.contains(where: { $0.isASCII && $0.isNumber }) else { return .failure(.notANumber) }
    var number = lower[...]
    var exponent = 0
    if let e = lower.firstIndex(of: "e") {
      guard let given = Int(lower[lower.index(after: e)...]) else { return .failure(.notANumber) }
      number = lower[..<e]
      exponent = given
    }
    let marks = number.filter { $0 == "." || $0 == "," }
    let decimal: Character
    switch mark {
    case .point: decimal = "."
    case .comma: decimal = ","
    case .either:
      switch Self.mark(in: number, marks: marks) {
      case .success(let mark): decimal = mark
      case .failure(let fault): return .failure(fault)
      }
    }
    let parts = number.split(separator: decimal, omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first else {
      return .failure(
        marks.contains(decimal == "." ? "," : ".") || parts.count > 2 ? .notANumber : .otherMark)
    }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard let wholeDigits = Self.ungrouped(whole, decimal: decimal) else {
      let other: Character = decimal == "." ? "," : "."
      let isOther =
        number.count(where: { $0 == other }) == 1 && number.allSatisfy { $0 == other || $0.isASCIIDigit }
      return .failure(isOther ? .otherMark : .notANumber)
    }
    guard fraction.allSatisfy(\.isASCIIDigit), !(wholeDigits.isEmpty && fraction.isEmpty) else {
      return .failure(.notANumber)
    }
    return Self.value(whole: wholeDigits, fraction: String(fraction), exponent: exponent)
  }

  /// Which mark is the decimal one in a number of a file that does not say.
  private static func mark(in number: Substring, marks: String) -> Result<Character, Fault> {
    let kinds = Set(marks)
    if kinds.count == 2 {
      // 1.840,50 and 1,840.50: the last is the decimal mark.
      return .success(marks.last == "," ? "," : ".")
    }
    guard let only = marks.first else { return .success(".") }
    let other: Character = only == "." ? "," : "."
    if marks.count > 1 { return .success(other) }
    let parts = number.split(separator: only, omittingEmptySubsequences: false)
    let canBeThousand =
      parts.count == 2 && parts[1].count == 3 && (1...3).contains(parts[0].count) && parts[0].first != "0"
    return canBeThousand ? .failure(.ambiguous) : .success(only)
  }

  /// The digits of a whole part whose thousands are separated in threes, or not at all.
  private static func ungrouped(_ whole: Substring, decimal: Character) -> String? {
    let separators: Set<Character> = [
      decimal == "." ? "," : ".", " ", "\u{A0}", "\u{202F}", "'", "\u{2019}",
    ]
    let groups = whole.split(omittingEmptySubsequences: false) { separators.contains($0) }
    let used = Set(whole.filter { separators.contains($0) })
    guard used.count <= 1, groups.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }) else { return nil }
    if groups.count > 1 {
      guard let first = groups.first, (1...3).contains(first.count),
        groups.dropFirst().allSatisfy({ $0.count == 3 })
      else { return nil }
    }
    return groups.joined()
  }

  private static func value(
    whole: String, fraction: String, exponent: Int
  ) -> Result<DecimalValue, Fault> {
    guard (-400...400).contains(exponent) else { return .failure(.notFinite) }
    var digits = Array((whole + fraction).utf8)
    var scale = fraction.utf8.count - exponent
    while scale > 0, digits.last == UInt8(ascii: "0"), digits.count > 1 {
      digits.removeLast()
      scale -= 1
    }
    let significant = digits.drop { $0 == UInt8(ascii: "0") }
    if significant.isEmpty { return .success(DecimalValue(mantissa: 0, scale: 0)) }
    if scale < 0 {
      guard significant.count - scale <= 308 else { return .failure(.notFinite) }
      digits = Array(significant) + repeatElement(UInt8(ascii: "0"), count: -scale)
      scale = 0
    }
    guard digits.drop(while: { $0 == UInt8(ascii: "0") }).count <= 18, scale <= 18 else {
      return .failure(.tooManyDigits)
    }
    let mantissa = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    return .success(DecimalValue(mantissa: mantissa, scale: Int32(scale)))
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}

/// The sign or code of a currency, as it stands beside a number.
///
/// Two are equal if they are one currency: `€` and `EUR`.
public struct CurrencySign: Sendable, Hashable {
  /// As it stood: `£`, `EUR`.
  public let text: String

  /// ISO 4217; nil for `$` and others that several currencies share.
  public var code: String? {
    if let code = Self.codes[Self.plain(text)] { return code }
    return Self.isCode(text[...]) ? text : nil
  }

  public static func == (a: CurrencySign, b: CurrencySign) -> Bool { a.identity == b.identity }

  public func hash(into hasher: inout Hasher) { hasher.combine(identity) }

  private var identity: String { code ?? Self.plain(text) }

  private static let signs: [Character] = [
    "£", "$", "€", "¥", "₹", "₽", "₺", "₩", "₪", "₫", "฿", "₴", "₦", "₱",
  ]

  /// Signs that are one currency's, and what stands for one in letters, without spaces and points.
  private static let codes: [String: String] = [
    "£": "GBP", "€": "EUR", "₹": "INR", "AU$": "AUD", "A$": "AUD", "US$": "USD", "C$": "CAD", "CA$": "CAD",
    "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "SG$": "SGD", "MX$": "MXN", "R$": "BRL", "ZŁ": "PLN",
    "KČ": "CZK",
    "FT": "HUF", "LEI": "RON", "FR": "CHF", "SFR": "CHF",
  ]
  /// Those that several currencies share.
  private static let shared: Set<String> = ["KR"]

  private static func plain(_ text: String) -> String {
    text.uppercased().filter { !$0.isWhitespace && $0 != "." }
  }

  static func prefix(of text: Substring) -> (sign: CurrencySign, rest: Substring)? {
    guard let first = text.first, !first.isNumber else { return nil }
    if signs.contains(first) {
      return (CurrencySign(text: String(first)), text.dropFirst().trimmingWhitespace)
    }
    let word = text.prefix { isOfWord($0) }
    if let sign = CurrencySign(word: word) { return (sign, text.dropFirst(word.count).trimmingWhitespace) }
    let code = text.prefix(3)
    guard isCode(code), text.count > 3 else { return nil }
    return (CurrencySign(text: String(code)), text.dropFirst(3).trimmingWhitespace)
  }

  static func suffix(of text: Substring) -> (sign: CurrencySign, rest: Substring)? {
    // zł and Kč in Windows-1250, which is read as Windows-1252.
    if text.hasSuffix("z³") || text.hasSuffix("Kè") {
      let code = text.hasSuffix("z³") ? "PLN" : "CZK"
      return (CurrencySign(text: code), text.dropLast(2).trimmingWhitespace)
    }
    guard let last = text.last, !last.isNumber else { return nil }
    let word = text.suffix(text.reversed().prefix { isOfWord($0) }.count)
    if let sign = CurrencySign(word: word) { return (sign, text.dropLast(word.count).trimmingWhitespace) }
    if signs.contains(last) {
      return (CurrencySign(text: String(last)), text.dropLast().trimmingWhitespace)
    }
    let code = text.suffix(3)
    guard isCode(code), text.count > 3 else { return nil }
    return (CurrencySign(text: String(code)), text.dropLast(3).trimmingWhitespace)
  }

  /// A part of `AU $`, `kr.`, `zł`.
  private static func isOfWord(_ character: Character) -> Bool {
    character.isLetter || character == "$" || character == "." || character.isWhitespace
  }

  private init(text: String) { self.text = text }

  /// The currency that a whole text names, such as a field of a column of currencies: `usd`, `€`, `US $`. Nil for any
  /// other text.
  public init?(whole text: String) {
    let plain = Self.plain(text)
    if Self.codes[plain] != nil || Self.shared.contains(plain)
      || Self.signs.contains(where: { String($0) == plain })
    {
      self.text = plain
    } else {
      guard Self.isCode(plain[...]) else { return nil }
      self.text = plain
    }
  }

  /// Nil for a word that is no currency.
  private init?(word: Substring) {
    let plain = Self.plain(String(word))
    guard plain.count > 1, Self.codes[plain] != nil || Self.shared.contains(plain) else { return nil }
    text = String(word.trimmingWhitespace)
  }

  private static func isCode(_ text: Substring) -> Bool {
    text.count == 3 && text.allSatisfy { $0.isASCII && $0.isUppercase } && text != "INF" && text != "NAN"
  }
}
