import SafeFiles

/// What a file is that this program keeps things in, told from how it begins.
enum FileOfOurs: String {
  case model
  case store = "store of a model"
  case pack = "segment pack"
  case layout
  case list = "list of who asked to be forgotten"

  /// Nil for a file that is not there, cannot be read, or holds something else.
  init?(at path: String) {
    guard FileBytes.isRegular(path), let start = FileBytes.start(of: path) else { return nil }
    if start.starts(with: "SQLite format 3\0".utf8) {
      self = .store
      return
    }
    let text = String(decoding: start, as: UTF8.self)
    if text.hasPrefix("rfm-forgotten/") {
      self = .list
      return
    }
    // "format" stands first in what the program writes, and near the start of what people write.
    guard text.drop(while: \.isWhitespace).hasPrefix("{"), let key = text.firstRange(of: "\"format\"") else {
      return nil
    }
    let value = text[key.upperBound...].drop { $0.isWhitespace || $0 == ":" }
    switch value {
    case _ where value.hasPrefix("\"rfm-model/"): self = .model
    case _ where value.hasPrefix("\"rfm-segments/"): self = .pack
    case _ where value.hasPrefix("\"rfm-layout/"): self = .layout
    default: return nil
    }
  }

  /// Refuses to put something else where a file of ours is.
  ///
  /// - Parameters:
  ///   - path: where a file is to go.
  ///   - made: what goes there, if it is a file of ours, too: it may take the place of its like.
  ///   - content: what goes there, for the sentence: `the answers`.
  static func protect(_ path: String, from content: String, made: FileOfOurs? = nil) throws(Problem) {
    guard let ours = FileOfOurs(at: path), ours != made else { return }
    throw Problem(
      "\(path): \(content) would take the place of a \(ours.rawValue); name another file, or remove this one first",
      .conflict)
  }
}
