import Foundation

/// A workspace in which the invented sales have been trained already.
enum TrainedShop {
  static let sales = InventedSales()

  /// Model and store, made once for all tests.
  private static let files: Result<[String: [UInt8]], any Error> = Result {
    let workspace = try Workspace()
    try workspace.write(sales.csv, to: "sales.csv")
    let outcome = try workspace.rfm("train", "sales.csv", "-o", "shop.json", "--currency", "GBP")
    guard outcome.status == 0 else { throw Workspace.Failure("\(outcome)") }
    let names = try workspace.names().filter { $0.hasPrefix("shop") }
    return try Dictionary(uniqueKeysWithValues: names.map { ($0, try workspace.bytes(of: $0)) })
  }

  /// The pack that ships.
  static let pack: URL = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 1...4 { folder.deleteLastPathComponent() }
    return folder.appending(path: "Segments/retail.json")
  }()

  /// The names of its segments, in its order.
  static let segments = [
    "Key Accounts, Lapsing", "Key Accounts", "New Customers", "Champions & VIPs", "Loyal & Engaged",
    "Occasional Buyers", "At-Risk & Dormant",
  ]

  /// A folder with Models/shop.json and its store, and Segments/retail.json.
  static func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try place(in: workspace, "Models")
    try workspace.copy(pack, to: "Segments/retail.json")
    return workspace
  }

  /// Puts the model and its store into a folder.
  static func place(in workspace: Workspace, _ folder: String) throws {
    for (name, bytes) in try files.get() { try workspace.write(bytes: bytes, to: "\(folder)/\(name)") }
  }
}
