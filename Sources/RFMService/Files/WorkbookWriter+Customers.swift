import Customers
import Tabular
import Transactions
import Workbooks

/// What workbooks of customers have in common.
extension WorkbookWriter {
  /// The bytes of the longest ID.
  ///
  /// - Throws: `Problem` where it is longer than a cell can be.
  static func longestID(_ table: RFMTable) throws(Problem) -> Int {
    var longest = 0
    for row in 0..<table.count {
      let count = table.ids.withBytes(of: row) { $0.count }
      longest = max(longest, count)
      // A guard takes one more.
      guard count >= longestText else { continue }
      let id = table.ids[row]
      guard id.utf16.count < longestText else {
        throw Problem(
          "a cell of a workbook holds 32,767 characters, and the customer ID '\(id.prefix(30))…' is longer; write CSV",
          .tooLarge)
      }
    }
    return longest
  }

  /// A customer ID: a number where it is one in a spreadsheet too (whole, without leading zeros, with the 15
  /// digits that a spreadsheet keeps), else text.
  @inline(__always)
  func id(_ id: UnsafeBufferPointer<UInt8>) {
    if let number = Self.number(id) { return self.number(number) }
    text(id, isGuarded: FormulaGuard.isNeeded(id))
  }

  @inline(__always)
  private static func number(_ id: UnsafeBufferPointer<UInt8>) -> Int? {
    guard (1...15).contains(id.count), id[0] != UInt8(ascii: "0") || id.count == 1 else { return nil }
    var number = 0
    for byte in id {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number &* 10 &+ Int(digit)
    }
    return number
  }

  /// What is kept of a customer; no cell where that is nothing.
  func kept(_ text: UnsafeBufferPointer<UInt8>) {
    if text.isEmpty { empty() } else { self.text(text, isGuarded: FormulaGuard.isNeeded(text)) }
  }

  /// A date and time; as text where it is none that spreadsheets know.
  func moment(_ text: String) {
    guard !text.isEmpty else { return empty() }
    guard let (moment, _) = Timestamp.parse(text), Self.knows(moment: moment.seconds) else {
      return self.text(text)
    }
    self.moment(moment.seconds)
  }

  func text(_ text: String) {
    var text = text
    text.withUTF8 { self.text($0) }
  }

  /// Ends the workbook, and what is still to be written of it.
  func rest() throws(Problem) -> [UInt8] {
    try explained { () throws(TooLarge) in try finish() }
    let rest = ByteBuffer()
    take(into: rest)
    return Array(rest.content)
  }
}
