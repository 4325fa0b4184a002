import Testing
import Wording

@Suite("The nearest word")
struct NearestTests {
  @Test(arguments: [
    ("recncy", "recency"), ("RECENCY", "recency"), ("freqeuncy", "frequency"), ("monetray", "monetary"),
    ("rec", "recency"), ("monetary_value", "monetary"), ("mni", "min"), ("mim", "min"),
  ])
  func isTheOneThatWasMeant(word: String, meant: String) {
    #expect(nearest(word, among: ["recency", "frequency", "monetary", "min"]) == meant)
  }

  @Test(arguments: ["", "x", "zzz", "recipes", "colour"])
  func isNoneWhenNoneIsNear(word: String) {
    #expect(nearest(word, among: ["recency", "frequency", "monetary", "min"]) == nil)
  }

  @Test func theFirstOfEqualsWins() {
    #expect(nearest("cat", among: ["bat", "hat"]) == "bat")
    #expect(nearest("cat", among: []) == nil)
  }
}
