import Foundation

/// The figures of lifetimes and scipy; lifetime-fixture.py makes the file.
struct LifetimeFixture: Decodable {
  let fits: [Shop]
  let predictions: [Predictions]
  let checks: [Check]

  struct Shop: Decodable {
    let name: String
    /// Repeats, age at the last purchase, age, and how many customers have these.
    let customers: [[Int]]
    /// r, α, a, b
    let parameters: [Double]
    let logLikelihood: Double
    let nbdLogLikelihood: Double
    let given: Likelihood

    struct Likelihood: Decodable {
      let parameters: [Double]
      let value: Double
      let gradient: [Double]
      let nbd: Double
    }
  }

  struct Predictions: Decodable {
    let parameters: [Double]
    let customers: [Customer]

    struct Customer: Decodable {
      let repeats: Int
      let ageAtLast: Int
      let age: Int
      let days: Int
      let alive: Double
      let buys: Double
      let expected: Double
    }
  }

  struct Check: Decodable {
    let name: String
    /// Repeats, age at the last purchase, age in the first hundred days, and purchase days in the second.
    let customers: [[Int32]]
    let model: Double
    let naive: Double
  }

  static func read() throws -> LifetimeFixture {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
      path: "lifetime-fixture.json")
    return try JSONDecoder().decode(LifetimeFixture.self, from: Data(contentsOf: url))
  }
}
