import Wording

/// One step down from a value to a value in it.
enum JSONStep: Sendable {
  case key(String)
  case index(Int)

  /// The step as it stands at the start of a path: `name`, `["two words"]`, `[2]`.
  var text: String {
    switch self {
    case .index(let index): "[\(index)]"
    case .key(let key): JSONStep.isPlain(key) ? key : "[\(quoted(key))]"
    }
  }

  /// This step and then the rest of the way.
  func followed(by rest: String) -> String {
    rest.isEmpty || rest.utf8.first == Byte.openBracket ? text + rest : "\(text).\(rest)"
  }

  /// Whether a person reads the key as one word, so that a path needs no quotes around it.
  private static func isPlain(_ key: String) -> Bool {
    guard !key.isEmpty, key.utf8.count <= 60 else { return false }
    return key.unicodeScalars.allSatisfy { scalar in
      scalar == "_" || scalar == "-" || scalar == "$" || scalar.properties.isAlphabetic
        || ("0"..."9").contains(scalar)
    }
  }
}

/// The way from the root to a value. Siblings share their parent's path, and its text is made only when an
/// error asks for it, so that reading a long array writes no paths.
indirect enum JSONPath: Sendable {
  case root
  case child(of: JSONPath, by: JSONStep)

  /// - Complexity: O(depth²) in characters; depth is at most ``JSONNode/depthLimit``.
  var text: String {
    var text = ""
    var path = self
    while case .child(let parent, let step) = path {
      text = step.followed(by: text)
      path = parent
    }
    return text
  }
}
