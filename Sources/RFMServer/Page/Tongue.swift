import Customers
import HTTPTypes
import Segmentation
import Transactions
import Wording

/// How the page speaks to one browser: its words, and how numbers, dates and money are written where it is.
struct Tongue: Sendable {
  let words: Words
  /// Such as `de`; what the page is written in.
  var language: String { words.language }
  private let point: String
  private let group: String
  private let dates: DateOrder
  /// Whether the sign of a currency stands behind the amount.
  private let signIsBehind: Bool

  private enum DateOrder { case dayMonth, monthDay, dots, iso }

  /// - Parameter accepted: the header Accept-Language; numbers follow its first language, words the first of it that
  ///   there are words for.
  init(accepted: String?) {
    var wanted: [(tag: String, weight: Double)] = []
    for item in (accepted ?? "").split(separator: ",").prefix(20) {
      let parts = item.split(separator: ";").map(\.trimmedBlanks)
      guard let tag = parts.first?.lowercased(), !tag.isEmpty else { continue }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
      if weight > 0 { wanted.append((tag, weight)) }
    }
    let tags = wanted.enumerated()
      .sorted { ($0.element.weight, -$0.offset) > ($1.element.weight, -$1.offset) }.map(\.element.tag)
    let known = tags.compactMap { tag in Words.all.first { $0.language == tag.prefix { $0 != "-" } } }
    words = known.first ?? Words.english
    let place = tags.first ?? "en"
    switch place.prefix(while: { $0 != "-" }) {
    case "en":
      (point, group, signIsBehind) = (".", ",", false)
      dates = place == "en-us" ? .monthDay : .dayMonth
    case "de" where place == "de-ch" || place == "de-li":
      (point, group, dates, signIsBehind) = (".", "’", .dots, false)
    case "de", "nl", "da", "es", "it", "pt", "tr", "el", "id", "ro", "sl", "hr":
      (point, group, signIsBehind) = (",", ".", true)
      dates = words.language == "de" ? .dots : .iso
    case "fr", "pl", "cs", "sk", "sv", "nb", "no", "fi", "ru", "uk", "bg", "hu":
      (point, group, dates, signIsBehind) = (",", "\u{202F}", .iso, true)
    default: (point, group, dates, signIsBehind) = (".", ",", .iso, false)
    }
  }

  // MARK: Numbers

  func count(_ number: Int) -> String { localized(Figures.count(number)) }

  func number(_ number: Double, _ digits: Int) -> String {
    localized(Figures.grouped(number, digits: digits))
  }

  /// A share of 1.
  func percent(_ share: Double, _ digits: Int = 1) -> String { number(share * 100, digits) + "\u{A0}%" }

  /// Bytes in MB.
  func megabytes(_ bytes: Int) -> String {
    number(Double(bytes) / 1e6, bytes < 10_000_000 ? 1 : 0) + "\u{A0}MB"
  }

  private func localized(_ text: String) -> String {
    guard point != "." || group != "," else { return text }
    return text.reduce(into: "") { out, letter in
      switch letter {
      case ".": out += point
      case ",": out += group
      default: out.append(letter)
      }
    }
  }

  func money(_ amount: Double, _ currency: String?, digits: Int? = nil) -> String {
    let figures = Figures(currency: currency)
    let text = digits.map { figures.money(amount, digits: $0) } ?? figures.money(amount)
    // The sign of the currency may have a point or a comma of its own.
    let minus = text.hasPrefix("-") ? "-" : ""
    let sign = text.dropFirst(minus.count).prefix { !$0.isNumber }
    let amount = localized(String(text.dropFirst(minus.count + sign.count)))
    guard signIsBehind, !sign.isEmpty else { return minus + sign + amount }
    return minus + amount + "\u{A0}" + sign.filter { $0 != " " }
  }

  // MARK: Dates

  func date(_ moment: Timestamp) -> String {
    let (year, month, day) = Timestamp.date(ofDay: moment.day)
    switch dates {
    case .dayMonth: return "\(day) \(words.months[month - 1]) \(year)"
    case .monthDay: return "\(words.months[month - 1]) \(day), \(year)"
    case .dots: return "\(day).\(month).\(year)"
    case .iso: return moment.date
    }
  }

  // MARK: Sentences

  /// A sentence with its gaps filled: `{n}` by what stands for `n`.
  func fill(_ sentence: String, _ values: KeyValuePairs<String, String>) -> String {
    var out = ""
    var rest = sentence[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = rest[rest.index(after: open)..<close]
      out += rest[..<open]
      out += values.first { $0.key == name }?.value ?? ""
      rest = rest[rest.index(after: close)...]
    }
    return out + rest
  }

  /// `1 customer`, `4,285 customers`.
  func counted(_ number: Int, _ noun: Words.Noun) -> String {
    fill(number == 1 ? noun.one : noun.many, ["n": count(number)])
  }

  /// What a model's frequency counts.
  func frequencyNoun(_ model: Model) -> Words.Noun {
    switch model.frequencyUnit {
    case .invoices: words.orders
    case .lines: words.lines
    case .days: words.purchaseDays
    }
  }

  func name(_ feature: FeatureName) -> String {
    switch feature {
    case .recency: words.recency
    case .frequency: words.frequency
    case .monetary: words.monetary
    }
  }

  /// A value with its unit: `12 days`, `5 orders`, `£1,840.50`.
  func value(_ feature: FeatureName, _ value: Double, _ model: Model) -> String {
    switch feature {
    case .monetary: return money(value, model.currency)
    case .recency, .frequency:
      let noun = feature == .recency ? words.days : frequencyNoun(model)
      guard value != value.rounded() else { return counted(Int(value), noun) }
      return fill(noun.many, ["n": number(value, 1)])
    }
  }
}
