import Customers
import Tabular
import Wording

/// Reads the dates of one column.
///
/// ISO 8601 with or without time and zone, the same with a space for the T, with slashes where the order of day and
/// month is known, with dots, and with the names of months. A moment with a zone is taken to UTC.
struct DateReader {
  enum Fault: Error {
    case notADate
    case ambiguousOrder

    func sentence(text: String) -> String {
      switch self {
      case .notADate where 3...4 ~= text.count && text.allSatisfy(\.isNumber):
        "has no year; expected 2010-12-31 or 2010-12-31 08:26:00"
      case .notADate: "is not a date; expected 2010-12-31 or 2010-12-31 08:26:00"
      case .ambiguousOrder:
        "could be day/month or month/day; say which with \(OptionName.dateOrder) dmy or \(OptionName.dateOrder) mdy"
      }
    }
  }

  let order: SalesOptions.DateOrder?
  /// The last day read, since rows of one day follow each other: its ten bytes and its number.
  private var cachedHead: UInt64 = 0
  private var cachedTail: UInt16 = 0
  private var cachedDay = Int32.min
  private var cachedText: (bytes: [UInt8], moment: Timestamp)?

  init(order: SalesOptions.DateOrder?) {
    self.order = order
  }

  /// Day and second of the day of dates that are digits and single signs between them, with the time or without:
  /// `2010-12-01 08:26:00` at once, `1/12/2010 8:26` a byte at a time. Nil for anything else, and for what is no
  /// date.
  ///
  /// `text` must be readable for 16 bytes.
  @inline(__always)
  mutating func readPlain(_ text: UnsafeBufferPointer<UInt8>) -> (day: Int32, second: Int32)? {
    if let read = readISO(text) { return read }
    var digits = DateDigits(text)
    return digits.moment(order: order).map { (Int32($0.day), $0.second) }
  }

  @inline(__always)
  private mutating func readISO(_ text: UnsafeBufferPointer<UInt8>) -> (day: Int32, second: Int32)? {
    guard text.count == 19 || text.count == 10 || 20...25 ~= text.count, let p = text.baseAddress else {
      return nil
    }
    let raw = UnsafeRawPointer(p)
    let head = raw.loadUnaligned(as: UInt64.self)
    let tail = raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
    var day = cachedDay
    if head != cachedHead || tail != cachedTail || day == .min {
      guard let read = Self.isoDay(p) else { return nil }
      day = read
      cachedHead = head
      cachedTail = tail
      cachedDay = day
    }
    if text.count == 10 { return (day, 0) }
    guard p[10] == UInt8(ascii: " ") || p[10] == UInt8(ascii: "T"), p[13] == UInt8(ascii: ":"),
      p[16] == UInt8(ascii: ":"), let hour = Self.two(p + 11), let minute = Self.two(p + 14),
      let second = Self.two(p + 17), hour < 24, minute < 60, second <= 60
    else { return nil }
    let clock = hour &* 3600 &+ minute &* 60 &+ min(second, 59)
    if text.count == 19 { return (day, clock) }
    guard let offset = Self.offset(UnsafeBufferPointer(rebasing: text[19...])) else { return nil }
    let moment = Int64(day) &* Timestamp.secondsPerDay &+ Int64(clock &- offset)
    let shifted = Timestamp(seconds: moment).day
    guard Self.days ~= shifted else { return nil }
    return (
      Int32(truncatingIfNeeded: shifted),
      Int32(truncatingIfNeeded: moment &- Int64(shifted) &* Timestamp.secondsPerDay)
    )
  }

  /// From 0001-01-01 to 9999-12-31, counted from 1970-01-01.
  private static let days = -719_162...2_932_896

  /// Seconds east of UTC of `Z`, `+02:00`, ` +0200`; nil for anything else.
  private static func offset(_ zone: UnsafeBufferPointer<UInt8>) -> Int32? {
    if zone.count == 1 { return zone[0] == UInt8(ascii: "Z") ? 0 : nil }
    let start = zone[0] == UInt8(ascii: " ") ? 1 : 0
    let hasColon = zone.count == start + 6
    guard hasColon || zone.count == start + 5, let p = zone.baseAddress,
      p[start] == UInt8(ascii: "+") || p[start] == UInt8(ascii: "-"), let hours = two(p + start + 1),
      !hasColon || p[start + 3] == UInt8(ascii: ":"), let minutes = two(p + start + (hasColon ? 4 : 3)),
      hours <= 18, minutes < 60
    else { return nil }
    let seconds = hours * 3600 + minutes * 60
    return p[start] == UInt8(ascii: "-") ? -seconds : seconds
  }

  @inline(__always)
  private static func two(_ p: UnsafePointer<UInt8>) -> Int32? {
    let a = p[0] &- UInt8(ascii: "0")
    let b = p[1] &- UInt8(ascii: "0")
    return a < 10 && b < 10 ? Int32(a) &* 10 &+ Int32(b) : nil
  }

  private static func isoDay(_ p: UnsafePointer<UInt8>) -> Int32? {
    guard p[4] == UInt8(ascii: "-"), p[7] == UInt8(ascii: "-"), let century = two(p), let year = two(p + 2),
      let month = two(p + 5), let day = two(p + 8)
    else { return nil }
    return Timestamp.day(year: Int(century * 100 + year), month: Int(month), day: Int(day)).map(Int32.init)
  }

