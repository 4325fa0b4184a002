import Testing
import Wording

@Suite("Numbers as a person reads them")
struct FiguresTests {
  @Test("Money has its sign, its thousands apart, and cents where the currency has some")
  func money() {
    #expect(Figures(currency: "GBP").money(1840.5) == "£1,840.50")
    #expect(Figures(currency: "JPY").money(1840.5) == "¥1,841")
    #expect(Figures(currency: "CHF").money(-0.05) == "-CHF 0.05")
    #expect(Figures(currency: nil).money(1_234_567) == "1,234,567.00")
    #expect(Figures(currency: "GBP").money(-0.001) == "£0.00")
  }

  @Test(
    "A narrow column gets three figures",
    arguments: [
      (949.6, "£950"), (999.6, "£1.00k"), (9_499, "£9.50k"), (345_000, "£345k"), (4_120_000, "£4.12M"),
    ])
  func compact(amount: Double, text: String) {
    #expect(Figures(currency: "GBP").compact(amount) == text)
  }

  @Test(
    "A number is rounded as the decimal that is shown, half away from zero",
    arguments: [(1.005, 2, "1.01"), (0.5, 0, "1"), (-2.5, 0, "-3"), (9.995, 2, "10.00"), (1e-7, 3, "0.000")])
  func fixed(number: Double, digits: Int, text: String) {
    #expect(Figures.fixed(number, digits: digits) == text)
  }

  @Test("One thing is one, and others are many")
  func counted() {
    #expect(Figures.counted(1, "customer") == "1 customer")
    #expect(Figures.counted(4285, "customer") == "4,285 customers")
    #expect(Figures.count(-12_000) == "-12,000")
  }
}

@Suite("Text from a file on its way to a person")
struct ShownTests {
  @Test("What would steer a terminal is shown instead of done")
  func escapes() {
    #expect(Shown.line("a\u{1B}[2Jb\nc") == "a\\u001b[2Jb\\nc")
    #expect(Shown.text("a\u{9B}2J\n") == "a\\u009b2J\n")
    #expect(Shown.text("\u{1B}[1mbold\u{1B}[0m", keepsColour: true) == "\u{1B}[1mbold\u{1B}[0m")
  }

  @Test("A text in a message stays on its line and is not without end")
  func legibleText() {
    #expect(legible("tab\there") == "tab\\there")
    #expect(legible(String(repeating: "x", count: 100)) == String(repeating: "x", count: 60) + "…")
    #expect("  spaced out\n".trimmed == "spaced out")
  }
}
