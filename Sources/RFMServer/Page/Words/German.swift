extension Words {
  /// The words of the page, in German.
  static let german: Words = {
    var words = Words()
    words.language = "de"
    return words
  }()
}
