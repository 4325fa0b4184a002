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
  /// Say who will buy again.
  case again
  /// The observation date.
  case asOf = "as-of"
  /// Which rows count as sales.
  case clean
  /// Which header has which role.
  case column
  /// Day or month first.
  case dateOrder = "date-order"
  /// Decimal point or comma.
  case decimal
  /// What stands between fields.
  case delimiter
  /// Measure all pairs.
  case exactSilhouette = "exact-silhouette"
  /// What the columns of another program's model are.
  case features
  /// The table of those who asked to be forgotten.
  case forgotten
  /// What frequency counts.
  case frequency
  /// The first moment that counts.
  case from
  /// The share of a list that gets no campaign.
  case holdout
  /// What invoices look like.
  case invoicePattern = "invoice-pattern"
  /// The line of the header.
  case headerRow = "header-row"
  /// How many clusters.
  case k
  /// Columns to keep of each customer.
  case keep
  /// The layout of an export.
  case layout
  /// Features to take the logarithm of.
  case log
  /// Total or average.
  case monetary
  /// Count what stands in two files once.
  case once
  /// Who is left out of training.
  case outliers
  /// Where a file goes.
  case output
  /// What amounts of other currencies are multiplied by.
  case rates
  /// What becomes of cancelled sales.
  case returns
  /// Where the rows go that count.
  case saveCleaned = "save-cleaned"
  /// Where the scaled values go.
  case saveFeatures = "save-features"
  /// Which sheets of a workbook.
  case sheet
  /// The lines of Python that write a model for import.
  case snippet
  /// Pass over rows that cannot be read.
  case skipBadRows = "skip-bad-rows"
  /// In how many resamples clusters are looked for again.
  case stability
  /// What stock codes look like.
  case stockPattern = "stock-pattern"
  /// Which rows are read.
  case `where`
  /// How many days back.
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

  /// A text, or JSON, with its options as one types them behind a command: `--where`, `-o`.
  public static func typed(in text: String) -> String { said(in: text, as: typed(option:)) }

  /// An option as one types it, given its name.
  @Sendable
  public static func typed(option name: String) -> String { name == output.rawValue ? "-o" : "--\(name)" }

  /// A text with its options in the words of a door. O(n).
  ///
  /// - Parameters:
  ///   - text: a sentence of a library.
  ///   - word: says an option, given its name; the end of it may be missing where a text was cut.
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
