import Segmentation
import TestSupport
import Testing

@testable import Report

/// Colours that can be read.
@Suite struct ColourTests {
  @Test func contrastIsThatOfWCAG() throws {
    #expect(Colour.black.contrast(to: .white) == 21)
    let grey = try #require(Colour(hex: "#767676"))
    #expect(abs(grey.contrast(to: .white) - 4.54) < 0.01)
    #expect(grey.hex == "#767676")
    for wrong in ["767676", "#76767", "#7676760", "#+12345", "#zzzzzz", ""] {
      #expect(Colour(hex: wrong) == nil, "\(wrong)")
    }
  }

  @Test func anyColourHasTextAndStandsOut() {
    var random = RandomNumbers(seed: 2)
    for _ in 0..<2_000 {
      let parts = (0..<3).map { _ in Double(random.below(256)) }
      let colour = Colour(parts[0], parts[1], parts[2])
      #expect(colour.textColour.contrast(to: colour) >= 4.5)
      for paper in [Theme.lightPaper, Theme.darkPaper] {
        #expect(colour.standingOut(from: paper).contrast(to: paper) >= 3)
      }
    }
  }

  @Test func aPackWithoutColoursGetsThoseOfThePalette() {
    let theme = Theme([nil, Palette.colors[0], "#123456", nil, "no colour"])
    let hexes = theme.segments.map(\.hex)
    #expect(hexes[1] == Palette.colors[0] && hexes[2] == "#123456")
    #expect([hexes[0], hexes[3], hexes[4]] == Array(Palette.colors[1...3]))
    #expect(Set(Theme([String?](repeating: nil, count: 12)).segments).count == 12)
    #expect(Theme([String?](repeating: nil, count: 40)).segments.count == 40)
  }

  @Test func textAndLinesStandOutInLightAndDark() throws {
    let sheet = Theme([]).styleSheet(root: ":root")
    let blocks = sheet.split(separator: "{").filter { $0.hasPrefix("--ink") }
    #expect(blocks.count == 2)
    for block in blocks {
      let pairs = block.prefix { $0 != "}" }.split(separator: ";").map { $0.split(separator: ":") }
      let colours = Dictionary(
        uniqueKeysWithValues: pairs.map { (String($0[0]), Colour(hex: String($0[1]))) })
      let paper = try #require(colours["--paper"] ?? nil)
      for (name, least) in [
        ("--ink", 7.0), ("--muted", 4.5), ("--mark", 4.5), ("--figure", 3), ("--axis", 3),
      ] {
        #expect(try #require(colours[name] ?? nil).contrast(to: paper) >= least, "\(name) \(block)")
      }
    }
  }

  @Test func signsDiffer() {
    let paths = (0..<Marker.allCases.count).map { Marker($0).path(at: [(10, 10)], radius: 3) }
    #expect(Set(paths).count == Marker.allCases.count)
  }
}
