import Wording

/// Reads a time of day as people write it: `08:26`, `08:26:00.5`, `8:26 PM`, `9:05:00 a.m.`, `19h02`, `19.02 Uhr`,
/// and with a zone: `08:26:00Z`, `08:26+01:00`, `08:26 PDT`.
enum ClockText {
  /// Seconds since the day began, less the offset of the zone, so that a moment with a zone is taken to UTC: it may be
  /// below 0, or a day and more. Nil for anything else.
  static func seconds(_ text: String) -> Int64? {
    guard mayBeClock(text) else { return nil }
    var clock = text.trimmed[...]
    guard let offset = takeZone(&clock), let afternoon = takeHalf(&clock) else { return nil }
    for word in ["uhr", "hrs", "h"] where clock.lowercased().hasSuffix(word) {
      clock = clock.dropLast(word.count)
      break
    }
    let parts = trimmed(clock).split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "h" || $0 == "H" }
    guard let seconds = parts.count == 1 ? pointed(parts[0], afternoon) : colons(parts, afternoon) else {
      return nil
    }
    return seconds - offset
  }

  /// Asked of every field that is looked at, so it is quick: a clock is short, begins with a digit, and has more than
  /// digits.
  private static func mayBeClock(_ text: String) -> Bool {
    let bytes = text.utf8
    guard bytes.count <= 40, let first = bytes.first(where: { $0 != 0x20 && $0 != 0x09 }) else {
      return false
    }
    guard first >= 0x80 || (0x30...0x39).contains(first) else { return false }
    return bytes.contains { !(0x30...0x39).contains($0) && $0 != 0x20 }
  }

  // MARK: Hours, minutes, seconds

  private static func colons(_ parts: [Substring], _ afternoon: Half) -> Int64? {
    guard (2...3).contains(parts.count) else { return nil }
    guard parts.count == 3 else { return moment(parts[0], parts[1], "0", afternoon) }
    // A fraction of a second is cut off.
    let pieces = parts[2].split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    guard pieces.count <= 2, pieces.count == 1 || isNumber(pieces[1]) else { return nil }
    return moment(parts[0], parts[1], pieces[0], afternoon)
  }

  /// `19.02`, `19.02.12`, and `7` with a half of the day.
  private static func pointed(_ text: Substring, _ afternoon: Half) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return afternoon == .none ? nil : moment(parts[0], "0", "0", afternoon)
    case 2, 3:
      guard parts.dropFirst().allSatisfy({ $0.count == 2 }) else { return nil }
      return moment(parts[0], parts[1], parts.count == 3 ? parts[2] : "0", afternoon)
    default: return nil
    }
  }

  private static func moment(
    _ hours: Substring, _ minutes: Substring, _ seconds: Substring, _ afternoon: Half
  ) -> Int64? {
    guard var hour = number(hours), let minute = number(minutes), let second = number(seconds) else {
      return nil
    }
    if afternoon != .none {
      guard 1...12 ~= hour else { return nil }
      hour = hour % 12 + (afternoon == .second ? 12 : 0)
    }
    guard 0..<24 ~= hour, 0..<60 ~= minute, 0...60 ~= second else { return nil }
    return Int64(hour * 3600 + minute * 60 + min(second, 59))
  }

  private static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber }
  }

  private static func number(_ text: Substring) -> Int? {
    let text = trimmed(text)
    return text.count <= 2 && isNumber(text) ? Int(text) : nil
  }

  private static func trimmed(_ text: Substring) -> Substring { text.trimmed[...] }

  // MARK: AM and PM

  private enum Half {
    case none, first, second
  }

  /// Takes `AM`, `p.m.` and the like off the end.
  private static func takeHalf(_ clock: inout Substring) -> Half? {
    let letters = clock.reversed().prefix { $0.isLetter || $0 == "." || $0.isWhitespace }
    let word = String(letters.reversed().filter { $0.isLetter }).lowercased()
    guard let half = halves[word] else { return Half.none }
    clock = clock.dropLast(letters.count)
    return half
  }

  /// English, German, Swedish.
  private static let halves: [String: Half] = [
    "am": .first, "a": .first, "vorm": .first, "fm": .first, "pm": .second, "p": .second, "nachm": .second,
    "em": .second,
  ]

  // MARK: Zones

  /// Takes a zone off the end: its offset in seconds, 0 where there is none, nil where it is no zone.
  private static func takeZone(_ clock: inout Substring) -> Int64? {
    if let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" || $0 == "\u{2212}" }) {
      let digits = clock[clock.index(after: sign)...].filter { $0 != ":" }
      guard digits.count == 4 || digits.count == 2, let number = Int64(digits) else { return nil }
      let (hours, minutes) = digits.count == 4 ? (number / 100, number % 100) : (number, 0)
      guard hours <= 18, minutes < 60 else { return nil }
      let offset = (hours * 3600 + minutes * 60) * (clock[sign] == "+" ? 1 : -1)
      clock = trimmed(clock[..<sign])
      for name in ["GMT", "UTC"] where clock.hasSuffix(name) { clock = trimmed(clock.dropLast(name.count)) }
      return offset
    }
    let name = String(clock.reversed().prefix { $0.isASCII && $0.isUppercase }.reversed())
    if name.isEmpty, clock.hasSuffix("z") {
      clock = clock.dropLast()
      return 0
    }
    guard let offset = offsets[name] else { return 0 }
    clock = trimmed(clock.dropLast(name.count))
    return offset
  }

  /// Names of zones that stand behind times in exports, in seconds east of UTC.
  private static let offsets: [String: Int64] = [
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 3600, "WEST": 3600, "CET": 3600, "MEZ": 3600, "CEST": 7200,
    "MESZ": 7200, "EET": 7200, "EEST": 10_800, "EST": -18_000, "EDT": -14_400, "CST": -21_600, "CDT": -18_000,
    "MST": -25_200, "MDT": -21_600, "PST": -28_800, "PDT": -25_200, "AKST": -32_400, "AKDT": -28_800,
    "HST": -36_000, "AWST": 28_800, "ACST": 34_200, "ACDT": 37_800, "AEST": 36_000, "AEDT": 39_600,
    "NZST": 43_200, "NZDT": 46_800,
  ]
}
