import Testing
import Wording

@Suite("Options in sentences are said as each door takes them")
struct OptionNameTests {
  private func typed(_ text: String) -> String { OptionName.said(in: text) { "--\($0)" } }

  @Test("A shell says --where, a request says where")
  func doors() {
    let sentence = "use \(OptionName.clean) sales, or \(OptionName.invoicePattern)"
    #expect(typed(sentence) == "use --clean sales, or --invoice-pattern")
    #expect(OptionName.said(in: sentence) { $0 } == "use clean sales, or invoice-pattern")
  }

  @Test("Every option can be told from the text around it", arguments: OptionName.allCases)
  func around(option: OptionName) {
    #expect(typed("(\(option)=5, \(option))") == "(--\(option.rawValue)=5, --\(option.rawValue))")
  }

  @Test(
    "Text without options stays as it is", arguments: ["", "--where", "Zoë 👩‍👩‍👧 – \u{10FFFD}", "\u{F4661}k"])
  func nothing(text: String) {
    #expect(typed(text) == text)
  }

  @Test("A sentence that was cut has what is left of the option")
  func cut() {
    let sentence = "by \(OptionName.where)"
    #expect(typed(String(sentence.dropLast(3)) + "…") == "by --wh…")
    #expect(typed(String(sentence.dropLast(5)) + "…") == "by --…")
    #expect(typed(String(sentence.dropLast(6)) + "…") == "by …")
  }

  @Test("It takes as many columns as two hyphens and the name")
  func width() {
    #expect(OptionName.where.description.count == "--where".count)
  }
}
