/// Numbers as a person reads them.
public struct Figures: Sendable {
  /// ISO 4217 code; nil for money without a name.
  public let currency: String?

  /// How amounts are written: `GBP` gives £1,840.50; a code without a sign of its own stands before the
  /// amount; nil gives bare numbers.
  public init(currency: String?) {
    self.currency = currency
  }

  /// Whether a text may be a code of ISO 4217, in capitals or not: three letters.
  public static func isCode(_ text: String) -> Bool {
    text.count == 3 && text.allSatisfy { $0.isASCII && $0.isLetter }
  }

  private static let signs = [
    "GBP": "£", "USD": "$", "EUR": "€", "JPY": "¥", "INR": "₹", "CNY": "CN¥", "KRW": "₩", "BRL": "R$",
    "RUB": "₽",
    "TRY": "₺", "ILS": "₪", "VND": "₫", "UAH": "₴", "NGN": "₦", "PHP": "₱", "AUD": "A$", "CAD": "C$",
    "NZD": "NZ$", "MXN": "MX$", "HKD": "HK$",
  ]
  private static let withoutCents: Set<String> = ["JPY", "KRW", "VND", "CLP", "ISK", "UGX"]

  /// £1,840.50
  public func money(_ amount: Double) -> String {
    money(amount, digits: currency.map { Self.withoutCents.contains($0) ? 0 : 2 } ?? 2)
  }

  /// £2,000
  public func money(_ amount: Double, digits: Int) -> String {
    let number = Self.grouped(abs(amount), digits: digits)
    let isZero = number.allSatisfy { !$0.isNumber || $0 == "0" }
    let sign = amount < 0 && !isZero ? "-" : ""
    guard let currency else { return sign + number }
    return sign + (Self.signs[currency] ?? "\(currency) ") + number
  }

  /// £950, £9.5k, £345k, £4.12M: three figures for a narrow column.
  public func compact(_ amount: Double) -> String {
    let size = abs(amount)
    var (unit, divisor) = ("", 1.0)
    // What rounds to 1000 of a unit is 1 of the next.
    for (name, value) in [("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12)] where size >= 0.9995 * value {
      (unit, divisor) = (name, value)
    }
    let scaled = size / divisor
    let digits = scaled >= 99.95 || divisor == 1 ? 0 : scaled >= 9.995 ? 1 : 2
    let number = Self.fixed(scaled, digits: digits)
    let sign = amount < 0 && number.contains { $0.isNumber && $0 != "0" } ? "-" : ""
    return sign + (currency.map { Self.signs[$0] ?? "\($0) " } ?? "") + number + unit
  }

  /// 4,285
  public static func count(_ number: Int) -> String {
    (number < 0 ? "-" : "") + grouped(digits: String(number.magnitude))
  }

  /// 12 days
  public static func counted(_ number: Int, _ noun: String) -> String {
    "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// A number rounded to `digits` places, with its thousands apart.
  public static func grouped(_ number: Double, digits: Int) -> String {
    let text = fixed(number, digits: digits)
    guard text.allSatisfy({ $0.isNumber || $0 == "." || $0 == "-" }) else { return text }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let isNegative = text.hasPrefix("-")
    let whole = grouped(digits: String(parts[0].drop { $0 == "-" }))
    return (isNegative ? "-" : "") + whole + (parts.count == 2 ? "." + parts[1] : "")
  }

  private static func grouped(digits: String) -> String {
    var out = ""
    for (i, digit) in digits.enumerated() {
      if i > 0 && (digits.count - i) % 3 == 0 { out += "," }
      out.append(digit)
    }
    return out
  }

  /// A number with exactly `digits` places, rounded half away from zero as the decimal that is shown.
  public static func fixed(_ number: Double, digits: Int) -> String {
    // Beyond 10^38 there is no whole number to write out.
    guard abs(number) < 1e38 else { return "\(number)" }
    var text = "\(abs(number))"
    if text.contains("e") {
      // Beyond 2^53 there are no decimals; far below 1 they are zeros.
      text = abs(number) >= 1 ? "\(Int128(abs(number)))" : "0.0"
    }
    let parts = text.split(separator: ".")
    var decimals = parts.count == 2 ? String(parts[1]) : ""
    let roundsUp = decimals.dropFirst(digits).first.map { $0 >= "5" } ?? false
    decimals = String(decimals.prefix(digits))
    decimals += String(repeating: "0", count: digits - decimals.count)
    var all = Array((parts[0] + decimals).utf8)
    if roundsUp {
      var i = all.count - 1
      while i >= 0 {
        if all[i] < UInt8(ascii: "9") {
          all[i] += 1
          break
        }
        all[i] = UInt8(ascii: "0")
        i -= 1
      }
      if i < 0 { all.insert(UInt8(ascii: "1"), at: 0) }
    }
    let rounded = String(decoding: all, as: UTF8.self)
    let whole = rounded.dropLast(digits)
    let sign = number < 0 && all.contains(where: { $0 != UInt8(ascii: "0") }) ? "-" : ""
    return sign + whole + (digits > 0 ? "." + rounded.suffix(digits) : "")
  }

  /// 23.4 %
  public static func percent(_ share: Double) -> String { fixed(share * 100, digits: 1) + " %" }
}
