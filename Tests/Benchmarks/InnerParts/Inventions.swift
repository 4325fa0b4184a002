import Foundation
import Segmentation
import Tabular

extension Points {
  /// Points as customers lie: many with little, few with much.
  static func invented(_ count: Int) -> Points {
    var generator = SeededGenerator(seed: 1)
    func column(_ spread: Double) -> [Double] {
      (0..<count).map { _ in log(1 / (1 - generator.unit())) * spread + generator.unit() }
    }
    return Points(x: column(1), y: column(0.8), z: column(0.9))
  }
}

/// A file of sales that goes with the process.
final class InventedSales {
  let path: String

  init(rows: Int) throws {
    var generator = SeededGenerator(seed: 2)
    var text = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"
    var invoice = 500_000
    var customer = 12_345
    var time = "08:00:00"
    for row in 0..<rows {
      if generator.index(below: 18) == 0 {
        invoice += 1
        customer = 12_345 + generator.index(below: max(2, rows / 90))
        let (hour, minute) = (8 + generator.index(below: 10), generator.index(below: 60))
        time = "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute):00"
      }
      let day = 1 + row * 28 / rows
      let pence = 10 + generator.index(below: 990)
      text += "\(invoice),\(20_000 + generator.index(below: 4000)),\"LANTERN, GLASS\","
      text += "\(1 + generator.index(below: 24)),2011-03-\(day < 10 ? "0" : "")\(day) "
      text += "\(time),\(pence / 100).\(pence % 100 < 10 ? "0" : "")\(pence % 100),"
      text += "\(customer),United Kingdom\n"
    }
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "rfm-inner-\(ProcessInfo.processInfo.processIdentifier).csv"
      ).path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Where every field of the file begins and ends, and nothing more.
  func countRows() throws -> Int {
    let file = try CSVFile(.file(path))
    let block = RecordBlock()
    let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
    var rows = 0
    while try file.records.next(into: block) {
      index.index(block)
      rows += index.rows
    }
    return rows
  }
}
