import JSONText
import RFMService
import Segmentation
import Wording

/// The arguments of the commands that edit a segment: which one, and what.
struct EditLine {
  let segment: Int
  /// What follows the segment, as it was typed.
  let rest: String

  /// Finds the segment at the start of `text`: in quotes, or as many words as make a name, a beginning of one
  /// or a number.
  init(_ text: String, in pack: SegmentPack) throws(Problem) {
    if let (quoted, rest) = Self.quoted(text) {
      segment = try Self.found(pack.resolve(quoted))
      self.rest = rest
      return
    }
    let words = text.split(whereSeparator: \.isWhitespace)
    // The whole line is tried first: `rename Champions & VIPs` lacks its new name, which is not VIPs.
    // No name has more words than the longest, so a long text is not tried word by word.
    let most = pack.segments.map { $0.name.split(whereSeparator: \.isWhitespace).count }.max() ?? 0
    for count in stride(from: min(words.count, most + 1), to: 0, by: -1) {
      let reference = words[..<count].joined(separator: " ")
      if case .success(let index) = pack.resolve(reference) {
        segment = index
        rest = count < words.count ? String(text[words[count].startIndex...]) : ""
        return
      }
    }
    let reference = words.prefix {
      !$0.hasPrefix("\"") && !$0.hasPrefix("{") && !$0.hasPrefix("[") && !$0.hasPrefix("#")
    }
    let known = try Self.found(pack.resolve(reference.joined(separator: " ")))
    segment = known
    rest = ""
  }

  private static func found(_ result: Result<Int, EditError>) throws(Problem) -> Int {
    switch result {
    case .success(let index): return index
    case .failure(let error): throw Problem(error)
    }
  }

  /// The rest of the line as one text: without its quotes, if it has some.
  func text(_ example: String) throws(Problem) -> String {
    try Self.text(rest, example)
  }

  static func text(_ rest: String, _ example: String) throws(Problem) -> String {
    let trimmed = rest.trimmed
    guard !trimmed.isEmpty else { throw Problem("what? \(example)") }
    guard let (quoted, behind) = quoted(trimmed) else {
      guard !opensQuote(trimmed) else { throw Problem("the quote is not closed: \(example)") }
      return trimmed
    }
    guard behind.trimmed.isEmpty else {
      throw Problem("'\(legible(behind.trimmed))' stands behind the quote: \(example)")
    }
    return quoted
  }

  private static let quotes: [Character: Character] = ["\"": "\"", "“": "”", "„": "“"]

  private static func opensQuote(_ text: String) -> Bool { text.first.map { quotes[$0] != nil } ?? false }

  /// A text in quotes at the start, and what follows it. `\"` and `\\` stand for a quote and a backslash.
  private static func quoted(_ text: String) -> (String, String)? {
    guard let first = text.first, let close = quotes[first] else { return nil }
    var out = ""
    var i = text.index(after: text.startIndex)
    while i < text.endIndex {
      let next = text.index(after: i)
      if text[i] == "\\", next < text.endIndex, text[next] == "\"" || text[next] == "\\" {
        out.append(text[next])
        i = text.index(after: next)
      } else if text[i] == close {
        return (out, String(text[next...]))
      } else {
        out.append(text[i])
        i = next
      }
    }
    return nil
  }
}
