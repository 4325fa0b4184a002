import Campaigns
import Customers
import JSONText
import RFMService
import Testing

@Suite("A campaign is measured against its controls")
struct CampaignUpliftTests {
  private let shop: InventedShop

  init() throws { shop = try InventedShop() }

  private func campaign(_ text: String, _ name: String = "list.csv") throws -> CampaignList {
    try shop.write(text, to: name)
    return try CampaignList("\(shop.folder)/\(name)")
  }

  private func uplift(
    _ list: String, _ sales: String, since: String? = nil, days: Int? = nil, isPlain: Bool = false
  ) throws -> CampaignUplift {
    let campaign = try campaign(list)
    try shop.write("Invoice,Date,Amount,Customer\n" + sales, to: "sales.csv")
    return try shop.loaded().uplift(
      of: campaign, since: try campaign.start(since.flatMap { Timestamp.parse($0)?.moment }), days: days,
      isPlain: isPlain, in: SalesFiles([shop.folder + "/sales.csv"]), SalesChanges(), .still)
  }

  private static let list = """
    customer_id,segment,group,as_of
    a,Best,target,2024-01-01 00:00:00
    b,Best,target,2024-01-01 00:00:00
    c,Best,control,2024-01-01 00:00:00
    d,Rest,target,2024-01-01 00:00:00
    e,Rest,control,2024-01-01 00:00:00

    """

  @Test("Only what the list's customers bought after it was made counts, by segment and group")
  func counted() throws {
    let uplift = try uplift(
      Self.list,
      """
      1,2023-12-31 10:00,100.00,a
      2,2024-01-02 10:00,10.00,a
      3,2024-01-03 10:00,5.50,a
      4,2024-01-03 10:00,7.00,c
      5,2024-01-04 10:00,99.00,stranger
      6,2024-02-20 10:00,50.00,d

      """)
    #expect(uplift.segments.map(\.name) == ["Best", "Rest"])
    let best = uplift.segments[0]
    #expect(best.uplift.targets.customers == 2 && best.uplift.targets.responders == 1)
    #expect("\(best.targetRevenue)" == "15.50" && "\(best.controlRevenue)" == "7.00")
    #expect(uplift.all.uplift.targets.responders == 2 && uplift.all.uplift.controls.customers == 2)
    #expect("\(uplift.since)" == "2024-01-01 00:00:01" && uplift.until == nil)
    #expect(uplift.currency == "EUR")
  }

