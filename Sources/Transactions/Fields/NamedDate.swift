import Customers

/// Reads a date whose month has a name, in ten languages: `Jul 1, 2022 7:02 PM`, `1. Juli 2022`, `1er août 2022`,
/// `12 de marzo de 2023`, `Dec-01-22`, `Fri, 01 Jul 2022 19:02:00 GMT`.
///
/// The name settles which number is the day, so no order of day and month is asked for.
enum NamedDate {
  /// - Returns: the moment, taken to UTC where the text has a zone; nil for anything else.
  static func moment(_ text: String) -> Timestamp? {
    let clockStart = startOfClock(in: text)
    guard let day = day(String(text[..<clockStart])) else { return nil }
    let clock = text[clockStart...]
    guard !clock.isEmpty else { return Timestamp(seconds: Int64(day) * Timestamp.secondsPerDay) }
    guard let seconds = ClockText.seconds(String(clock)) else { return nil }
    return Timestamp(seconds: Int64(day) * Timestamp.secondsPerDay + seconds)
  }

  /// Where the time of day begins: at the one or two digits before the first colon.
  private static func startOfClock(in text: String) -> String.Index {
    guard let colon = text.firstIndex(of: ":") else { return text.endIndex }
    var start = colon
    while start > text.startIndex, text[text.index(before: start)].isNumber {
      start = text.index(before: start)
    }
    return start == colon ? text.endIndex : start
  }

  /// Days since 1970 of `1. Juli 2022`, with the weekday before it or without.
  private static func day(_ text: String) -> Int? {
    var month: Int?
    // The Spanish and French Tuesday is short for March, too.
    var mayBeWeekday = false
    var numbers: [Substring] = []
    for part in parts(of: text) {
      if part.first?.isNumber ?? false {
        numbers.append(part)
      } else if let found = MonthNames.month(String(part)), month == nil || mayBeWeekday {
        mayBeWeekday = month == nil && numbers.isEmpty && MonthNames.isWeekday(String(part))
        month = found
      } else if month == nil, numbers.isEmpty, MonthNames.isWeekday(String(part)) {
        continue
      } else if !joiners.contains(part.lowercased()) {
        return nil
      }
    }
    guard let month, numbers.count == 2 else { return nil }
    // The year is the number of four digits, else the one behind.
    let (first, second) = (numbers[0], numbers[1])
    let (year, day) = first.count == 4 ? (first, second) : (second, first)
    guard day.count <= 2, year.count == 4 || year.count == 2, let number = Int(year), let dayNumber = Int(day)
    else { return nil }
    return Timestamp.day(
      year: year.count == 2 ? DateReader.century(number) : number, month: month, day: dayNumber)
  }

  /// Runs of digits and runs of letters.
  private static func parts(of text: String) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    func kind(_ character: Character) -> Int {
      character.isASCII && character.isNumber ? 1 : character.isLetter ? 2 : 0
    }
    while start < text.endIndex {
      let wanted = kind(text[start])
      let end = text[start...].firstIndex { kind($0) != wanted } ?? text.endIndex
      if wanted != 0 { parts.append(text[start..<end]) }
      start = end
    }
    return parts
  }

  /// Whether a word may stand between a date and its time: `kl.`, `um`, `at`.
  static func isJoiner(_ word: Substring) -> Bool {
    joiners.contains(word.lowercased().filter { $0 != "." })
  }

  /// Words between the parts of a date, and behind its day.
  private static let joiners: Set<String> = [
    "d", "de", "del", "di", "den", "of", "the", "le", "la", "el", "il", "dnia", "am", "om", "kl", "à", "at",
    "um",
    "alle",
    "às", "o", "r", "st", "nd", "rd", "th", "er", "t", "º", "ª",
  ]
}
