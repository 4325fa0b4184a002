import Testing

@testable import Transactions

@Suite("What the writer of a layout should know")
struct LayoutLintTests {
  private func layout(_ change: (inout Layout) -> Void = { _ in }) -> Layout {
    var layout = Layout(
      name: "my-till", title: "Till",
      recognise: Layout.Recognition(headers: [["Receipt"], ["Till"]]),
      columns: [.customer: ["E-mail"], .invoice: ["Receipt"], .date: ["Day"], .amount: ["Paid"]])
    change(&layout)
    return layout
  }

  private func messages(
    of layout: Layout, others: [Layout] = [], _ severity: LayoutLint.Finding.Severity
  ) -> [String] {
    LayoutLint(layout, fileName: "my-till", others: others).findings.filter { $0.severity == severity }
      .map(\.message)
  }

  @Test("A good layout has no findings") func good() {
    #expect(LayoutLint(layout(), fileName: "my-till", others: [layout()]).findings.isEmpty)
  }

  @Test("A file with another name than its layout is pointed out") func names() {
    let lint = LayoutLint(layout(), fileName: "till")
    #expect(lint.findings.map(\.severity) == [.warning] && !lint.hasErrors)
  }

  @Test("A header without letters and digits is found in no file") func noHeader() {
    #expect(messages(of: layout { $0.columns[.stock] = ["--"] }, .error).count == 1)
  }

  @Test("Two spellings of one header are superfluous") func spellings() {
    #expect(
      messages(of: layout { $0.columns[.customer] = ["E-mail", "email", "Card"] }, .info)
        == ["columns.customer: 'E-mail', 'email' are one header; one of them is enough"])
  }

  @Test("A header that must and must not be there is never found") func contradiction() {
    #expect(messages(of: layout { $0.recognise.without = ["TILL"] }, .error).count == 1)
    #expect(messages(of: layout { $0.recognise.without = ["Shop"] }, .error).isEmpty)
  }

  @Test("Another layout that fits the same files, and more, is taken") func overlap() {
    var other = layout { $0.name = "other" }
    other.recognise.headers = [["receipt"], ["Till", "Shop"], ["Till"]]
    #expect(
      messages(of: layout(), others: [other], .warning).first?.hasPrefix("'other' fits wherever") == true)
    other.recognise.headers = [["receipt"]]
    #expect(messages(of: layout(), others: [other], .info).count == 1)
    // It may be there in a file of this layout.
    other.recognise.without = ["Shop"]
    #expect(LayoutLint(layout(), others: [other]).findings.isEmpty)
  }

  @Test("Conditions that nothing can meet are pointed out") func conditions() {
    func state(_ values: [String], isNegated: Bool = false) -> Layout.Count {
      Layout.Count(
        Layout.Condition(column: ["State"], values: values, isNegated: isNegated), otherwise: "not paid")
    }
    #expect(
      messages(of: layout { $0.counts = [state(["draft"], isNegated: true), state(["paid"])] }, .warning)
        == [])
    #expect(
      messages(of: layout { $0.counts = [state(["*paid"], isNegated: true), state(["Un-paid"])] }, .warning)
        .count
        == 1)
    let returns = layout {
      $0.counts = [state(["paid"])]
      $0.returns.when = [Layout.Condition(column: ["state"], values: ["Refund"])]
    }
    #expect(messages(of: returns, .warning).first?.hasPrefix("returns: ") == true)
  }

  @Test("Filling down needs to know what one order is") func fillDown() {
    let without = layout {
      $0.fillDown = ["Day"]
      $0.columns[.invoice] = nil
    }
    #expect(messages(of: without, .error).count == 1)
  }

  @Test("A name before an e-mail makes one of two people") func nameFirst() {
    #expect(
      messages(of: layout { $0.columns[.customer] = ["Customer Name", "E-mail"] }, .warning).count == 1)
    #expect(messages(of: layout { $0.columns[.customer] = ["E-mail", "Customer Name"] }, .warning).isEmpty)
  }
}
