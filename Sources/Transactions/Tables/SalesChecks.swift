import Customers
import Tabular
import Wording

/// What a person would look at before they believe the figures: signs that a column was taken for another, or that
/// rows are not what they seem to be.
///
/// None is an error, and few rows prove nothing: each sign needs so many customers, orders or rows that a small honest
/// file does not show it.
struct SalesChecks {
  /// A sentence for each sign, with what to look at.
  let sentences: [String]

  private static let fewestCustomers = 20
  private static let fewestOrders = 50
  private static let fewestRows = 20
  /// Of one who is the only customer, or called a guest.
  private static let fewestOfOne = 10

  /// What tills and shops call customers that they do not know, folded.
  private static let nobodies: Set<String> = Set(
    [
      "Guest", "Walk-in", "Walk-in customer", "Cash", "Cash customer", "Cash sale", "Anonymous", "Unknown",
      "None", "POS",
      "Default customer", "Gast", "Laufkunde", "Laufkundschaft", "Barverkauf", "Barkunde", "Anonym",
      "Unbekannt",
      "Diverse", "Client comptoir", "Client de passage", "Invité", "Anonyme", "Inconnu", "Comptoir",
      "Cliente de contado", "Cliente contado", "Invitado", "Anónimo", "Público en general",
      "Cliente generico",
      "Cliente occasionale", "Ospite", "Anonimo", "Balieverkoop", "Contante verkoop", "Anoniem", "Onbekend",
      "Consumidor final", "Cliente final", "Convidado", "Klient detaliczny", "Gość", "Paragon", "Kontantkund",
      "Gäst", "Okänd", "Kontantkunde", "Gæst", "Ukendt", "0", "-", "n/a",
    ].map { FoldedHeader($0).text }.filter { !$0.isEmpty })

  private static func isNobody(_ id: String) -> Bool { nobodies.contains(FoldedHeader(id).text) }

  /// - Parameters:
  ///   - names: the headers of roles in the first file.
  init(_ sales: SummedSales, _ options: SalesOptions, names: [ColumnRole: String]) {
    let (table, report) = (sales.table, sales.report)
    func column(_ role: ColumnRole) -> String {
      names[role].map { "the column '\(legible($0))'" } ?? "the column of the \(role.rawValue)"
    }
    var sentences: [String] = []
    let countsOrders = options.frequency == .invoices
    let orders = table.frequency.reduce(0) { $0 + Int($1) }
    if countsOrders, table.count >= Self.fewestCustomers, orders == table.count {
      let invoice = names[.invoice] == nil ? "" : " and \(column(.invoice)) is the order"
      sentences.append(
        "every customer has a frequency of 1: look whether \(column(.customer)) is who bought\(invoice)")
    }
    if countsOrders,
      let first = table.frequency.indices.max(by: { table.frequency[$0] < table.frequency[$1] }),
      case let most = Int(table.frequency[first]), most * 5 > orders,
      table.count >= Self.fewestCustomers / 2 && orders >= Self.fewestOrders
        || most >= Self.fewestOfOne && (table.count == 1 || Self.isNobody(table.ids[first]))
    {
      let id = table.ids[first]
      let condition = "\(names[.customer] ?? "COLUMN")!=\(id)"
      sentences.append(
        "customer '\(legible(id))' has \(Figures.count(most)) of \(Figures.count(orders)) orders, \(Figures.percent(Double(most) / Double(orders))): look whether this is one customer, or all guests, or the till; \(OptionName.where) \(ShellWord.quoted(legible(condition))) leaves it out"
      )
    }
    let nobody = report.dropped.first { $0.reason.rule == .missingCustomer }?.rows ?? 0
    if report.rowsRead >= Self.fewestRows, nobody * 2 > report.rowsRead {
      sentences.append(
        "\(Figures.count(nobody)) of \(Figures.count(report.rowsRead)) rows, \(Figures.percent(Double(nobody) / Double(report.rowsRead))), have no customer and do not count: look whether another column than \(column(.customer)) says who bought"
      )
    }
    if table.count >= Self.fewestCustomers, let last = table.lastPurchase.max(), last.day == sales.from.day {
      let day = Timestamp(seconds: Int64(last.day) * Timestamp.secondsPerDay).description.prefix(10)
      sentences.append(
        "all purchases are on one day, \(day): look whether \(column(.date)) is when they were made, and not when the file was"
      )
    }
    if Self.looksLikeCents(table, report.currencySign, options) {
      let name = names[.amount] == nil ? column(.price) : column(.amount)
      sentences.append(
        "all amounts are whole numbers from 100: look whether \(name) is in cents, and monetary a hundred times too large"
      )
    }
    self.sentences = sentences
  }

  /// Codes, and signs that several share, of money in which hardly anybody pays cents.
  private static let moneyWithoutCents: Set<String> = [
    "JPY", "KRW", "VND", "CLP", "ISK", "UGX", "HUF", "CZK", "SEK", "NOK", "DKK", "IDR", "INR", "COP", "TWD",
    "PYG", "KR", "KR.", "kr", "kr.", "¥", "Ft", "Kč",
  ]

  /// Whether what each customer spent is whole, and 100 or more an order, and not for the most part whole hundreds, as
  /// it would be if the price list was round.
  private static func looksLikeCents(
    _ table: RFMTable, _ sign: String?, _ options: SalesOptions
  ) -> Bool {
    guard table.count >= fewestCustomers, options.frequency == .invoices,
      !(sign.map { moneyWithoutCents.contains(Figures.code(of: $0) ?? $0) } ?? false)
    else { return false }
    var unit: Int128 = 1
    for _ in 0..<table.revenueScale { unit *= 10 }
    var hundreds = 0
    for customer in table.revenue.indices {
      let revenue = table.revenue[customer]
      guard revenue % unit == 0, revenue >= 100 * unit * Int128(table.frequency[customer]) else {
        return false
      }
      if revenue % (100 * unit) == 0 { hundreds += 1 }
    }
    return hundreds * 2 < table.count
  }
}
