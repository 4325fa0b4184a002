import Customers
import JSONText
import Testing

@testable import Segmentation

struct WhatIfTests {
  private let rfm = RFM(recency: 12, frequency: 5, monetary: 1840.1)

  private func model(average: Bool = false) -> Model {
    var model = ExplainedWorld(seed: 3).model
    model.training.sales = SalesRecipe([
      ("frequency", "invoices"), ("monetary", average ? "average" : "total"),
    ])
    return model
  }

  private func after(_ event: WhatIf.Event, average: Bool = false) throws -> RFM {
    try WhatIf(event, to: rfm, model: model(average: average), pack: nil).after.rfm
  }

  @Test("changes are read as people write them")
  func reading() throws {
    #expect(
      try after(.changes(ValueChange.list("f+2 m+100.2"))) == RFM(recency: 12, frequency: 7, monetary: 1940.3)
    )
    #expect(
      try after(.changes(ValueChange.list("r-3,f=9"))) == RFM(recency: 9, frequency: 9, monetary: 1840.1))
    #expect(
      try after(.changes(ValueChange.list("m-£2000"))) == RFM(recency: 12, frequency: 5, monetary: -159.9))
    #expect(try after(.changes(ValueChange.list("Monetary=−20 recency=0"))).monetary == -20)
  }

  @Test(
    "what cannot be done is said in a sentence",
    arguments: [
      ("", "no change is given; write f+2, m+100, r-3 or f=9"),
      ("x+2", "'x+2' is not a change; write f+2, m+100, r-3 or f=9"),
      ("f2", "'f2' is not a change; write f+2, m+100, r-3 or f=9"),
      ("f+", "'f+' lacks its number; write f+2, m+100, r-3 or f=9"),
      ("f+two", "'two' in 'f+two' is not a number; write m+1840.50, with a point"),
      ("m+-2", "'-2' in 'm+-2' is not a number; write m+1840.50, with a point"),
      ("f+1.5", "frequency is counted in whole orders, and '1.5' is not whole"),
      ("f+1 f+2", "frequency is changed twice; give one change for it"),
      ("r-13", "recency would be -1, and it cannot be below 0"),
      ("f=0", "frequency would be 0, and it cannot be below 1"),
      ("f+3000000000", "frequency would be too large"),
      ("m+99999999999999", "monetary would be too large"),
    ])
  func faults(text: String, sentence: String) {
    #expect {
      try after(.changes(ValueChange.list(text)))
    } throws: { error in
      (error as? ChangeError)?.description == sentence
    }
  }

  @Test("an order sets recency to 0, adds one, and adds its value or averages anew")
  func order() throws {
    #expect(try after(.order(50.2)) == RFM(recency: 0, frequency: 6, monetary: 1890.3))
    #expect(
      try after(.order(40.1), average: true)
        == RFM(recency: 0, frequency: 6, monetary: (1840.1 * 5 + 40.1) / 6))
    #expect(throws: ChangeError.negativeOrder(-1)) { try after(.order(-1)) }
  }

  @Test("days add to recency, and say when waiting changes the place")
  func days() throws {
    var world = ExplainedWorld(seed: 12)
    for _ in 0..<200 {
      let rfm = world.customer()
      let whatIf = try WhatIf(.days(30), to: rfm, model: world.model, pack: world.pack)
      #expect(whatIf.after.rfm.recency == rfm.recency + 30)
      if whatIf.placeAfter != whatIf.placeBefore {
        #expect(whatIf.nextChange?.recency ?? .max <= rfm.recency + 30)
      }
    }
    #expect(throws: ChangeError.negativeDays(-1)) { try after(.days(-1)) }
  }

  @Test("what reach claims, what-if gives", arguments: 0..<10)
  func asReach(part: Int) throws {
    for seed in 0..<40 {
      var world = ExplainedWorld(seed: UInt64(90_000 + part * 40 + seed))
      let rfm = world.customer()
      for reach in Reach.all(from: rfm, model: world.model, pack: world.pack) {
        if let order = reach.order {
          let whatIf = try WhatIf(.order(order.value), to: rfm, model: world.model, pack: world.pack)
          #expect(whatIf.after.rfm == order.to && whatIf.placeAfter == reach.target)
        }
        for change in reach.changes {
          guard let move = change.move else { continue }
          let event = WhatIf.Event.changes([ValueChange(change.feature, .add(move.delta))])
          let whatIf = try WhatIf(event, to: rfm, model: world.model, pack: world.pack)
          #expect(whatIf.after.rfm == move.rfm && whatIf.placeAfter == reach.target)
        }
      }
    }
  }

  @Test("the JSON of reach has the keys that are promised")
  func json() {
    let model = model()
    let here = Place.cluster(model.classify(rfm).cluster)
    #expect(
      Reach(here, from: rfm, model: model, pack: nil).json(segment: "A").text(.compact)
        == #"{"segment":"A","from":{"recency":12,"frequency":5,"monetary":1840.1},"orders":null,"order":null,"changes":[]}"#
    )
    let change = Reach.Change(
      feature: .frequency, from: 5,
      move: Reach.Move(to: 9, delta: 4, rfm: RFM(recency: 12, frequency: 9, monetary: 1840.1)))
    #expect(
      change.json.text(.compact) == #"{"feature":"frequency","possible":true,"from":5,"to":9,"delta":4}"#)
    let none = Reach.Change(feature: .recency, from: 12, move: nil)
    #expect(none.json.text(.compact) == #"{"feature":"recency","possible":false}"#)
  }
}
