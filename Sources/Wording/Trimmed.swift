extension StringProtocol {
  /// Without white space at the two ends.
  public var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// As a sentence begins.
  public var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
