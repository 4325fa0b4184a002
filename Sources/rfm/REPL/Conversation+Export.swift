import Campaigns
import RFMService
import SafeFiles
import Segmentation
import Wording

/// `export` at the prompt: the list just shown, or a segment, to a file.
extension Conversation {
  private static let exportUsage = "export SEGMENT list.csv, or after a list: export list.csv"

  func export(_ text: String) throws(Problem) -> String {
    let line = try ExportLine(text)
    guard let path = line.words.last else { throw Problem("where to? \(Self.exportUsage)") }
    let format = try ListFormat(ofFile: path)
    let name = line.words.dropLast().joined(separator: " ")
    var list: CustomerList
    if name.isEmpty {
      list = try inquiry.customers(try lastIDs(), withAgain: line.withAgain)
    } else {
      list = try inquiry.customers(in: [try loaded.segment(named: name)], withAgain: line.withAgain)
    }
    guard list.count > 0 else { throw Problem("nobody is on the list, so \(path) was not written") }
    if let holdout = line.holdout {
      list.divide(try Holdout(percent: holdout, seed: line.seed), asOf: inquiry.observationDate)
    }
    if let ask, FileBytes.exists(path), !FileBytes.isFolder(path),
      !ask("\(path) is there already; replace it? [Y/n] ")
    {
      return "\(path) is as it was\n"
    }
    let written = try list.write(toFile: path, as: format, .atPrompt)
    let note = list.again?.note.map { "note: \($0)\n" } ?? ""
    return rendering.shown(written.json, written.sentence + "\n" + note)
  }

  /// Who is on the list that was shown last.
  private func lastIDs() throws(Problem) -> [String] {
    switch lastList {
    case nil:
      throw Problem(
        "which list? \(Self.exportUsage); lists are top, typical, watch-list, overdue, again, near and find")
    case .ids(let ids): return ids
    case .found(let text): return try inquiry.ids(matching: text)
    }
  }
}

/// `SEGMENT FILE [--holdout 10] [--seed 7]`, with quotes around what has spaces.
private struct ExportLine {
  private(set) var words: [String] = []
  private(set) var holdout: String?
  private(set) var seed: UInt64 = 42
  private(set) var withAgain = false

  init(_ text: String) throws(Problem) {
    var all = Self.split(text)[...]
    while let word = all.popFirst() {
      guard word.hasPrefix("--") else {
        words.append(word)
        continue
      }
      guard word != "--again" else {
        withAgain = true
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard let value = parts.count == 2 ? parts[1] : all.popFirst() else {
        throw Problem("\(word): a value is expected behind it")
      }
      switch parts[0] {
      case "--holdout": holdout = value
      case "--seed":
        guard let number = UInt64(value) else {
          throw Problem("--seed \(value): a whole number from 0 is expected")
        }
        seed = number
      default: throw Problem("'\(parts[0])' is no option of export; there are --holdout, --seed and --again")
      }
    }
  }

  private static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for letter in text {
      if let open = quote {
        if letter == open { quote = nil } else { word = (word ?? "") + String(letter) }
      } else if letter == "\"" || (letter == "'" && word == nil) {
        quote = letter
        word = word ?? ""
      } else if letter.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(letter)
      }
    }
    if let done = word { words.append(done) }
    return words
  }
}
