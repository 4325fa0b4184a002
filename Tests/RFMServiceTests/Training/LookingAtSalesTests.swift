import RFMService
import Segmentation
import Testing
import Transactions

@Suite("Looking at sales before a training")
struct LookingAtSalesTests {
  private let shop: InventedShop
  private let files: SalesFiles

  init() throws {
    shop = try InventedShop()
    files = SalesFiles([shop.folder + "/sales.csv"])
    try shop.writeSample("sales.csv")
  }

  @Test("A sweep tries every k and says which to take, and why")
  func sweep() throws {
    var options = TrainingOptions()
    options.maxK = 5
    let swept = try shop.library.sweep(files, options: options, .still)
    #expect(swept.sweep.rows.map(\.k) == [2, 3, 4, 5])
    let best = try #require(swept.sweep.recommended)
    #expect(swept.source.trainedOn == swept.sweep.trainedOn)
    #expect(swept.reasons.first?.hasSuffix("is the best of k = 2…5.") ?? false)
    #expect(swept.json.text(.spaced).contains("\"recommended\": \(best)"))
  }

  @Test("A profile has the columns, what cleaning would drop, and the rows that it shows")
  func profile() throws {
    let profile = try shop.library.profile(files, .still)
    let file = try #require(profile.files.first)
    #expect(file.rows == 3_000)
    #expect(file.delimiterName == "comma")
    #expect(file.columns.first { $0.name == "Customer ID" }?.role == .customer)
    let json = profile.json.text(.spaced)
    #expect(json.contains("\"delimiter\": \"comma\""))
    #expect(json.contains("\"reason\": \"missing customer\""))
  }

  @Test("A file that is not there is a problem in a sentence")
  func missing() {
    let missing = SalesFiles([shop.folder + "/none.csv"])
    #expect(throws: Problem.self) { try shop.library.profile(missing, .still) }
    #expect(throws: Problem.self) { try shop.library.sweep(missing, .still) }
  }
}
