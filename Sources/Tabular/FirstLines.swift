/// The first records of a file under one delimiter: enough to find its header, and to see what its columns hold.
public struct FirstLines: Sendable {
  /// How many records are looked at.
  public static let limit = 300

  /// What stands between fields.
  public let delimiter: UInt8
  /// The line of the file that each record starts on, from 1. Empty lines are no records.
  public private(set) var lines: [Int] = []
  /// Whether the last record was cut off by the end of what was read.
  public private(set) var isLastCutOff = false
  /// Where each record starts in `bytes`, and the next one begins.
  private var ranges: [Range<Int>] = []
  private let bytes: [UInt8]

  /// How many records there are.
  public var count: Int { ranges.count }

  /// - Parameters:
  ///   - bytes: the beginning of a file.
  ///   - start: where its first record begins.
  ///   - line: the line that this is.
  ///   - countsRecords: whether a record is one line whatever line breaks are in its quotes: a row of a sheet.
  ///   - isAll: whether the file ends with `bytes`.
  init(
    _ bytes: [UInt8], from start: Int, line firstLine: Int, delimiter: UInt8, countsRecords: Bool,
    isAll: Bool,
    limit: Int = Self.limit
  ) {
    self.bytes = bytes
    self.delimiter = delimiter
    var start = start
    var line = firstLine
    while start < bytes.count, ranges.count < limit {
      let record = RecordEnd(bytes, from: start, delimiter: delimiter)
      if !Self.isBlank(bytes[start..<record.end]) {
        ranges.append(start..<record.end)
        lines.append(line)
        isLastCutOff = record.isQuoteOpen || (!record.isWhole && !isAll)
      }
      line += countsRecords ? 1 : record.lineBreaks
      start = record.end
    }
  }

  /// The first record of some bytes.
  public init(record bytes: [UInt8], delimiter: UInt8) {
    self.init(bytes, from: 0, line: 1, delimiter: delimiter, countsRecords: false, isAll: true, limit: 1)
  }

  private static func isBlank(_ record: ArraySlice<UInt8>) -> Bool {
    record.allSatisfy { $0 == 0x0A || $0 == 0x0D }
  }

  /// The fields of a record, spaces around them taken off.
  public func fields(_ record: Int) -> [String] {
    var fields: [String] = []
    forEachField(record) { field in
      fields.append(String(FieldText.string(field).trimmingWhitespace))
    }
    return fields
  }

  /// One of them; nil where the record has fewer.
  public func field(_ record: Int, _ column: Int) -> String? {
    var (place, text) = (0, String?.none)
    forEachField(record) { field in
      if place == column { text = String(FieldText.string(field).trimmingWhitespace) }
      place += 1
    }
    return text
  }

  /// How many fields a record has.
  public func fieldCount(_ record: Int) -> Int {
    var count = 0
    forEachField(record) { _ in count += 1 }
    return count
  }

  private func forEachField(_ record: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    bytes.withUnsafeBufferPointer { bytes in
      var range = ranges[record]
      for ending in [UInt8(ascii: "\n"), UInt8(ascii: "\r")] where bytes[range].last == ending {
        range.removeLast()
      }
      var state = QuoteState.fieldStart
      var start = range.lowerBound
      for place in range {
        state = state.next(bytes[place], delimiter)
        guard state == .fieldStart else { continue }
        body(UnsafeBufferPointer(rebasing: bytes[start..<place]))
        start = place + 1
      }
      body(UnsafeBufferPointer(rebasing: bytes[start..<range.upperBound]))
    }
  }

  /// Where the record behind this one begins in the bytes.
  func end(of record: Int) -> Int { ranges[record].upperBound }

  /// How many line breaks are in a record, its own included.
  func lineBreaks(in record: Int) -> Int { bytes[ranges[record]].count { $0 == UInt8(ascii: "\n") } }
}

extension Range<Int> {
  fileprivate mutating func removeLast() { self = lowerBound..<upperBound - 1 }
}

/// Where in the grammar of a record the next byte stands; what each means is said in CByteScan.h.
private enum QuoteState {
  case fieldStart, text, quoted, closed

  /// `fieldStart` behind a delimiter.
  func next(_ byte: UInt8, _ delimiter: UInt8) -> QuoteState {
    let quote = UInt8(ascii: "\"")
    if self == .quoted { return byte == quote ? .closed : .quoted }
    if byte == delimiter { return .fieldStart }
    return byte == quote && self != .text ? .quoted : .text
  }
}

/// Where a record ends.
private struct RecordEnd {
  /// Behind its line break.
  var end: Int
  /// Whether its line break was seen.
  var isWhole = false
  var isQuoteOpen = false
  var lineBreaks = 0

  init(_ bytes: [UInt8], from start: Int, delimiter: UInt8) {
    end = bytes.count
    var state = QuoteState.fieldStart
    for place in start..<bytes.count {
      if bytes[place] == UInt8(ascii: "\n") {
        lineBreaks += 1
        if state != .quoted {
          end = place + 1
          isWhole = true
          return
        }
      }
      state = state.next(bytes[place], delimiter)
    }
    isQuoteOpen = state == .quoted
  }
}
