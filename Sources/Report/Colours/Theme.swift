import Segmentation

/// What a line or a surface is for; its colour follows from the theme.
enum Ink: Hashable {
  case text, muted, axis, grid, paper
  /// A figure that belongs to no segment, and its softer neighbour.
  case figure, soft
  /// What a picture points at.
  case mark
  case segment(Int)
  /// The same in light and dark.
  case fixed(Colour)

  /// The name of its custom property; nil for a fixed colour.
  fileprivate var name: String? {
    switch self {
    case .text: "ink"
    case .muted: "muted"
    case .axis: "axis"
    case .grid: "grid"
    case .paper: "paper"
    case .figure: "figure"
    case .soft: "soft"
    case .mark: "mark"
    case .segment(let index): "s\(index)"
    case .fixed: nil
    }
  }
}

/// The colours of a report, in light and in dark.
public struct Theme: Sendable {
  /// By segment: as its pack gives it, or from the palette.
  let segments: [Colour]

  static let lightPaper = Colour.white
  static let darkPaper = Colour(0x16, 0x1B, 0x22)

  private static let general: [(ink: Ink, light: Colour, dark: Colour)] = [
    (.text, Colour(0x1F, 0x23, 0x28), Colour(0xE6, 0xED, 0xF3)),
    (.muted, Colour(0x59, 0x63, 0x6E), Colour(0x9D, 0xA7, 0xB3)),
    (.axis, Colour(0x81, 0x8B, 0x98), Colour(0x6E, 0x76, 0x81)),
    (.grid, Colour(0xE4, 0xE8, 0xEC), Colour(0x2B, 0x32, 0x3B)),
    (.paper, lightPaper, darkPaper),
    (.figure, Colour(0x2B, 0x6C, 0xB0), Colour(0x63, 0xA4, 0xE8)),
    (.soft, Colour(0xA9, 0xC8, 0xE8), Colour(0x2F, 0x57, 0x85)),
    (.mark, Colour(0xB3, 0x4A, 0x00), Colour(0xF0, 0x9A, 0x4A)),
  ]

  /// Segments without a colour take those of the palette, which people with any kind of colour vision can tell
  /// apart, as far as no other segment has them.
  ///
  /// - Parameter given: by segment, as `#1f77b4`; nil where the pack gives none.
  public init(_ given: [String?]) {
    let own = given.map { $0.flatMap(Colour.init(hex:)) }
    let palette = Palette.colors.compactMap(Colour.init(hex:))
    var free = palette.filter { !own.contains($0) }
    if free.isEmpty { free = palette }
    var next = 0
    segments = own.map { colour in
      if let colour { return colour }
      defer { next += 1 }
      return free[next % free.count]
    }
  }

  /// The colour on white paper, for programs that know no custom properties.
  func light(_ ink: Ink) -> Colour {
    switch ink {
    case .segment(let index): segments[index].standingOut(from: Self.lightPaper)
    case .fixed(let colour): colour
    default: Self.general.first { $0.ink == ink }?.light ?? .black
    }
  }

  private func dark(_ ink: Ink) -> Colour {
    switch ink {
    case .segment(let index): segments[index].standingOut(from: Self.darkPaper)
    case .fixed(let colour): colour
    default: Self.general.first { $0.ink == ink }?.dark ?? .white
    }
  }

  /// Fill and stroke as attributes: the colour itself, and a class that puts the theme's in its place.
  func paint(fill: Ink?, stroke: Ink?) -> [Markup.Attribute] {
    let classes = [fill?.name.map { "f-" + $0 }, stroke?.name.map { "k-" + $0 }].compactMap { $0 }
    var attributes: [Markup.Attribute] =
      classes.isEmpty ? [] : [("class", classes.joined(separator: " "))]
    attributes.append(("fill", fill.map { light($0).hex } ?? "none"))
    if let stroke { attributes.append(("stroke", light(stroke).hex)) }
    return attributes
  }

  // MARK: Style sheet

  private var inks: [Ink] { Self.general.map(\.ink) + segments.indices.map(Ink.segment) }

  private func properties(_ colour: (Ink) -> Colour) -> String {
    inks.compactMap { ink in ink.name.map { "--\($0):\(colour(ink).hex)" } }.joined(separator: ";")
  }

  /// The rules that a picture needs.
  ///
  /// - Parameters:
  ///   - root: what the custom properties are set on: the page, or the picture by itself.
  ///   - isSwitched: whether `data-theme` on the root, `light` or `dark`, goes before what the system says.
  public func styleSheet(root: String, isSwitched: Bool = false) -> String {
    let system = isSwitched ? "\(root):not([data-theme=light])" : root
    var rules = [
      "\(root){\(properties(light))}",
      "@media screen and (prefers-color-scheme:dark){\(system){\(properties(dark))}}",
    ]
    if isSwitched { rules.append("@media screen{\(root)[data-theme=dark]{\(properties(dark))}}") }
    for ink in inks {
      guard let name = ink.name else { continue }
      rules.append(".f-\(name){fill:var(--\(name),\(light(ink).hex))}")
      rules.append(".k-\(name){stroke:var(--\(name),\(light(ink).hex))}")
    }
    return rules.joined(separator: "\n")
  }
}
