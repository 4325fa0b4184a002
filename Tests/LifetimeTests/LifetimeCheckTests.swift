import Customers
import Testing

@testable import Lifetime

@Suite("The check of the model of lifetimes")
struct LifetimeCheckTests {
  private func half(_ check: LifetimeFixture.Check) -> LifetimeCheck.FirstHalf {
    let first = check.customers.map { 100 - $0[2] }
    return LifetimeCheck.FirstHalf(
      firstDays: first, lastDays: zip(first, check.customers).map { $0 + $1[1] },
      purchaseDays: check.customers.map { $0[0] + 1 }, laterDays: check.customers.map { $0[3] })
  }

  @Test("its errors are those of lifetimes")
  func errors() throws {
    for check in try LifetimeFixture.read().checks {
      let own = try #require(LifetimeCheck(half(check), from: 0, middle: 100, to: 200, threads: 1))
      #expect(abs(own.model - check.model) < 1e-6, "\(check.name): \(own)")
      #expect(abs(own.naive - check.naive) < 1e-12, "\(check.name): \(own)")
      #expect(LifetimeCheck(half(check), from: 0, middle: 100, to: 200, threads: 7) == own)
    }
  }

  @Test("it is passed by a model that is no worse than the rate, where customers leave")
  func passed() {
    let model = MBGNBD(r: 1, alpha: 1, a: 1, b: 1)
    let leaving = LifetimeFit(model: model, logLikelihood: -90, nbdLogLikelihood: -100)
    let staying = LifetimeFit(model: model, logLikelihood: -90.1, nbdLogLikelihood: -100)
    #expect(LifetimeCheck(model: 1, naive: 1).isPassed(by: leaving))
    #expect(!LifetimeCheck(model: 1.01, naive: 1).isPassed(by: leaving))
    #expect(!LifetimeCheck(model: 0.5, naive: 1).isPassed(by: staying))
  }

  @Test("a span without halves cannot be checked")
  func noHalves() throws {
    let check = try #require(try LifetimeFixture.read().checks.first)
    #expect(LifetimeCheck(half(check), from: 100, middle: 100, to: 200, threads: 1) == nil)
    #expect(LifetimeCheck(half(check), from: 0, middle: 100, to: 100, threads: 1) == nil)
    let nobody = LifetimeCheck.FirstHalf(firstDays: [], lastDays: [], purchaseDays: [], laterDays: [])
    #expect(LifetimeCheck(nobody, from: 0, middle: 100, to: 200, threads: 1) == nil)
    #expect(RFMTable.FirstHalf.end(from: 10, to: 15) == 12)
  }
}
