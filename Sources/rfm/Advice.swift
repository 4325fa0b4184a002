import RFMService
import Wording

/// Advice at the end of a message, made a command line that a person can copy.
///
/// A sentence of a library names options only: `Try: --column customer=Buyer`. Here the command, the files and the
/// options come before them that were typed.
enum Advice {
  /// A message whose advice, if it has any, is a complete command.
  ///
  /// - Parameter typed: the words behind `rfm`.
  static func completed(
    _ message: String, typed: [String] = Array(CommandLine.arguments.dropFirst())
  ) -> String {
    let mark = String(String.UnicodeScalarView(OptionName.column.description.unicodeScalars.prefix(2)))
    guard let start = message.firstRange(of: "Try: \(mark)") else { return message }
    let advice = message[message.index(start.lowerBound, offsetBy: 5)...]
    let roles = advice.split(separator: "\(OptionName.column) ").compactMap { part in
      part.firstIndex(of: "=").map { String(part[..<$0]) }
    }
    let (before, behind) = split(kept(typed, without: roles))
    let words = (["rfm"] + before).map(ShellWord.quoted).joined(separator: " ")
    let rest = behind.isEmpty ? "" : " " + behind.map(ShellWord.quoted).joined(separator: " ")
    return "\(message[..<start.lowerBound])Try: \(words) \(advice)\(rest)"
  }

  /// What stands before `--`, and from there on.
  private static func split(_ typed: [String]) -> ([String], [String]) {
    let end = typed.firstIndex(of: "--") ?? typed.endIndex
    return (Array(typed[..<end]), Array(typed[end...]))
  }

  /// The words without a `--column` of one of these roles, which would be given twice.
  private static func kept(_ typed: [String], without roles: [String]) -> [String] {
    func isOfRole(_ assignment: Substring) -> Bool { roles.contains { assignment.hasPrefix("\($0)=") } }
    var kept: [String] = []
    var rest = typed[...]
    while let word = rest.popFirst() {
      if word == "--column", let value = rest.first, isOfRole(value[...]) {
        rest = rest.dropFirst()
      } else if !(word.hasPrefix("--column=") && isOfRole(word.dropFirst("--column=".count))) {
        kept.append(word)
      }
    }
    return kept
  }
}
