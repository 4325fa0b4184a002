import Customers
import Lifetime
import Testing

@testable import Segmentation

@Suite("Who will buy again, as a model says it")
struct BuyingAgainTests {
  private static func again(ratio: Double, check: LifetimeCheck?) -> BuyingAgain {
    BuyingAgain(
      fit: LifetimeFit(
        model: MBGNBD(r: 0.7336596, alpha: 69.75628, a: 0.2107330, b: 5.718920), logLikelihood: -100,
        nbdLogLikelihood: -100 - ratio / 2), check: check)
  }

  @Test("a percentage needs a check that was passed and customers who leave; else the reason is said")
  func words() {
    let better = LifetimeCheck(model: 1, naive: 1.5)
    #expect(Self.again(ratio: 20, check: better).isPercentage)
    #expect(Self.again(ratio: 20, check: better).words == "how likely they buy within 90 days")
    for again in [Self.again(ratio: 19.9, check: better), Self.again(ratio: 300, check: nil)] {
      #expect(!again.isPercentage)
      #expect(again.words == "order only: this data shows no drop-out (it ends at its peak, or is short)")
    }
    let worse = Self.again(ratio: 300, check: LifetimeCheck(model: 1.033, naive: 1))
    #expect(!worse.isPercentage)
    #expect(worse.words.contains("further off in the second (1.03 purchase days)"))
  }

  @Test("customer 12347 of Online Retail buys within 90 days with the chance that scipy gives")
  func reference() throws {
    let again = Self.again(ratio: 300, check: nil)
    let chance = try #require(again.probability(firstDay: 100, lastDay: 321, purchaseDays: 5, asOf: 321))
    #expect(abs(chance - 0.70569901) < 1e-6)
    #expect(again.probability(firstDay: 100, lastDay: 321, purchaseDays: 5, asOf: 320) == nil)
  }

  @Test("an RFM table says nothing of it, nor do customers who came once")
  func unknown() {
    let asOf = Timestamp(seconds: 100 * 86_400)
    #expect(BuyingAgain(.shop(20), asOf: asOf, threads: 1) == nil)
    var once = RFMTable.shop(5)
    once.firstPurchase = [Timestamp](repeating: Timestamp(seconds: 86_400), count: 5)
    once.lastPurchase = once.firstPurchase
    once.purchaseDays = [1, 1, 1, 1, 1]
    #expect(BuyingAgain(once, asOf: asOf, threads: 1) == nil)
    once.lastPurchase[2] = asOf
    once.purchaseDays[2] = 2
    let fitted = BuyingAgain(once, asOf: asOf, threads: 1)
    #expect(fitted != nil && fitted?.check == nil)
    #expect(BuyingAgain(once, asOf: asOf, threads: 3) == fitted)
  }
}
