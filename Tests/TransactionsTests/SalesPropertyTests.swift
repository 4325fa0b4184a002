import Customers
import Tabular
import TestSupport
import Testing

@testable import Transactions

@Suite("Any sales, any threads, any blocks, any order")
struct SalesPropertyTests {
  @Test(arguments: 1...40)
  func giveTheSameTable(seed: Int) throws {
    var random = RandomNumbers(seed: UInt64(seed))
    var rows = (0..<Int.random(in: 1...300, using: &random)).map { _ in Self.row(using: &random) }
    let header = "customer,invoice,stock,quantity,date,price\n"
    var options = SalesOptions()
    options.cleaning = SalesOptions.Cleaning.allCases.randomElement(using: &random) ?? .auto
    options.returns = Bool.random(using: &random) ? .net : .ignore
    options.frequency = FrequencyUnit.allCases.randomElement(using: &random) ?? .invoices
    options.monetary = Bool.random(using: &random) ? .total : .average
    options.windowDays = [nil, 30, 200].randomElement(using: &random) ?? nil
    options.skipsBadRows = true
    options.invoicePattern = ".*"
    options.stockPattern = "[0-9].*"
    func read(_ threads: Int, _ blockSize: Int?) throws -> [String] {
      try readSales(header + rows.joined(), threads: threads, blockSize: blockSize) { $0 = options }
        .fingerprint
    }
    guard let expected = try? read(1, nil) else { return }
    for (threads, blockSize) in [(1, 100), (2, 128), (3, 1000), (4, nil), (8, 200)] {
      #expect(try read(threads, blockSize) == expected, "\(threads) threads, blocks of \(blockSize ?? 0)")
    }
    rows.shuffle(using: &random)
    #expect(try read(1, nil) == expected)
    #expect(try read(4, 150) == expected)
  }

  @Test(arguments: 1...25)
  func giveTheSameFirstError(seed: Int) throws {
    var random = RandomNumbers(seed: UInt64(seed) &+ 500)
    let rows = (0..<200).map { _ in Self.row(using: &random) }
    let header = "customer,invoice,stock,quantity,date,price\n"
    let cleaning = SalesOptions.Cleaning.allCases.randomElement(using: &random) ?? .auto
    func fault(_ threads: Int, _ blockSize: Int?) -> String {
      do {
        return try readSales(header + rows.joined(), threads: threads, blockSize: blockSize) {
          $0.cleaning = cleaning
        }
        .fingerprint.joined()
      } catch let error as TabularError {
        return "line \(error.line ?? 0): \(error.message)"
      } catch {
        return "\(error)"
      }
    }
    let expected = fault(1, nil)
    for (threads, blockSize) in [(1, 100), (2, 128), (4, 1000), (8, 100)] {
      #expect(fault(threads, blockSize) == expected)
    }
  }

  private static func row(using random: inout RandomNumbers) -> String {
    func one(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
    let customer = one([
      "ann", "bob", "17850.0", "17850", "\"O'Neil, \"\"Zoë\"\"\"", "a-customer-with-a-long-id", "x", "y", "",
    ])
    let invoice = one(["536365", "536366", "536367", "C536365", "A536365", "77"])
    let stock = one(["22423", "85123A", "POST", "20001"])
    let quantity = one(["1", "2", "10", "-3", "0", "1000000000000", "0.125"])
    let date =
      "2010-\(one(["01", "06", "07", "12"]))-1\(Int.random(in: 0...9, using: &random))"
      + one(["", " 08:26:00", " 23:59:59"])
    let price = one(["2.55", "0.1", "0.2", "1e-9", "-4", "1,840.50", "7"])
    switch Int.random(in: 0..<60, using: &random) {
    case 0: return "\(customer),\(invoice)\n"
    case 1: return "\(customer),\(invoice),\(stock),many,\(date),2\n"
    case 2: return "\(customer),\(invoice),\(stock),1,never,2\n"
    default: return "\(customer),\(invoice),\(stock),\(quantity),\(date),\"\(price)\"\n"
    }
  }
}
