import Wording

/// What files that people write hold besides plain values.
extension JSONCursor {
  /// A whole number that is not below `least`.
  public func whole(from least: Int) throws(JSONError) -> Int {
    let number = try integer()
    guard number >= least else { throw error("\(number) is below \(least)") }
    return number
  }

  /// A name as it stands in a line: not empty, not without end, and nothing in it that steers a terminal.
  public func line() throws(JSONError) -> String {
    let text = try nonEmptyString()
    // The control characters of Unicode: C0, delete and C1.
    guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) }) else {
      throw error("a name has no line breaks and no other control characters")
    }
    guard text.unicodeScalars.count <= 200 else { throw error("a name has at most 200 characters") }
    return text
  }

  /// A text that is more than white space.
  public func nonEmptyString() throws(JSONError) -> String {
    let text = try string()
    guard text.contains(where: { !$0.isWhitespace }) else { throw error("the text is empty") }
    return text
  }

  /// The name of a file that is typed: lower-case letters, digits and hyphens.
  ///
  /// - Parameters:
  ///   - thing: what has the name, such as `pack`.
  ///   - example: a name that would be right.
  public func slug(of thing: String, such example: String) throws(JSONError) -> String {
    let text = try string()
    guard isSlug(text) else {
      throw error("a \(thing)'s name is of lower-case letters, digits and hyphens, such as '\(example)'")
    }
    return text
  }

  /// One of some words.
  public func word(among words: [String]) throws(JSONError) -> String {
    let word = try string()
    if words.contains(word) { return word }
    if let near = nearest(word, among: words) {
      throw error("'\(word)' is not known; did you mean '\(near)'?")
    }
    throw error("'\(word)' is not one of \(words.joined(separator: ", "))")
  }

  /// One of the words of an enumeration.
  public func choice<Choice: RawRepresentable & CaseIterable>() throws(JSONError) -> Choice
  where Choice.RawValue == String {
    let word = try word(among: Choice.allCases.map(\.rawValue))
    guard let choice = Choice(rawValue: word) else { throw error("'\(word)' is not known") }
    return choice
  }
}

extension JSONCursor? {
  /// Nil where the value is absent or null.
  public func optional<Value>(
    _ read: (JSONCursor) throws(JSONError) -> Value
  ) throws(JSONError) -> Value? {
    guard let cursor = self, !cursor.isNull else { return nil }
    return try read(cursor)
  }
}
