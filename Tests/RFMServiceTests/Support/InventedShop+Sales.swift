import RFMService

extension InventedShop {
  /// Writes invented sales into the shop's folder.
  func writeSample(_ path: String, customers: Int = 150, rows: Int = 3_000, seed: UInt64 = 42) throws {
    let sink = CollectedBytes()
    try Sample(customers: customers, rows: rows, seed: seed).write(to: sink, .still)
    try write(sink.text, to: path)
  }
}
