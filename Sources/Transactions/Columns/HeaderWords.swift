import Wording

/// What a header says by itself, in ten languages.
///
/// It is a guess by words. Where the values of a column say something else, they are believed.
struct HeaderWords: Sendable {
  /// What a column may be. Of a customer there are three: a number, an e-mail and a name.
  enum Meaning: String, Sendable, CaseIterable {
    case customer, email, name, invoice, date, time, quantity, price, amount, stock, currency, status
  }

  enum Rank: String, Sendable, CaseIterable {
    /// Says it outright.
    case strong
    /// The ordinary word, which may mean something near it.
    case usual
    /// Only where nothing better is there.
    case weak
  }

  /// How likely a meaning is; the lesser is the likelier.
  struct Standing: Sendable, Comparable {
    var rank: Rank
    /// In the list of its language, the likeliest first.
    var place: Int

    static func < (a: Standing, b: Standing) -> Bool { (a.order, a.place) < (b.order, b.place) }

    private var order: Int { Rank.allCases.firstIndex(of: rank) ?? 0 }
  }

  private var standings: [String: [Meaning: Standing]] = [:]

  /// The words of all languages.
  static let all = HeaderWords(reading: table, of: Meaning.allCases)
  /// Those that a file with the usual spellings is asked for, too: a few lists of the table, which are soon read.
  static let besidesUsual = HeaderWords(reading: table, of: [.time, .currency, .status])

  /// - Parameter table: `MEANING, RANK` in a line, below it a line for each language: its code, then headers with
  ///   semicolons between them; a line that begins with a space goes on with the one above it.
  private init(reading table: String, of wanted: [Meaning]) {
    // By bytes: every run reads some of it, and characters take ten times as long.
    var meaning: Meaning?
    var rank = Rank.strong
    var list: [UInt8] = []
    func take() {
      defer { list.removeAll(keepingCapacity: true) }
      guard let meaning else { return }
      for (place, header) in list.split(separator: UInt8(ascii: ";")).enumerated() {
        let standing = Standing(rank: rank, place: place)
        let folded = FoldedHeader(String(decoding: header, as: UTF8.self)).text
        let known = standings[folded]?[meaning]
        standings[folded, default: [:]][meaning] = known.map { min($0, standing) } ?? standing
      }
    }
    for line in table.utf8.split(separator: UInt8(ascii: "\n")) {
      if line.first == UInt8(ascii: " ") {
        if meaning != nil { list += line }
        continue
      }
      take()
      if let comma = line.firstIndex(of: UInt8(ascii: ",")),
        let found = Meaning(rawValue: String(Substring(line[..<comma]))),
        let order = Rank(rawValue: String(Substring(line[comma...].dropFirst(2))))
      {
        (meaning, rank) = (wanted.contains(found) ? found : nil, order)
      } else if meaning != nil {
        list += line.dropFirst(3)
      }
    }
    take()
  }

  /// What a header may mean that is folded already.
  func meanings(ofFolded folded: String) -> [Meaning: Standing] { standings[folded] ?? [:] }

  /// What a header may mean; none for one that is not known.
  func meanings(of header: String) -> [Meaning: Standing] {
    if let known = standings[FoldedHeader(header).text] { return known }
    guard let shorter = Self.withoutUnit(header) else { return [:] }
    let meanings = standings[FoldedHeader(shorter).text] ?? [:]
    guard Self.isNet(header) else { return meanings }
    // What the customer paid goes before what is left of it without tax.
    return meanings.mapValues { Standing(rank: .weak, place: $0.place) }
  }

  /// Whether a header says that tax is left out: `Order Total (ex tax)`.
  private static func isNet(_ header: String) -> Bool {
    let words = header.lowercased().split { !$0.isLetter }
    return words.contains { ["ex", "excl", "excluding", "exkl", "net", "netto", "ht", "hors"].contains($0) }
  }

  /// Whether a header is one of the words.
  func know(_ header: String) -> Bool { !meanings(of: header).isEmpty }

  /// `Betrag (EUR)`, `Total in €` without what stands behind; nil where nothing does.
  private static func withoutUnit(_ header: String) -> String? {
    var rest = header.trimmed
    if rest.hasSuffix(")"), let open = rest.lastIndex(of: "(") { rest = String(rest[..<open]).trimmed }
    while let space = rest.lastIndex(where: \.isWhitespace),
      units.contains(rest[rest.index(after: space)...].lowercased())
    {
      rest = String(rest[..<space]).trimmed
    }
    return rest == header.trimmed ? nil : rest
  }

  private static let units: Set<String> = [
    "in", "eur", "usd", "gbp", "chf", "sek", "nok", "dkk", "pln", "czk", "jpy", "cad", "aud", "nzd", "brl",
    "€",
    "$", "£", "kr", "kr.", "zł", "¥", "r$",
  ]
}
