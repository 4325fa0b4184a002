import Foundation
import TestSupport
import Testing

@testable import Lifetime

extension LifetimeFixture.Shop {
  /// One history for each customer.
  var histories: [History] {
    customers.flatMap { row in
      repeatElement(History(repeats: row[0], ageAtLast: row[1], age: row[2]), count: row[3])
    }
  }
}

private func isClose(_ a: Double, _ b: Double, _ relative: Double) -> Bool { abs(a - b) <= relative * abs(b) }

@Suite("The model of lifetimes")
struct LifetimeTests {
  private let fixture: LifetimeFixture

  init() throws { fixture = try LifetimeFixture.read() }

  @Test("its likelihood and gradient are those of scipy")
  func likelihood() {
    for shop in fixture.fits {
      let likelihood = Likelihood(Histories(shop.histories), threads: 1)
      let scale = likelihood.scale
      var scaled = shop.given.parameters
      scaled[1] *= scale
      let (value, gradient) = likelihood.mbg(scaled)
      #expect(isClose(likelihood.inDays(value), shop.given.value, 1e-12), "\(shop.name)")
      for (i, expected) in shop.given.gradient.enumerated() {
        let own = i == 1 ? gradient[i] * scale : gradient[i]
        #expect(isClose(own, expected, 1e-9), "\(shop.name), parameter \(i): \(own), not \(expected)")
      }
      let nbd = likelihood.nbd(Array(scaled.prefix(2))).value
      #expect(isClose(likelihood.inDays(nbd), shop.given.nbd, 1e-12), "\(shop.name), NBD")
    }
  }

  @Test("its fit is as likely as that of lifetimes")
  func fit() throws {
    for shop in fixture.fits {
      let fit = try #require(LifetimeFit(Histories(shop.histories), threads: 1))
      #expect(isClose(fit.logLikelihood, shop.logLikelihood, 1e-9), "\(shop.name): \(fit)")
      #expect(isClose(fit.nbdLogLikelihood, shop.nbdLogLikelihood, 1e-9), "\(shop.name): \(fit)")
      // Where nobody leaves, a and b are anywhere, but what they say of a customer is the same.
      let theirs = MBGNBD(
        r: shop.parameters[0], alpha: shop.parameters[1], a: shop.parameters[2], b: shop.parameters[3])
      for history in Set(shop.histories) {
        let (own, expected) = (
          fit.model.probabilityOfPurchase(history, within: 90),
          theirs.probabilityOfPurchase(history, within: 90)
        )
        #expect(abs(own - expected) < 1e-6, "\(shop.name), \(history)")
      }
    }
  }

  @Test("CDNOW comes out as published: LL −9582.132685, and −9763.660222 without leaving")
  func published() throws {
    let shop = try #require(fixture.fits.first)
    let histories = Histories(shop.histories)
    let fit = try #require(LifetimeFit(histories, threads: 1))
    // The figures are for time in weeks; the customers' is in hundredths of weeks.
    let inWeeks = Double(histories.repeats) * log(100)
    #expect(histories.customers == 2357)
    #expect(isClose(fit.logLikelihood + inWeeks, -9582.132685, 1e-9))
    #expect(isClose(fit.nbdLogLikelihood + inWeeks, -9763.660222, 1e-9))
    for (own, expected) in [
      (fit.model.r, 0.5248379), (fit.model.alpha / 100, 6.182992), (fit.model.a, 0.8913563),
      (fit.model.b, 1.614000),
    ] {
      #expect(isClose(own, expected, 1e-5), "\(own), not \(expected)")
    }
    #expect(fit.likelihoodRatio > LifetimeFit.leastRatio)
  }

  @Test("where nobody leaves, the likelihood ratio says so")
  func nobodyLeaves() throws {
    let shop = try #require(fixture.fits.last)
    let fit = try #require(LifetimeFit(Histories(shop.histories), threads: 1))
    #expect(abs(fit.likelihoodRatio) < 1)
    #expect(fit.model.probabilityAlive(History(repeats: 3, ageAtLast: 100, age: 300)) > 0.999)
  }

  @Test("what it says of a customer is what lifetimes and an integral say")
  func predictions() {
    for predictions in fixture.predictions {
      let p = predictions.parameters
      let model = MBGNBD(r: p[0], alpha: p[1], a: p[2], b: p[3])
      for customer in predictions.customers {
        let history = History(
          repeats: customer.repeats, ageAtLast: customer.ageAtLast, age: customer.age)
        #expect(isClose(model.probabilityAlive(history), customer.alive, 1e-9), "\(customer)")
        #expect(
          abs(model.probabilityOfPurchase(history, within: customer.days) - customer.buys) < 1e-9,
          "\(customer)")
        let expected = model.expectedPurchaseDays(history, within: customer.days)
        #expect(isClose(expected, customer.expected, 1e-6), "\(customer): \(expected)")
      }
    }
  }

  /// a = 1 is a pole of the closed form.
  @Test("nothing becomes infinite at a = 1")
  func pole() {
    let history = History(repeats: 2, ageAtLast: 40, age: 90)
    func expected(_ a: Double) -> Double {
      MBGNBD(r: 0.5, alpha: 20, a: a, b: 2).expectedPurchaseDays(history, within: 90)
    }
    #expect(isClose(expected(1), (expected(0.999_999) + expected(1.000_001)) / 2, 1e-9))
  }

  @Test("threads and the order of the customers change no bit")
  func threads() {
    // Enough distinct histories for several blocks.
    var random = RandomNumbers(seed: 5)
    let histories = (0..<12_000).map { _ in
      let age = 1 + random.below(700)
      let ageAtLast = random.below(age + 1)
      return History(
        repeats: ageAtLast == 0 ? 0 : 1 + random.below(min(ageAtLast, 9)), ageAtLast: ageAtLast, age: age)
    }
    #expect(Histories(histories).distinct > 9_000)
    func likelihood(_ histories: some Sequence<History>, threads: Int) -> [Double] {
      let (value, gradient) = Likelihood(Histories(histories), threads: threads).mbg([0.7, 2, 0.6, 2.5])
      return [value] + gradient
    }
    let alone = likelihood(histories, threads: 1)
    #expect(likelihood(histories.reversed(), threads: 2) == alone)
    #expect(likelihood(histories, threads: 16) == alone)
  }

  @Test("where nobody came back there is nothing to learn from")
  func nothing() {
    let once = (0..<50).map { History(repeats: 0, ageAtLast: 0, age: $0) }
    #expect(LifetimeFit(Histories(once), threads: 1) == nil)
    #expect(LifetimeFit(Histories([History]()), threads: 1) == nil)
    let few = LifetimeFit(Histories([History(repeats: 1, ageAtLast: 1, age: 1)]), threads: 1)
    #expect(few.map { $0.logLikelihood.isFinite && $0.model.r.isFinite } == true)
  }
}
