import Testing

@testable import Transactions

@Suite("Which layout fits a file")
struct LayoutRecognitionTests {
  private func layout(_ name: String, _ headers: [[String]], without: [String] = []) -> Layout {
    Layout(
      name: name, title: name, recognise: Layout.Recognition(headers: headers, without: without),
      columns: [.customer: ["E-mail"], .date: ["Day"], .amount: ["Paid"]])
  }

  private func names(_ lines: [[String]], _ layouts: [Layout]) -> [String] {
    LayoutRecognition(of: lines, among: layouts).matches.map { "\($0.layout.name) \($0.line)" }
  }

  @Test("The header is the first line that has all the headers, whatever they are written like") func header()
  {
    let lines = [["Sales"], ["", ""], ["receipt no.", "TILL ", "x"], ["Receipt #", "Till", "y"]]
    #expect(names(lines, [layout("a", [["Receipt Nr"], ["Till", "Desk"]])]) == ["a 2"])
    #expect(names(lines, [layout("a", [["Receipt Nr"], ["Till"]], without: ["X"])]) == ["a 3"])
    #expect(names(lines, [layout("a", [["Receipt Nr"], ["Shop"]])]) == [])
  }

  @Test("The layout that asks for more headers is taken, else the first") func ties() {
    let lines = [["a", "b", "c"]]
    let layouts = [
      layout("one", [["a"]]), layout("two", [["a"], ["b"]]), layout("other", [["b"], ["c"]]),
      layout("none", [["d"]]),
    ]
    #expect(names(lines, layouts) == ["two 0", "other 0", "one 0"])
  }

  @Test("Fifty lines are looked at") func limit() {
    let header = [["a"]]
    let empty = [[String]](repeating: [""], count: 49)
    #expect(names(empty + header, [layout("one", [["a"]])]) == ["one 49"])
    #expect(names(empty + [[""]] + header, [layout("one", [["a"]])]) == [])
  }

  @Test("A layout that knows the line of its header looks at no other") func headerRow() {
    var layout = layout("one", [["a"]])
    layout.headerRow = 2
    #expect(names([["a"], ["a"]], [layout]) == ["one 1"])
    #expect(names([["a"], ["b"], ["a"]], [layout]) == [])
    #expect(names([["a"]], [layout]) == [])
  }

  @Test("A header that folds to nothing is none") func noHeader() {
    #expect(names([["--", ""]], [layout("one", [["*"]])]) == [])
  }
}
