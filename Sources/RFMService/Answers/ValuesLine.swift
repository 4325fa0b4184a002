import Customers
import Segmentation
import Tabular
import Wording

/// Recency, frequency and monetary as people type or paste them.
///
/// `12 5 1840.50` with spaces or tabs (then `1,840.50` and `£1,840.50` are one number), `12,5,1840.50`, or
/// `r=12 f=5 m=1840.50` in any order, with `last=2010-11-27` for the recency.
public enum ValuesLine {
  /// What a line is.
  public enum Reading {
    /// Three values.
    case values(RFM)
    /// One number alone: an ID, if anything.
    case single(String)
    /// Something else.
    case notValues
  }

  /// - Parameters:
  ///   - line: what was typed.
  ///   - asOf: what `last=` is counted to.
  /// - Throws: `Problem` where a line is meant as values but is not three good ones.
  public static func read(_ line: String, asOf: Timestamp?) throws(Problem) -> Reading {
    let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }).map(String.init)
    guard let first = words.first else { return .notValues }
    if isNamed(first) { return .values(try named(words, asOf: asOf)) }
    guard looksNumeric(first) else { return .notValues }
    var numbers = words
    if words.count == 1 {
      numbers = first.split(omittingEmptySubsequences: false) { $0 == "," || $0 == ";" }.map(String.init)
      if numbers.count == 1 { return .single(first) }
    } else if words.dropLast().allSatisfy({ $0.hasSuffix(",") || $0.hasSuffix(";") }) {
      numbers = words.dropLast().map { String($0.dropLast()) } + [words[words.count - 1]]
    }
    guard numbers.count == 3 else {
      // An ID may begin with a digit and hold a space.
      if numbers.count == 2, !looksNumeric(numbers[1]) { return .notValues }
      throw Problem(
        "three numbers are needed, recency, frequency and monetary (12 5 1840.50), not \(numbers.count)"
          + (numbers.count > 3 && words.count == 1
            ? "; with commas between them, leave the one for thousands out" : ""))
    }
    return .values(try values(numbers))
  }

  /// The values on a command line: three numbers, or a row in quotes, with commas or with names.
  public static func arguments(_ words: [String], asOf: Timestamp?) throws(Problem) -> RFM {
    guard words.count == 1 || words.contains(where: { $0.utf8.contains(UInt8(ascii: "=")) }) else {
      return try values(words)
    }
    let line = words.joined(separator: " ")
    guard case .values(let rfm) = try read(line, asOf: asOf) else {
      throw Problem(
        "three numbers are needed, recency, frequency and monetary (12 5 1840.50), not '\(legible(line))'")
    }
    return rfm
  }

  /// The three numbers.
  public static func values(_ texts: [String]) throws(Problem) -> RFM {
    guard texts.count == 3 else {
      throw Problem(
        "three numbers are needed, recency, frequency and monetary (12 5 1840.50), not \(texts.count)")
    }
    return RFM(
      recency: try whole(texts[0], "recency", unit: "days", least: 0),
      frequency: try whole(texts[1], "frequency", unit: "orders", least: 1),
      monetary: try number(texts[2], "monetary").double)
  }

  private static func looksNumeric(_ word: String) -> Bool {
    let rest = word.drop { "+-−£$€¥₹".contains($0) }
    guard let first = rest.first else { return false }
    if first == "." { return rest.dropFirst().first?.isNumber ?? false }
    return first.isASCII && first.isNumber
  }

  // MARK: r=12 f=5 m=1840.50

  private static let keys = [
    "r": "recency", "recency": "recency", "f": "frequency", "frequency": "frequency", "m": "monetary",
    "monetary": "monetary", "last": "last",
  ]

  private static func isNamed(_ word: String) -> Bool {
    guard let equals = word.firstIndex(of: "=") else { return false }
    return keys[word[..<equals].lowercased()] != nil
  }

  private static func named(_ words: [String], asOf: Timestamp?) throws(Problem) -> RFM {
    var given: [String: String] = [:]
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let key = keys[parts[0].lowercased()] else {
        throw Problem("'\(legible(word))' is not one of r=…, f=…, m=… and last=DATE")
      }
      guard given[key] == nil else { throw Problem("\(key) is given twice") }
      given[key] = String(parts[1])
    }
    guard let frequency = given["frequency"] else { throw Problem("the frequency is missing: f=5") }
    guard let monetary = given["monetary"] else { throw Problem("the monetary value is missing: m=1840.50") }
    let recency: Int
    switch (given["recency"], given["last"]) {
    case (let days?, nil): recency = try whole(days, "recency", unit: "days", least: 0)
    case (nil, let date?): recency = try days(since: date, asOf: asOf)
    case (nil, nil): throw Problem("the recency is missing: r=12, or last=2010-11-27")
    default: throw Problem("recency and last are the same thing; give one of them")
    }
    return RFM(
      recency: recency, frequency: try whole(frequency, "frequency", unit: "orders", least: 1),
      monetary: try number(monetary, "monetary").double)
  }

  private static func days(since text: String, asOf: Timestamp?) throws(Problem) -> Int {
    guard let (last, _) = Timestamp.parse(text) else {
      throw Problem("last=\(legible(text)) is not a date; expected last=2010-11-27")
    }
    guard let asOf else {
      throw Problem("this model knows no observation date; say one with as-of DATE, or give r=DAYS")
    }
    let days = last.wholeDays(until: asOf)
    guard days >= 0 else { throw Problem("last=\(legible(text)) is after the observation date \(asOf.date)") }
    return days
  }

  // MARK: Numbers

  /// A sum of money.
  public static func money(_ text: String, _ name: String) throws(Problem) -> Double {
    try number(text, name).double
  }

  private static func number(_ text: String, _ name: String) throws(Problem) -> ExactDecimal {
    var copy = text
    let result = copy.withUTF8 { bytes in
      var sign: CurrencySign?
      return DecimalReader(mark: .point).read(bytes, sign: &sign)
    }
    switch result {
    case .success(let value): return ExactDecimal(units: Int128(value.mantissa), scale: Int(value.scale))
    case .failure(.otherMark):
      throw Problem("\(name) '\(legible(text))' is not a number; write 1840.50, with a point")
    case .failure(let fault): throw Problem("\(name) '\(legible(text))' \(fault.sentence)")
    }
  }

  private static func whole(_ text: String, _ name: String, unit: String, least: Int) throws(Problem) -> Int {
    let value = try number(text, name)
    let power = ExactDecimal.power(value.scale)
    guard value.units % power == 0 else {
      throw Problem("\(name) \(legible(text)) is not a whole number of \(unit)")
    }
    let whole = value.units / power
    guard whole >= Int128(least) else {
      throw Problem(
        "\(name) \(legible(text)) is below \(least)\(least == 0 ? "; days are counted backwards" : "")")
    }
    guard let fitting = Int32(exactly: whole) else { throw Problem("\(name) \(legible(text)) is too large") }
    return Int(fitting)
  }
}
