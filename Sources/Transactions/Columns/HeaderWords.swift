import Wording

/// What a header says by itself, in ten languages.
///
/// It is a guess by words. Where the values of a column say something else, they are believed.
struct HeaderWords: Sendable {
  /// What a column may be. Of a customer there are three: a number, an e-mail and a name.
  enum Meaning: String, Sendable, CaseIterable {
    case customer, email, name, invoice, date, time, quantity, price, amount, stock, currency, refund, tax,
      status
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

  // MARK: Headers that are not known as a whole

  /// What the words of a header may mean that is not known itself: `orders_id` is `Order ID`, `ORDER_DT` is `Order
  /// Date`, `Shopper Email` an e-mail, `gross_value` and `Valor faturado` amounts.
  ///
  /// Rows have to bear it out.
  func guesses(of header: String) -> [Meaning: Standing] {
    let words = FoldedHeader.words(of: Self.withoutUnit(header) ?? header).map(Self.written)
    if let known = standings[words.joined()] { return known }
    // `orderCustomer.customerNumber`: what stands before is whose it is.
    for start in words.indices.dropFirst() where words.count - start > 1 {
      if let known = standings[words[start...].joined()] {
        return known.mapValues { Standing(rank: $0.rank == .strong ? .usual : .weak, place: Self.lastPlace) }
      }
    }
    guard words.count > 1, Self.others.isDisjoint(with: words) else { return [:] }
    var guesses: [Meaning: Standing] = [:]
    for word in [words[words.count - 1], words[0]] {
      for (meaning, standing) in standings[word] ?? [:]
      where guesses[meaning] == nil && standing.rank != .weak {
        switch meaning {
        case .email: guesses[.email] = standing
        case .date, .amount:
          // What the customer paid goes before what is left of it without tax.
          let isNet = Self.isNet(words.joined(separator: " "))
          let isWhole = !isNet && !Self.wholes.isDisjoint(with: words)
          let place = isWhole ? -1 : standing.place + Self.lastPlace * (isNet ? 2 : 1)
          guesses[meaning] = Standing(rank: .weak, place: place)
        default: break
        }
      }
    }
    if words.last == "at" { guesses[.date] = Standing(rank: .weak, place: Self.lastPlace) }
    return guesses
  }

  private static let lastPlace = 1000
  private static let wholes: Set<String> = ["total", "gross", "brutto", "totale", "totaal", "totalt"]

  /// A word without the letters that databases save, and in the singular.
  private static func written(_ word: String) -> String {
    if let whole = abbreviations[word] { return whole }
    return word.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss") ? String(word.dropLast()) : word
  }

  private static let abbreviations = [
    "dt": "date", "amt": "amount", "cust": "customer", "inv": "invoice", "ord": "order", "tot": "total",
    "txn": "transaction", "trx": "transaction", "trans": "transaction", "curr": "currency", "ts": "timestamp",
  ]

  /// Words of dates and of money that are not those of the sale.
  private static let others: Set<String> = [
    "due", "ship", "shipped", "shipping", "shipment", "delivery", "delivered", "fulfilled", "modified",
    "updated",
    "update", "last", "next", "first", "birth", "expiry", "expire", "expected", "end", "start", "cancelled",
    "canceled", "refund", "refunded", "return", "returned", "closed", "deleted", "payout", "tax", "taxe",
    "vat",
    "gst", "discount", "fee", "tip", "commission", "cost", "profit", "margin", "balance", "deposit", "credit",
    "point", "weight", "lifetime", "per", "unit", "item", "line", "product", "lieferung", "liefer", "versand",
    "fallig", "falligkeit", "rabatt", "skonto", "steuer", "mwst", "ust", "gebuhr", "saldo", "livraison",
    "echeance", "remise", "frai", "tva", "port", "vencimiento", "entrega", "envio", "descuento", "iva",
    "gasto",
    "saldo", "scadenza", "consegna", "spedizione", "sconto", "imposta", "spese", "verval", "lever", "verzend",
    "korting", "btw", "vencimento", "desconto", "frete", "imposto", "icms", "termin", "platnosci", "dostawy",
    "rabat", "podatek", "forfallo", "leveran", "frakt", "moms", "forfald", "levering", "fragt", "gebyr",
    "produto", "prodotti", "producto", "produit",
  ]

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
