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
  static let all = HeaderWords(reading: table)

  /// - Parameter table: `MEANING, RANK` in a line, below it a line for each language: its code, then headers with
  ///   semicolons between them; a line that begins with a space goes on with the one above it.
  private init(reading table: String) {
    var meaning = Meaning.customer
    var rank = Rank.strong
    var list: [Substring] = []
    func take() {
      let headers = list.joined(separator: " ").split(separator: ";")
      for (place, header) in headers.enumerated() {
        let standing = Standing(rank: rank, place: place)
        let folded = FoldedHeader(String(header)).text
        let known = standings[folded]?[meaning]
        standings[folded, default: [:]][meaning] = known.map { min($0, standing) } ?? standing
      }
      list = []
    }
    for line in table.split(separator: "\n") {
      if line.hasPrefix(" ") {
        list.append(line)
        continue
      }
      take()
      let title = line.split(separator: ", ")
      if title.count == 2, let found = Meaning(rawValue: String(title[0])),
        let order = Rank(rawValue: String(title[1]))
      {
        (meaning, rank) = (found, order)
      } else {
        list = [line.dropFirst(3)]
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
