/// A list of customers as it is shown, and who is on it.
struct ShownList {
  let text: String
  let ids: [String]
}

/// What `export` writes when it is not told whom.
enum LastList: Sendable {
  case ids([String])
  /// Everyone whom a text finds, shown or not.
  case found(String)
}
