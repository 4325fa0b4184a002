import Foundation

/// The invented sales with people in them: each customer has a name, an address and a country.
enum PeopleShop {
  static let names = [
    "Zoë Müller", "Ann O'Neil", "Åsa Öberg", "Bo Stark", "=HYPERLINK(1)", "Brion Stark", "Li, Wei",
    "Sam \"S\" Roe",
  ]

  static func name(_ customer: String) -> String {
    let number = (Int(customer) ?? 0) / 7
    return "\(names[number % names.count]) \(customer.suffix(3))"
  }

  static func mail(_ customer: String) -> String { "c\(customer)@example.org" }

  static func country(_ customer: String) -> String {
    (Int(customer) ?? 0) % 3 == 0 ? "France" : "United Kingdom"
  }

  /// `Customer ID,…,Name,Email,Country` behind what the real file has.
  static func csv(_ rows: [InventedSales.Row]) -> String {
    func quoted(_ text: String) -> String {
      "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
    let header = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Name,Email,Country"
    let lines = rows.map { row in
      [
        row.invoice, row.stock, quoted(row.description), String(row.quantity), row.date, row.price,
        row.customer,
        row.customer.isEmpty ? "" : quoted(name(row.customer)), mail(row.customer), country(row.customer),
      ].joined(separator: ",")
    }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  /// Models/shop.json, trained with `--keep Name,Email,Country`, Segments/retail.json and sales.csv.
  static func workspace() throws -> Workspace {
    let workspace = try Workspace()
    for (name, bytes) in try files.get() {
      try workspace.write(bytes: bytes, to: name)
      guard name.hasSuffix(".sqlite") else { continue }
      // As training leaves it.
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: workspace.url(name).path)
    }
    return workspace
  }

  private static let files: Result<[String: [UInt8]], any Error> = Result {
    let workspace = try Workspace()
    try workspace.copy(TrainedShop.pack, to: "Segments/retail.json")
    try workspace.write(csv(TrainedShop.sales.rows), to: "sales.csv")
    let outcome = try workspace.rfm(
      "train", "sales.csv", "-o", "Models/shop.json", "--currency", "GBP", "--keep", "Name,Email,Country")
    guard outcome.status == 0 else { throw Workspace.Failure("\(outcome)") }
    let names = try workspace.names().filter { $0.contains(".") }
    return try Dictionary(uniqueKeysWithValues: names.map { ($0, try workspace.bytes(of: $0)) })
  }
}
