import Foundation
import Testing

@testable import Transactions

@Suite("Headers, folded")
struct FoldedHeaderTests {
  private struct Truth: Decodable {
    var folded: [String: String]
  }

  @Test("Headers fold as docs/layouts.md says, written out by hand") func asWrittenOut() throws {
    let data = try Data(contentsOf: ShippedLayouts.exports.appending(path: "truth.json"))
    let truth = try JSONDecoder().decode(Truth.self, from: data)
    #expect(truth.folded.count > 30)
    for (header, folded) in truth.folded {
      #expect(FoldedHeader(header).text == folded, "\(header)")
    }
  }

  @Test("An accent may stand in the letter or behind it") func decomposed() {
    #expect(FoldedHeader("Cre\u{301}e\u{301} le") == FoldedHeader("Créé le"))
    #expect(FoldedHeader("WA\u{308}HRUNG") == FoldedHeader("Währung"))
  }

  @Test("A value is compared folded, and a star stands for any text") func values() {
    #expect(FoldedValue("partially_paid").fits("Partially Paid"))
    #expect(FoldedValue("*refund*").fits("Payment Refund (full)"))
    #expect(FoldedValue("awaiting*").fits("Awaiting check payment"))
    #expect(!FoldedValue("awaiting*").fits("Not awaiting"))
    #expect(FoldedValue("*(non payé)").fits("En attente de réapprovisionnement (non payé)"))
    #expect(FoldedValue("*order").fits("Re-order") && !FoldedValue("*order").fits("Order paid"))
    #expect(FoldedValue("0").fits(" 0 ") && !FoldedValue("0").fits("10"))
  }

  @Test("An empty value is an empty field, and an empty field is nothing else") func emptyValues() {
    #expect(FoldedValue("").fits("") && FoldedValue("").fits("  ") && !FoldedValue("").fits("-"))
    #expect(!FoldedValue("*").fits("") && FoldedValue("*").fits("x"))
    #expect(!FoldedValue("*a*").fits(""))
  }

  @Test("A value without letters and digits is compared as it stands") func signs() {
    #expect(FoldedValue("-").fits(" - ") && !FoldedValue("-").fits("--") && !FoldedValue("-").fits("x"))
    #expect(FoldedValue("--*").fits("--x") && !FoldedValue("--*").fits("-x"))
  }
}
