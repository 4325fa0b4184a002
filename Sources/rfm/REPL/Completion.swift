/// What Tab offers for the text up to the cursor.
struct Completion: Equatable, Sendable {
  /// Byte offset in that text at which the argument being completed starts.
  var replaceFrom: Int
  /// Full replacement texts of that argument, in the order in which they are listed. They may hold spaces,
  /// apostrophes and `&`.
  var candidates: [String]
  /// Whether the only candidate, once inserted, is followed by a space.
  var appendsSpace: Bool

  static let nothing = Completion(replaceFrom: 0, candidates: [], appendsSpace: false)

  /// What stands before the argument in `text`, and what has been typed of the argument.
  func split(_ text: String) -> (before: String, argument: String) {
    let bytes = text.utf8
    let cut = bytes.index(bytes.startIndex, offsetBy: max(0, replaceFrom), limitedBy: bytes.endIndex)
    let start = cut ?? bytes.endIndex
    return (
      String(decoding: bytes[..<start], as: UTF8.self), String(decoding: bytes[start...], as: UTF8.self)
    )
  }

  /// What Tab puts in place of `argument`: the only candidate, or what all candidates have in common.
  ///
  /// Candidates may differ from the typed text in case ("at" offers "At Risk"). Where what they have in
  /// common is no continuation of the typed text, that text stays: Tab never takes letters away.
  func replacement(for argument: String) -> String {
    guard let first = candidates.first else { return argument }
    guard candidates.count > 1 else { return first }
    var common = first[...]
    for candidate in candidates.dropFirst() {
      let length = zip(common, candidate).prefix { $0 == $1 }.count
      common = common.prefix(length)
    }
    let continues = common.lowercased().hasPrefix(argument.lowercased())
    return continues ? String(common) : argument
  }
}
