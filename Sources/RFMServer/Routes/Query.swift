/// What stands behind the question mark, or in a form.
struct Query: Sendable {
  private let pairs: [(name: String, value: String)]

  /// Nothing.
  init() { pairs = [] }

  init(_ text: String?) throws(HTTPProblem) {
    var pairs: [(String, String)] = []
    for pair in (text ?? "").split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      pairs.append(
        (
          try Self.decoded(parts[0], plusIsSpace: true),
          parts.count > 1 ? try Self.decoded(parts[1], plusIsSpace: true) : ""
        ))
    }
    self.pairs = pairs
  }

  /// The names, in the order of the text.
  var names: [String] { pairs.map(\.name) }

  /// The first value of a name.
  subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// All values of a name.
  func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

  /// - Throws: `HTTPProblem` for what is not said by none of 0, 1, true and false.
  func flag(_ name: String) throws(HTTPProblem) -> Bool {
    switch self[name] {
    case nil, "0", "false": return false
    case "", "1", "true": return true
    case let other?: throw HTTPProblem(.badRequest, "\(name)=\(other): expected 1 or 0")
    }
  }

  /// A whole number in a range.
  func number(_ name: String, _ range: ClosedRange<Int>) throws(HTTPProblem) -> Int? {
    guard let text = self[name] else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw HTTPProblem(.badRequest, "\(name)=\(text): expected \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Refuses names that mean nothing, and the same name twice.
  func check(_ parameters: [Route.Parameter]) throws(HTTPProblem) {
    var seen: Set<String> = []
    for name in names {
      guard let known = parameters.first(where: { $0.name == name }) else {
        let all = parameters.map(\.name)
        throw HTTPProblem(
          .badRequest,
          "there is no parameter '\(name)' here"
            + (all.isEmpty ? "" : "; there \(all.count == 1 ? "is" : "are") \(all.joined(separator: ", "))"))
      }
      guard known.repeats || seen.insert(name).inserted else {
        throw HTTPProblem(.badRequest, "the parameter '\(name)' is given twice")
      }
    }
  }

  /// Text with its percent signs taken apart.
  static func decoded(_ text: some StringProtocol, plusIsSpace: Bool) throws(HTTPProblem) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
      return String(text)
    }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(0x20)
      case UInt8(ascii: "%"):
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16)
        else {
          throw HTTPProblem(
            .badRequest, "the address has a percent sign that two hexadecimal digits do not follow")
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
      default: bytes.append(byte)
      }
    }
    guard let decoded = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw HTTPProblem(.badRequest, "the address holds what is no text in UTF-8")
    }
    return decoded
  }
}
