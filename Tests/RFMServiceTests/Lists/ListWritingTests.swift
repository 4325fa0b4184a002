import Campaigns
import Foundation
import RFMService
import Segmentation
import Testing

@Suite("Lists for a mail tool")
struct ListWritingTests {
  private let shop: InventedShop
  private let inquiry: Inquiry

  init() throws {
    shop = try InventedShop()
    inquiry = try shop.inquiry()
  }

  private func text(_ list: CustomerList, _ format: ListFormat) throws -> String {
    let sink = CollectedBytes()
    try list.write(as: format, to: sink, .still)
    return sink.text
  }

  @Test("The customers of a segment are written, with what to do, for the eyes of their owner alone")
  func file() throws {
    let segment = try inquiry.loaded.segment(named: "Best")
    let list = try inquiry.customers(in: [segment])
    let path = shop.folder + "/best.csv"
    try shop.write("everyone may read this", to: "best.csv")
    let written = try list.write(toFile: path, as: try ListFormat(ofFile: path), .still)
    #expect(written.customers == list.count && written.controls == nil)
    let lines = try shop.text(of: "best.csv").split(separator: "\n")
    #expect(lines.count == list.count + 1)
    #expect(lines.dropFirst().allSatisfy { $0.contains(",Best,") && $0.hasSuffix(",Call them.") })
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("JSON Lines have the columns of the CSV as keys")
  func jsonLines() throws {
    var list = try inquiry.customers()
    list.divide(try Holdout(percent: "10", seed: 7), asOf: InventedShop.asOf)
    let csv = try text(list, .csv).split(separator: "\n").map { $0.split(separator: ",") }
    let json = try text(list, .jsonl).split(separator: "\n")
    #expect(json.count == list.count && csv.count == list.count + 1)
    for (cells, line) in zip(csv.dropFirst(), json) {
      #expect(line.hasPrefix("{\"customer_id\": \"\(cells[0])\", \"recency\": \(cells[1]), "))
      #expect(line.contains("\"group\": \"\(cells[cells.count - 2])\", \"as_of\": \"\(InventedShop.asOf)\""))
    }
    #expect(list.isControl?.count { $0 } == list.count / 10)
  }

  @Test(
    "A share in percent leaves somebody on both sides",
    arguments: [("10", 1000), ("12.5%", 1250), (".25", 25)])
  func shares(text: String, hundredths: Int) throws {
    #expect(try Holdout(percent: text, seed: 1).hundredths == hundredths)
  }

  @Test("What is no such share is refused", arguments: ["0", "100", "-5", "ten", "1.234", "", "1,5"])
  func noShares(text: String) {
    #expect(throws: Problem.self) { try Holdout(percent: text, seed: 1) }
  }

  @Test("The ending of a file says the format, or that there is none")
  func formats() throws {
    #expect(try ListFormat(ofFile: "a/list.XLSX") == .xlsx)
    #expect(try ListFormat(ofFile: "list.2024.jsonl") == .jsonl)
    for path in ["list", "list.txt", "csv", "a.csv/list"] {
      #expect(throws: Problem.self) { try ListFormat(ofFile: path) }
    }
  }
}
