import Customers
import Testing

@testable import Segmentation

@Suite("Rules in words")
struct RuleWordsTests {
  private let words = RuleWords { value in "£" + (value == 5000 ? "5,000" : RuleWords.plain(value)) }

  @Test(
    "a rule reads as a person would say it",
    arguments: [
      (Conditions(), "everyone"),
      (Conditions(bounds: [.recency: Bounds()]), "everyone"),
      (
        Conditions(bounds: [.monetary: Bounds(min: 5000), .recency: Bounds(max: 30)]),
        "recency at most 30 days, monetary at least £5,000"
      ),
      (
        Conditions(clusters: [0], bounds: [.recency: Bounds(min: 90)]),
        "cluster 0, recency at least 90 days"
      ),
      (Conditions(clusters: [3, 0, 2]), "cluster 0, 2 or 3"),
      (Conditions(bounds: [.frequency: Bounds(min: 1, max: 1)]), "frequency 1 order"),
      (Conditions(bounds: [.frequency: Bounds(min: 2, max: 5)]), "frequency 2 to 5 orders"),
      (Conditions(bounds: [.recency: Bounds(max: 1)]), "recency at most 1 day"),
      (
        Conditions(bounds: [.monetary: Bounds(min: 99.5, below: 5000)]),
        "monetary at least £99.5 and below £5,000"
      ),
      (Conditions(outlier: true), "outlier (beyond the fences)"),
      (Conditions(outlier: false), "no outlier (within the fences)"),
      (Conditions(bounds: [.monetaryScore: Bounds(min: 4, max: 5)]), "monetary score 4 to 5"),
    ])
  func rules(conditions: Conditions, expected: String) {
    #expect(words.words(conditions) == expected)
  }

  @Test("alternatives are joined")
  func alternatives() {
    let segment = Segment(
      name: "Key", when: [Conditions(clusters: [0]), Conditions(bounds: [.frequency: Bounds(min: 10)])])
    #expect(words.words(segment) == "cluster 0; or frequency at least 10 orders")
    #expect(RuleWords(frequencyUnit: "line").words(segment) == "cluster 0; or frequency at least 10 lines")
  }

  @Test("a customer who fails a rule is told by which conditions")
  func failures() {
    let customer = LintExample(
      rfm: RFM(recency: 12, frequency: 3, monetary: 120), cluster: 2, isOutlier: false,
      scores: Scores(recency: 5, frequency: 3, monetary: 2)
    ).classification
    let rule = Conditions(
      clusters: [0, 1], outlier: true,
      bounds: [
        .recency: Bounds(min: 90), .frequency: Bounds(min: 1, max: 2), .monetary: Bounds(min: 5000),
        .recencyScore: Bounds(min: 5), .monetaryScore: Bounds(below: 2),
      ])
    #expect(
      words.failures(rule, of: customer) == [
        "cluster is 2, not 0 or 1", "it is no outlier", "recency 12 is not at least 90",
        "frequency 3 is not at most 2", "monetary £120 is not at least £5,000",
        "monetary score 2 is not below 2",
      ])
    #expect(words.failures(Conditions(), of: customer).isEmpty)
    #expect(words.failures(Conditions(outlier: false), of: customer).isEmpty)
  }
}