  @Test("So many days count as are asked for, from the day that is named")
  func days() throws {
    let uplift = try uplift(
      Self.list, "1,2024-01-02 10:00,10.00,a\n2,2024-01-05 10:00,5.00,b\n3,2024-01-12 00:00,70.00,d\n",
      since: "2024-01-05", days: 7)
    #expect("\(uplift.all.targetRevenue)" == "5.00")
    #expect(uplift.until.map { "\($0)" } == "2024-01-11 23:59:59")
    #expect(
      uplift.json.text(.spaced).contains(#""from": "2024-01-05 00:00:00", "to": "2024-01-11 23:59:59""#))
  }

  /// A hundred customers in two segments, every fourth a control, and what they spent before.
  private static func longList(hasMonetary: Bool = true, _ sales: inout String) -> String {
    var list = "customer_id,monetary,segment,group,as_of\n"
    for i in 0..<100 {
      let monetary = 100 + 37 * (i % 11)
      let group = i % 4 == 0 ? "control" : "target"
      list +=
        "c\(i),\(hasMonetary ? "\(monetary).5" : ""),\(i % 3 == 0 ? "Best" : "Rest"),\(group),2024-01-01 00:00:00\n"
      if i % 5 < 3 { sales += "\(i),2024-01-02 10:00,\(monetary / 2 + i % 7).00,c\(i)\n" }
    }
    return list
  }

  @Test("Revenue goes by what the list says was spent before, response by segments; plain figures on request")
  func lessNoise() throws {
    var sales = ""
    let list = Self.longList(&sales)
    let (uplift, plain) = (try uplift(list, sales), try uplift(list, sales, isPlain: true))
    #expect(uplift.knowsBefore)
    let (response, revenue) = (try #require(uplift.all.response), try #require(uplift.all.revenue))
    #expect(response.method == .postStratified && revenue.method == .cuped)
    #expect(response == Uplift.stratifiedResponse(uplift.segments.map(\.uplift)))
    let plainRevenue = try #require(plain.all.revenue)
    #expect(plainRevenue.method == .welch && plain.all.response?.method == .proportions)
    #expect(plainRevenue == uplift.all.uplift.revenue && plain.all.response == uplift.all.uplift.response)
    #expect(revenue.high - revenue.low < plainRevenue.high - plainRevenue.low)
    #expect(
      uplift.segments.allSatisfy { $0.response?.method == .proportions && $0.revenue?.method == .cuped })
    #expect(uplift.json.text(.spaced).contains(#""method": "cuped", "interval": "wald""#))
    #expect("\(uplift.all.targetRevenue)" == "\(plain.all.targetRevenue)")
  }

  @Test("A list that does not say what was spent before is compared as it is")
  func withoutMonetary() throws {
    var sales = ""
    let uplift = try uplift(Self.longList(hasMonetary: false, &sales), sales)
    #expect(!uplift.knowsBefore)
    #expect(uplift.all.revenue == uplift.all.uplift.revenue)
    #expect(uplift.all.response?.method == .postStratified)
  }

  @Test("Sales from before the list are counted under a warning, with who bought only then")
  func overlap() throws {
    let sales = "1,2023-12-20 10:00,5.00,a\n2,2023-12-31 10:00,5.00,b\n3,2024-01-05 10:00,5.00,b\n"
    let early = try #require(try uplift(Self.list, sales, since: "2023-12-15").overlap)
    #expect("\(early.asOf)" == "2024-01-01 00:00:00" && early.customers == 1)
    #expect(try uplift(Self.list, sales).overlap == nil)
  }

  @Test("Intervals of groups in which few bought are Newcombe's, but for plain figures")
  func fewBought() throws {
    let sales = "2,2024-01-02 10:00,10.00,a\n"
    let best = try uplift(Self.list, sales).segments[0]
    #expect(best.uplift.isRough)
    #expect(best.response?.interval == .newcombe && best.response == best.uplift.response(.newcombe))
    #expect(try uplift(Self.list, sales, isPlain: true).segments[0].response?.interval == .wald)
  }

  @Test("A list of JSON Lines is read as the CSV is")
  func jsonLines() throws {
    let campaign = try campaign(
      #"{"customer_id": "a", "segment": "Best", "group": "control", "as_of": "2024-01-01 00:00:00"}"# + "\n",
      "list.jsonl")
    #expect(campaign.asOf.map { "\($0)" } == "2024-01-01 00:00:00")
  }

  @Test(
    "A list that cannot be measured is refused, with the line",
    arguments: [
      ("customer_id,segment\na,Best\n", "there is no column group"),
      ("customer_id,group\na,both\n", "line 2 of"), ("customer_id,group\na,target\na,control\n", "line 3 of"),
      ("customer_id,group,monetary\na,target,much\n", "monetary 'much' is not an amount"),
      ("customer_id,group,as_of\na,target,soon\n", "is not a date"), ("customer_id,group\n", "no customer"),
    ])
  func refused(list: String, why: String) throws {
    let problem = #expect(throws: Problem.self) { try campaign(list) }
    #expect(problem?.message.contains(why) ?? false, "\(problem?.message ?? "")")
  }

  @Test("A list without its date has to be told from when sales count")
  func withoutDate() throws {
    let campaign = try campaign("customer_id,group\na,target\n")
    #expect(throws: Problem.self) { try campaign.start(nil) }
    let day = try #require(Timestamp.parse("2024-01-05")?.moment)
    #expect(try campaign.start(day) == day)
  }

  @Test("An RFM table does not say when customers bought, so it cannot measure anything")
  func tables() throws {
    let campaign = try campaign(Self.list)
    try shop.write("customer_id,recency,frequency,monetary\na,1,2,3.00\n", to: "table.csv")
    let problem = #expect(throws: Problem.self) {
      try shop.loaded().uplift(
        of: campaign, since: try campaign.start(nil), in: SalesFiles([shop.folder + "/table.csv"]),
        SalesChanges(), .still)
    }
    #expect(problem?.message.contains("raw sales are needed") ?? false)
  }
}
