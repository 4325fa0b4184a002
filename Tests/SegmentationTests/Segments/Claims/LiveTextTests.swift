import Customers
import Segmentation
import Testing

/// Figures in texts are filled in when they are shown.
@Suite struct LiveTextTests {
  private func filled(_ text: String) -> String {
    LiveText.filled(text) { figure in
      switch figure {
      case .customers: "12 customers"
      case .percentile(80, .frequency): "6 orders"
      default: nil
      }
    }
  }

  @Test("Known figures are filled in") func known() {
    #expect(filled("{customers} of {p80Frequency}.") == "12 customers of 6 orders.")
    #expect(filled("No figure.") == "No figure.")
  }

  @Test("A sentence of which a figure is not known is left out") func unknown() {
    #expect(
      filled("They are {customers}. They have {meanRecency}. They stay.")
        == "They are 12 customers. They stay.")
  }

  @Test(
    "Braces that hold no figure stay",
    arguments: ["{", "}", "{}", "a {b c} d", "{x", "{nothing}", "{p101Recency}"])
  func others(text: String) { #expect(filled(text) == text) }

  @Test func everyNameIsAFigure() {
    #expect(LiveFigure.named.count == 12)
    for (name, figure) in LiveFigure.named { #expect(LiveFigure(named: name) == figure) }
    #expect(LiveFigure(named: "p5Monetary") == .percentile(5, .monetary))
    #expect(LiveFigure(named: "p05Monetary") == nil)
  }
}
