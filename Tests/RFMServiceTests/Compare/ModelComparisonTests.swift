import Foundation
import RFMService
import Segmentation
import Testing
import Transactions
import Wording

@Suite("Who moved between a model and what came later")
struct ModelComparisonTests {
  private let shop: InventedShop

  init() throws { shop = try InventedShop() }

  private func earlier() throws -> LoadedModel { try shop.library.earlierSide("shop", before: "later") }

  private func side(_ names: String...) throws -> LaterSide {
    try LaterSide(SalesFiles(names), in: shop.library)
  }

  @Test("Between a model and itself nobody moves")
  func itself() throws {
    let compared = try earlier().compare(with: .model(shop.modelPath), .still)
    #expect(compared.comparison.shared == 120)
    #expect(compared.comparison.falls.isEmpty)
    #expect(compared.warnings.isEmpty)
    let moves = compared.comparison.moves
    for place in 0..<moves.places { #expect(moves[place, place].customers == moves.customers(from: place)) }
    #expect(compared.pack?.name == "plain-names")
    #expect(compared.name(0) == "Best")
    #expect(compared.name(3) == "Cluster 0")
    let json = compared.json.text(.spaced)
    #expect(json.contains("\"from\": \"Best\", \"to\": \"Best\""))
    #expect(json.contains("\"currency\": \"EUR\""))
  }

  @Test("Later sales are classified by the model; those who bought only then are gained")
  func sales() throws {
    try shop.writeSample("sales.csv")
    let compared = try earlier().compare(with: try side(shop.folder + "/sales.csv"), .still)
    #expect(compared.laterModel == nil)
    #expect(compared.later.count > 50)
    #expect(compared.comparison.shared == 0)
    #expect(compared.comparison.moves.allLost == 120)
    #expect(compared.comparison.moves.allGained == compared.later.count)
  }

  @Test("A model that was made with other options is compared under a warning that names them")
  func otherOptions() throws {
    try shop.writeSample("sales.csv")
    var request = TrainingRequest(
      SalesFiles([shop.folder + "/sales.csv"]), to: shop.folder + "/Models/logged.json", currency: "EUR")
    request.options.log = [.monetary]
    _ = try shop.library.train(request, .still)
    let compared = try earlier().compare(with: try side("logged"), .still)
    #expect(
      compared.warnings.contains {
        $0.contains("\(OptionName.log) none in A, monetary in B")
          && $0.contains("\(OptionName.outliers) none in A, iqr in B")
      })
  }

  @Test(
    "Sales that begin before the model ends are compared under a warning, with who bought only in between")
  func overlap() throws {
    func sales(_ rows: [(day: String, customer: String)]) -> String {
      rows.enumerated().reduce("Invoice,Date,Amount,Customer\n") { text, row in
        text + "\(row.offset),\(row.element.day) 10:00,\(10 + row.offset % 9).00,\(row.element.customer)\n"
      }
    }
    let early = (0..<40).map { (day: "2010-01-\(10 + $0 % 20)", customer: "c\($0 % 13)") }
    // c1 comes back; c2 and c3 only stand in both.
    let late =
      [("2010-01-28", "c1"), ("2010-01-29", "c2"), ("2010-01-27", "c3"), ("2010-02-20", "c1")]
      .map { (day: $0.0, customer: $0.1) }
      + (0..<30).map { (day: "2010-02-\(10 + $0 % 18)", customer: "d\($0 % 9)") }
    for (name, rows) in [("a", early), ("b", late)] {
      try shop.write(sales(rows), to: "\(name).csv")
      var request = TrainingRequest(
        SalesFiles(["\(shop.folder)/\(name).csv"]), to: "\(shop.folder)/Models/\(name).json")
      request.options.clusters = .fixed(2)
      request.options.stability = 0
      _ = try shop.library.train(request, .still)
    }
    let a = try shop.library.earlierSide("a", before: "b")
    let words = "begin on 2010-01-27, and"
    for later in [try side("b"), try side(shop.folder + "/b.csv")] {
      let warnings = try a.compare(with: later, .still).warnings
      let warning = try #require(warnings.first { $0.contains(words) }, "\(warnings)")
      #expect(warning.hasPrefix("warning: ") && warning.contains("2 customers bought only in these days"))
    }
    #expect(try a.compare(with: .model(a.path), .still).warnings.isEmpty)
    let notes = try FileClassification(a, try InheritedSales(a, SalesChanges()))
      .read(SalesFiles([shop.folder + "/b.csv"]), .still).notes
    #expect(notes.contains { $0.isWarning && $0.sentence.contains(words) })
  }

  @Test("The later side is told by what is there: a file of sales, a model's file, a model's name")
  func sides() throws {
    try shop.writeSample("sales.csv", customers: 10, rows: 20)
    if case .sales(let files) = try side(shop.folder + "/sales.csv") {
      #expect(files.paths == [shop.folder + "/sales.csv"])
    } else {
      Issue.record("a file of sales was not seen as one")
    }
    for name in ["shop", shop.modelPath] {
      if case .model(let path) = try side(name) {
        #expect(path == shop.modelPath)
      } else {
        Issue.record("\(name) was not seen as a model")
      }
    }
    #expect(throws: Problem.self) { try side("nobody") }
    #expect(throws: Problem.self) { try side(shop.modelPath, shop.folder + "/sales.csv") }
    #expect(throws: Problem.self) {
      try shop.library.earlierSide(shop.folder + "/sales.csv", before: "shop")
    }
  }

  @Test("Options of reading are refused beside a model")
  func optionsBesideModel() throws {
    var changes = SalesChanges()
    changes.returns = .net
    #expect(throws: Problem.self) {
      try earlier().compare(with: .model(shop.modelPath), reading: changes, .still)
    }
  }
}