  /// Reads any of the forms, at once where the text is that of the row before.
  mutating func read(_ text: UnsafeBufferPointer<UInt8>) -> Result<Timestamp, Fault> {
    if let cachedText, cachedText.bytes.elementsEqual(text) { return .success(cachedText.moment) }
    let result = readAnew(text)
    if case .success(let moment) = result { cachedText = (Array(text), moment) }
    return result
  }

  /// Whether a text is a date in some order of day and month.
  static func isDate(_ text: String) -> Bool {
    guard mayBeDate(text) else { return false }
    let reader = DateReader(order: nil)
    return Array(text.utf8).withUnsafeBufferPointer { bytes in
      switch reader.readAnew(bytes) {
      case .success, .failure(.ambiguousOrder): true
      case .failure(.notADate): false
      }
    }
  }

  /// Asked of every field that is looked at, so it is quick: a date has two signs between its parts, eight digits, or the
  /// name of a month.
  private static func mayBeDate(_ text: String) -> Bool {
    var (digits, signs, letters) = (0, 0, 0)
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39: digits += 1
      case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."): signs += 1
      case 0x41...0x5A, 0x61...0x7A, 0x80...: letters += 1
      default: break
      }
    }
    return signs >= 2 || digits >= 8 || letters >= 3 && digits > 0
  }

  private func readAnew(_ text: UnsafeBufferPointer<UInt8>) -> Result<Timestamp, Fault> {
    let decoded = FieldText.decoded(text)
    let words = decoded.split { $0.isWhitespace }
    guard let head = words.first else { return .failure(.notADate) }
    let halves = head.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = (halves.dropFirst() + words.dropFirst().drop(while: NamedDate.isJoiner)).joined(separator: " ")
    let day: Int
    switch Self.fields(of: halves[0]) {
    case .iso(let fields):
      guard let read = Timestamp.day(year: fields[0], month: fields[1], day: fields[2]) else {
        return .failure(.notADate)
      }
      day = read
    case .slashed(let fields, let isPointed, let mayBeginWithYear):
      // 24-03-01 may be of the year 1 or 24: only the whole column tells.
      let mayBe = mayBeginWithYear && order == nil
      switch Self.day(fields[0], fields[1], year: fields[2], isPointed: isPointed, order) {
      case .success where mayBe: return .failure(.ambiguousOrder)
      case .success(let read): day = read
      case .failure(let fault): return .failure(fault)
      }
    case nil:
      guard let moment = NumberedDate.moment(String(head)) ?? NamedDate.moment(decoded) else {
        return .failure(.notADate)
      }
      return Self.checked(moment)
    }
    guard !rest.isEmpty else { return .success(Timestamp(seconds: Int64(day) * Timestamp.secondsPerDay)) }
    guard let clock = ClockText.seconds(rest) else { return .failure(.notADate) }
    return Self.checked(Timestamp(seconds: Int64(day) * Timestamp.secondsPerDay + clock))
  }

  /// A zone can carry a moment out of the years 1 to 9999, which a model could not be read with.
  private static func checked(_ moment: Timestamp) -> Result<Timestamp, Fault> {
    1...9999 ~= Timestamp.date(ofDay: moment.day).year ? .success(moment) : .failure(.notADate)
  }

  private enum Fields {
    case iso([Int])
    case slashed([Int], isPointed: Bool, mayBeginWithYear: Bool)
  }

  private static func fields(of text: Substring) -> Fields? {
    for separator in ["-", "/", "."] as [Character] {
      let parts = text.split(separator: separator, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let numbers = parts.compactMap { $0.allSatisfy { $0.isASCII && $0.isNumber } ? Int($0) : nil }
      guard numbers.count == 3 else { return nil }
      if parts[0].count == 4 { return .iso(numbers) }
      guard parts[2].count == 4 || parts[2].count == 2 else { return nil }
      let isShort = parts[2].count == 2
      return .slashed(
        isShort ? [numbers[0], numbers[1], century(numbers[2])] : numbers, isPointed: separator == ".",
        mayBeginWithYear: isShort && separator == "-")
    }
    if text.count == 8, text.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(text) {
      return .iso([number / 10_000, number / 100 % 100, number % 100])
    }
    return nil
  }

  /// 0…68 are 2000…2068 and 69…99 are 1969…1999, as POSIX reads them.
  static func century(_ year: Int) -> Int { year < 69 ? 2000 + year : 1900 + year }

  /// The day of two numbers that are day and month, or month and day. With points it is the day that comes first,
  /// unless something else is said.
  static func day(
    _ a: Int, _ b: Int, year: Int, isPointed: Bool, _ order: SalesOptions.DateOrder?
  ) -> Result<Int, Fault> {
    let dmy = Timestamp.day(year: year, month: b, day: a)
    let mdy = Timestamp.day(year: year, month: a, day: b)
    switch order {
    case .dmy: return dmy.map { .success($0) } ?? .failure(.notADate)
    case .mdy: return mdy.map { .success($0) } ?? .failure(.notADate)
    case nil:
      guard let day = dmy ?? mdy else { return .failure(.notADate) }
      let isCertain = dmy == nil || mdy == nil || dmy == mdy || isPointed
      return isCertain ? .success(day) : .failure(.ambiguousOrder)
    }
  }
}
