import Customers
import TestSupport
import Testing

@Suite("Exact decimals")
struct ExactDecimalTests {
  @Test func areWrittenWithAllTheirDigits() {
    #expect(ExactDecimal(units: 184_050, scale: 2).description == "1840.50")
    #expect(ExactDecimal(units: -5, scale: 3).description == "-0.005")
    #expect(ExactDecimal(units: 0, scale: 2).description == "0.00")
    #expect(ExactDecimal(units: 12, scale: 0).description == "12")
    #expect(ExactDecimal(units: .min, scale: 2).description.hasPrefix("-1701411834604692317"))
  }

  @Test func areReadAsTheyAreWritten() {
    var numbers = RandomNumbers(seed: 12)
    for _ in 0..<300 {
      let units =
        Int128(Int64.random(in: .min ... .max, using: &numbers))
        * Int128.random(in: 0..<1 << 40, using: &numbers)
      let decimal = ExactDecimal(units: units, scale: Int.random(in: 0..<30, using: &numbers))
      #expect(ExactDecimal(decimal.description) == decimal)
    }
    #expect(ExactDecimal("1e5") == nil)
    #expect(ExactDecimal("1.2.3") == nil)
    #expect(ExactDecimal("") == nil)
    #expect(ExactDecimal(String(repeating: "9", count: 40)) == nil)
  }

  @Test func theNearestDoubleIsTheOneThatIsPrintedShortest() {
    var numbers = RandomNumbers(seed: 13)
    for _ in 0..<300 {
      let units = Int128(
        Int64.random(in: .min ... .max, using: &numbers) >> Int64.random(in: 0..<60, using: &numbers))
      let decimal = ExactDecimal(units: units, scale: Int.random(in: 0..<25, using: &numbers))
      #expect(decimal.double == Double(decimal.description))
    }
    #expect(ExactDecimal(units: 30, scale: 2).double == 0.3)
  }

  @Test func addUpAtTheFinerScale() {
    let sum = ExactDecimal(units: 1, scale: 1) + ExactDecimal(units: 20, scale: 3)
    #expect(sum == ExactDecimal(units: 120, scale: 3))
  }
}
