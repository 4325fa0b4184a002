import Customers
import Segmentation
import Testing
import Wording

@testable import RFMService
@testable import Transactions

@Suite("Sales of a file are read as those of the model")
struct InheritedSalesTests {
  private let shop: InventedShop
  private let loaded: LoadedModel

  init() throws {
    shop = try InventedShop()
    loaded = try shop.loaded()
  }

  @Test("Without a word they are read as in training, with nothing to say of it")
  func unchanged() throws {
    let sales = try InheritedSales(loaded, SalesChanges())
    #expect(sales.options == SalesOptions())
    #expect(sales.differences.isEmpty && sales.leftBehind == nil)
  }

  @Test("What is said otherwise counts, also for an RFM table, and is told beside what the model says")
  func changed() throws {
    var changes = SalesChanges()
    changes.returns = .net
    changes.window = .days(365)
    changes.columns[.customer] = "Buyer"
    let sales = try InheritedSales(loaded, changes)
    #expect(sales.options.returns == .net && sales.options.windowDays == 365)
    #expect(sales.options == sales.tableOptions)
    #expect(sales.differences.map(\.option) == [.column, .returns, .window])
    #expect(sales.differences.map(\.value) == ["{\"customer\": \"Buyer\"}", "net", "365d"])
    #expect(sales.differences.map(\.trained) == ["{}", "ignore", "all"])
  }

  @Test("Each option in a model has the name by which a person knows it")
  func names() throws {
    var options = SalesOptions()
    options.conditions = [try RowCondition("Country=France")]
    for (key, _) in options.json { #expect(InheritedSales.option(key) != nil, "\(key)") }
  }

  @Test("A pattern beside rules that have none is refused, and not passed over")
  func patterns() throws {
    var changes = SalesChanges()
    changes.stockPattern = "[0-9]+"
    #expect(changes.patternWithoutRules(in: SalesOptions()) == nil)
    changes.cleaning = .sales
    #expect(changes.patternWithoutRules(in: SalesOptions()) == .stockPattern)
    let problem = #expect(throws: Problem.self) { try InheritedSales(loaded, changes) }
    #expect(problem?.kind == .badInput)
  }

  @Test("Of a change to everything nothing is lost, and a change of nothing changes nothing")
  func changesAreApplied() throws {
    var changes = SalesChanges()
    #expect(changes.applied(to: SalesOptions()) == SalesOptions())
    changes.columns = [.customer: "Buyer", .date: "When"]
    changes.delimiter = UInt8(ascii: ";")
    changes.decimal = .comma
    changes.dateOrder = .dmy
    changes.cleaning = .products
    changes.invoicePattern = "[0-9]{6}"
    changes.stockPattern = "[A-Z]+"
    changes.returns = .net
    changes.asOf = .nextDay
    changes.window = .days(30)
    changes.frequency = .days
    changes.monetary = .average
    changes.skipsBadRows = true
    changes.conditions = [try RowCondition("Country=France")]
    let options = changes.applied(to: SalesOptions())
    let (before, after) = (SalesOptions().json, options.json)
    for (key, value) in after {
      let old = before.first { $0.0 == key }
      #expect(old.map { $0.1.text(.compact) } != value.text(.compact), "\(key) is as it was")
    }
    changes = SalesChanges()
    changes.window = .all
    changes.conditions = []
    let all = changes.applied(to: options)
    #expect(all.windowDays == nil && all.conditions.isEmpty && all.delimiter == options.delimiter)
  }

  @Test("Another currency and another span of time are warned about, with their figures")
  func warnings() throws {
    let sales = try InheritedSales(loaded, SalesChanges())
    var report = SalesReport()
    report.currencySign = "£"
    let summed = SummedSales(
      table: shop.table, report: report, cleaning: .sales,
      from: Timestamp(seconds: InventedShop.asOf.seconds - 10 * Timestamp.secondsPerDay),
      asOf: InventedShop.asOf, netUnderHalf: nil)
    let warnings = sales.notes(.sales(summed)).filter(\.isWarning)
    #expect(warnings.count == 2)
    guard case .otherSpan(10, let trained, isLonger: false)? = warnings.first,
      case .otherCurrency("GBP", trained: "EUR")? = warnings.last
    else {
      Issue.record("\(warnings)")
      return
    }
    #expect(warnings[0].sentence.contains("10 days, those of the model \(Figures.count(trained)) days"))
  }
}
