import Customers
import Foundation
import RFMService
import Segmentation
import Testing

@Suite("What the library answers about one customer")
struct AnswerTests {
  let shop: InventedShop

  init() throws { shop = try InventedShop() }

  @Test("Three values get the model's cluster, the pack's segment and what the other packs say")
  func values() throws {
    let inquiry = try shop.inquiry()
    for rfm in [RFM(recency: 3, frequency: 9, monetary: 1500), RFM(recency: 340, frequency: 1, monetary: 20)]
    {
      let answer = inquiry.answer(Subject(rfm))
      let expected = inquiry.model.classify(rfm)
      #expect(answer.classification.cluster == expected.cluster)
      #expect(answer.segmentName == ["Best", "Middle", "Rest"][expected.cluster])
      #expect(answer.others.map(\.pack) == ["by-score"])
      #expect(answer.others.map(\.segment) == [expected.scores.recency >= 4 ? "Fresh" : "Stale"])
      #expect(answer.customer == nil)
    }
  }

  @Test("A customer is looked up as the store has them, also as a spreadsheet writes the number")
  func lookUp() throws {
    let inquiry = try shop.inquiry()
    for id in ["17003", "17003.0"] {
      let subject = try inquiry.subject(customer: id)
      #expect(subject.stored?.id == "17003")
      #expect(subject.rfm == shop.table[3])
      #expect(inquiry.answer(subject).customer?.asOf == InventedShop.asOf)
    }
    #expect(try inquiry.find(customer: "99") == nil)
  }

  @Test("An ID that nobody has names the nearest ones, and is of the kind notFound")
  func unknown() throws {
    let inquiry = try shop.inquiry()
    let problem = #expect(throws: Problem.self) { try inquiry.subject(customer: "71005") }
    #expect(problem?.kind == .notFound)
    #expect(problem?.message.hasPrefix("no customer 71005 in shop. Nearest IDs: ") == true)
    #expect(problem?.message.contains("17005") == true, "the first two digits swapped")
  }

  @Test("Today is what the clock that is passed in says, and a day before the last purchase is refused")
  func days() throws {
    let today = try shop.inquiry(asOf: .today)
    #expect(today.observationDate == Timestamp(day: 14_005))
    #expect(try today.subject(customer: "17001").rfm.recency == Int(shop.table.recency[1]) + 5)
    let past = try shop.inquiry(asOf: .moment(Timestamp(day: 10_000)))
    let problem = #expect(throws: Problem.self) { try past.subject(customer: "17001") }
    #expect(problem?.kind == .badInput)
  }

  @Test("A model without dates says that it has none")
  func withoutDates() throws {
    let shop = try InventedShop(hasDates: false)
    let problem = #expect(throws: Problem.self) {
      try shop.inquiry(asOf: .today).subject(customer: "17001")
    }
    #expect(
      problem?.message == "this model knows no dates of purchases; as-of model goes back to its own recency")
  }

  @Test(
    "What as-of may be typed as", arguments: ["model", "TODAY", "now", "2010-12-31", "2010-12-31 10:00:00"])
  func asOfWords(word: String) {
    #expect(AsOf(word) != nil)
    #expect(AsOf(word + "x") == nil)
  }

  @Test("A date without a time is the end of that day")
  func endOfDay() {
    #expect(AsOf("2010-12-31") == Timestamp.parse("2010-12-31").map { .moment($0.moment.endOfDay) })
  }

  // MARK: Explanations

  @Test("Why says the segment of the answer, and the shares of the squared distance add up to one")
  func why() throws {
    let inquiry = try shop.inquiry()
    let subject = Subject(RFM(recency: 30, frequency: 4, monetary: 400))
    let explanation = inquiry.why(subject)
    #expect(explanation.segmentName == inquiry.answer(subject).segmentName)
    let shares = explanation.why.features.map(\.own.share)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    #expect(explanation.ruleThatTook?.clusters == [explanation.why.classification.cluster])
  }

  @Test("What reach promises holds when it is classified again")
  func reach() throws {
    let inquiry = try shop.inquiry()
    let subject = Subject(RFM(recency: 200, frequency: 2, monetary: 150))
    let prospects = try inquiry.reach(nil, subject)
    #expect(prospects.ways.map(\.name) == ["Best", "Middle", "Rest"])
    #expect(!prospects.isOfOne)
    for way in prospects.ways {
      guard let order = way.reach.order else { continue }
      #expect(inquiry.answer(Subject(order.to)).segmentName == way.name)
    }
    let one = try inquiry.reach("best", subject)
    #expect(one.isOfOne && one.ways.count == 1)
    let problem = #expect(throws: Problem.self) { try inquiry.reach("Platinum", subject) }
    #expect(problem?.message.hasPrefix("no segment is called \"Platinum\"") == true)
  }

  @Test("Days without an order say on which day the segment changes")
  func whatIf() throws {
    let inquiry = try shop.inquiry()
    let best = try #require(try inquiry.top(0, count: 1).rows.first)
    let subject = try inquiry.subject(customer: best.id)
    let supposition = try inquiry.whatIf(.days(1), subject)
    #expect(supposition.after.classification.rfm.recency == subject.rfm.recency + 1)
    let change = try #require(supposition.change)
    let then = RFM(
      recency: change.recency, frequency: subject.rfm.frequency, monetary: subject.rfm.monetary)
    let dayBefore = RFM(
      recency: change.recency - 1, frequency: subject.rfm.frequency, monetary: subject.rfm.monetary)
    #expect(inquiry.answer(Subject(then)).segmentName == change.name)
    #expect(inquiry.answer(Subject(dayBefore)).segmentName == "Best")
    #expect(change.isDue == false)
  }
}
