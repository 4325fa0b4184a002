import Segmentation
import TestSupport
import Testing

@testable import Report

/// Text that gets into a page or a picture, and comes out of it again.
@Suite struct MarkupTests {
  @Test func whatHasAMeaningIsEscaped() throws {
    var markup = Markup()
    markup.element("p", [("title", "a\"b<c>&d\ne")], text: "<script>\"&\"</script>")
    let text = String(decoding: markup.bytes, as: UTF8.self)
    #expect(
      text
        == "<p title=\"a&quot;b&lt;c&gt;&amp;d&#10;e\">&lt;script&gt;\"&amp;\"&lt;/script&gt;</p>")
  }

  @Test func whatXMLDoesNotKnowIsReplaced() throws {
    var markup = Markup()
    markup.element("p", text: "a\u{0}b\u{1B}c\u{FFFE}d\u{202E}e\u{85}f")
    #expect(
      try XMLReader.read(markup.bytes).text == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f")
  }

  @Test func anyTextComesBackAsItWas() throws {
    var random = RandomNumbers(seed: 3)
    let pieces = ["<", ">", "&", "\"", "'", "]]>", "<!--", "&amp;", "\n", "\t", "é", "日", "👩‍👧", " ", "a"]
    for _ in 0..<200 {
      let text = (0..<random.below(12)).map { _ in pieces[random.below(pieces.count)] }.joined()
      var markup = Markup()
      markup.element("p", [("title", text)], text: text)
      let node = try XMLReader.read(markup.bytes)
      #expect(node.text == text)
      #expect(node.attributes["title"] == text)
    }
  }

  @Test func placesAreShort() {
    #expect(Coordinate.text(12) == "12")
    #expect(Coordinate.text(-0.04) == "0")
    #expect(Coordinate.text(-0.06) == "-0.1")
    #expect(Coordinate.text(3.25) == "3.3")
    #expect(Coordinate.text(.nan) == "0")
    #expect(Coordinate.text(.infinity) == "0")
  }

  @Test func textIsCutAndWrappedToItsRoom() {
    let name = "Customers who bought a great deal and then stopped"
    let cut = TextWidth.cut(name, to: 120, size: 12)
    #expect(cut.hasPrefix("Custom") && cut.contains("…") && cut.hasSuffix("stopped"))
    #expect(TextWidth.of(cut, size: 12) <= 120)
    #expect(TextWidth.cut("short", to: 120, size: 12) == "short")
    let lines = TextWidth.wrapped(name, to: 120, size: 12, limit: 9) ?? []
    #expect(lines.joined(separator: " ") == name)
    #expect(lines.allSatisfy { TextWidth.of($0, size: 12) <= 120 })
    #expect(TextWidth.wrapped(name, to: 120, size: 12, limit: 2) == nil)
    #expect(TextWidth.wrapped("Donaudampfschifffahrtsgesellschaft", to: 60, size: 12, limit: 9) == nil)
  }
}
