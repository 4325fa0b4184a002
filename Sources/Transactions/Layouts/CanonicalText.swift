import Tabular

/// Canonical rows as text.
struct CanonicalText {
  private(set) var bytes: [UInt8] = []
  /// Below the header.
  private(set) var rows = -1
  private var isFirst = true
  /// By name of the order, its rows; only where orders count once.
  private(set) var orders: [String: [CountedOnce.Row]] = [:]
  private var rowStart = 0

  init(header: [String]) {
    for name in header { append(text: name) }
    finishRow(nil)
  }

  mutating func append(_ field: UnsafeBufferPointer<UInt8>) {
    separate()
    Self.append(field, to: &bytes)
  }

  mutating func append(prefix: String, _ field: UnsafeBufferPointer<UInt8>) {
    separate()
    var whole = Array(prefix.utf8)
    whole.append(contentsOf: field)
    whole.withUnsafeBufferPointer { Self.append($0, to: &bytes) }
  }

  mutating func append(text: String) {
    separate()
    var text = text
    text.withUTF8 { Self.append($0, to: &bytes) }
  }

  private mutating func separate() {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
  }

  /// Notes the row at hand as one of an order, before it is finished.
  mutating func note(order: String, _ key: String, _ amount: DecimalValue) {
    orders[order, default: []].append(
      CountedOnce.Row(range: rowStart..<rowStart, key: key, amount: amount))
    lastOrder = order
  }

  private var lastOrder: String?

  /// Takes rows out again.
  mutating func remove(_ ranges: [Range<Int>]) {
    for range in ranges.sorted(by: { $0.lowerBound > $1.lowerBound }) { bytes.removeSubrange(range) }
    rows -= ranges.count
  }

  /// - Parameter rest: further fields, with commas before them.
  mutating func finishRow(_ rest: [UInt8]?) {
    if let rest { bytes.append(contentsOf: rest) }
    bytes.append(UInt8(ascii: "\n"))
    rows += 1
    isFirst = true
    if let order = lastOrder, let last = orders[order]?.indices.last {
      orders[order]?[last].range = rowStart..<bytes.count
      lastOrder = nil
    }
    rowStart = bytes.count
  }

  /// In quotes where the text needs them.
  static func append(_ field: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    guard field.contains(where: { $0 == UInt8(ascii: ",") || $0 == quote || $0 == 0x0A || $0 == 0x0D }) else {
      return bytes.append(contentsOf: field)
    }
    bytes.append(quote)
    for byte in field {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }
}
