/// An option that a sentence names, to be said the way each door takes it: `--where` in a shell, `where` in a
/// request.
///
/// A sentence of a library has the option in it as a mark and the name; on the way out the door puts its own words
/// there.
///
/// ```swift
/// let sentence = "there is no column 'Nme' for \(OptionName.keep)"
/// OptionName.said(in: sentence) { "--\($0)" }  // there is no column 'Nme' for --keep
/// ```
public enum OptionName: String, Sendable, CaseIterable, CustomStringConvertible {
  case asOf = "as-of"
  case clean
  case column
  case dateOrder = "date-order"
  case decimal
  case delimiter
  case exactSilhouette = "exact-silhouette"
  case frequency
  case from
  case holdout
  case invoicePattern = "invoice-pattern"
  case headerRow = "header-row"
  case k
  case keep
  case layout
  case log
  case monetary
  case once
  case outliers
  case output
  case rates
  case returns
  case saveCleaned = "save-cleaned"
  case saveFeatures = "save-features"
  case sheet
  case skipBadRows = "skip-bad-rows"
  case stockPattern = "stock-pattern"
  case `where`
  case window

  /// Two characters for private use, which side by side stand in no text from outside. They are as wide as the two
  /// hyphens of a shell, so that lines are broken where they will be.
  private static let mark: [Unicode.Scalar] = ["\u{F4660}", "\u{F4661}"]
  /// What the mark begins with in UTF-8.
  private static let firstByte: UInt8 = 0xF3

  /// The mark and the name, for the inside of a sentence.
  public var description: String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: Self.mark)
    text.append(contentsOf: rawValue.unicodeScalars)
    return String(text)
  }

  /// A text with its options in the words of a door. O(n).
  ///
  /// - Parameter word: says an option, given its name; the end of it may be missing where a text was cut.
  public static func said(in text: String, as word: (String) -> String) -> String {
    // Most texts name none.
    guard text.utf8.contains(firstByte) else { return text }
    var out = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == mark[0] else {
        out.append(scalar)
        continue
      }
      // A text may have been cut inside the mark.
      guard rest.first == mark[1] else { continue }
      let name = rest.dropFirst().prefix { ("a"..."z").contains($0) || $0 == "-" }
      out.append(contentsOf: word(String(name)).unicodeScalars)
      rest = rest[name.endIndex...]
    }
    return String(out)
  }
}
