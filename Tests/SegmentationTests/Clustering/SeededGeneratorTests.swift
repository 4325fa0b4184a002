import Testing

@testable import Segmentation

@Suite("The generator")
struct SeededGeneratorTests {
  @Test func theGeneratorIsThatOfThePaper() {
    // The first numbers of SplitMix64 from the seed 1234567, as its reference implementation gives them.
    var generator = SeededGenerator(seed: 1_234_567)
    #expect(generator.next() == 6_457_827_717_110_365_317)
    #expect(generator.next() == 3_203_168_211_198_807_973)
    #expect(generator.next() == 9_817_491_932_198_370_423)
  }

  @Test func everyStreamOfASeedIsAnother() {
    let firsts = (-3...100).map { stream in
      var generator = SeededGenerator(seed: 42, stream: stream)
      return generator.next()
    }
    #expect(Set(firsts).count == firsts.count)
  }

  @Test func numbersAreUniform() {
    var generator = SeededGenerator(seed: 1)
    var counts = [Int](repeating: 0, count: 7)
    var sum = 0.0
    for _ in 0..<7000 {
      counts[generator.index(below: 7)] += 1
      sum += generator.unit()
    }
    #expect(counts.allSatisfy { 850...1150 ~= $0 })
    #expect(abs(sum / 7000 - 0.5) < 0.02)
  }
}
