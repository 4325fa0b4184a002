/// A picture as it is drawn: lines, surfaces, text, in pixels from the upper left corner.
struct Drawing {
  private(set) var markup = Markup()
  let theme: Theme
  private let links: [Int: String]

  static let fontFamily =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"

  enum Anchor: String {
    case start, middle, end
  }

  /// - Parameter links: by segment, where its part of the picture leads to.
  init(_ theme: Theme, links: [Int: String] = [:]) {
    self.theme = theme
    self.links = links
  }

  /// The part of a segment, which leads to where the segment does.
  mutating func part(_ segment: Int, named name: String, _ draw: (inout Drawing) -> Void) {
    guard let link = links[segment] else { return draw(&self) }
    markup.open("a", [("href", link), ("aria-label", name)])
    draw(&self)
    markup.close()
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ ink: Ink, width: Double = 1,
    dash: String? = nil
  ) {
    var attributes: [Markup.Attribute] = [
      ("x1", Coordinate.text(x1)), ("y1", Coordinate.text(y1)), ("x2", Coordinate.text(x2)),
      ("y2", Coordinate.text(y2)),
    ]
    attributes += theme.paint(fill: nil, stroke: ink)
    if width != 1 { attributes.append(("stroke-width", Coordinate.text(width))) }
    if let dash { attributes.append(("stroke-dasharray", dash)) }
    markup.empty("line", attributes)
  }

  mutating func rect(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: Ink?, stroke: Ink? = nil,
    radius: Double = 0
  ) {
    var attributes: [Markup.Attribute] = [
      ("x", Coordinate.text(x)), ("y", Coordinate.text(y)), ("width", Coordinate.text(max(0, width))),
      ("height", Coordinate.text(max(0, height))),
    ]
    if radius > 0 { attributes.append(("rx", Coordinate.text(radius))) }
    markup.empty("rect", attributes + theme.paint(fill: fill, stroke: stroke))
  }

  mutating func circle(
    _ x: Double, _ y: Double, _ radius: Double, fill: Ink?, stroke: Ink? = nil, width: Double = 1
  ) {
    var attributes: [Markup.Attribute] = [
      ("cx", Coordinate.text(x)), ("cy", Coordinate.text(y)), ("r", Coordinate.text(radius)),
    ]
    attributes += theme.paint(fill: fill, stroke: stroke)
    if width != 1 { attributes.append(("stroke-width", Coordinate.text(width))) }
    markup.empty("circle", attributes)
  }

  mutating func path(
    _ data: String, fill: Ink? = nil, stroke: Ink? = nil, width: Double = 1,
    _ more: [Markup.Attribute] = []
  ) {
    var attributes: [Markup.Attribute] = theme.paint(fill: fill, stroke: stroke)
    if width != 1 { attributes.append(("stroke-width", Coordinate.text(width))) }
    markup.empty("path", attributes + more + [("d", data)])
  }

  /// - Parameters:
  ///   - y: of the base line.
  ///   - turned: by 90 degrees, read from below.
  ///   - hasHalo: with paper around the letters, over lines that would run through them.
  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, size: Double = 12,
    ink: Ink = .text, isBold: Bool = false, turned: Bool = false,
    hasHalo: Bool = false
  ) {
    var attributes: [Markup.Attribute] = [("x", Coordinate.text(x)), ("y", Coordinate.text(y))]
    if anchor != .start { attributes.append(("text-anchor", anchor.rawValue)) }
    if size != 12 { attributes.append(("font-size", Coordinate.text(size))) }
    if isBold { attributes.append(("font-weight", "600")) }
    if turned {
      attributes.append(("transform", "rotate(-90 \(Coordinate.text(x)) \(Coordinate.text(y)))"))
    }
    if hasHalo {
      attributes += [("stroke-width", "4"), ("stroke-linejoin", "round"), ("paint-order", "stroke")]
    }
    markup.element(
      "text", attributes + theme.paint(fill: ink, stroke: hasHalo ? .paper : nil), text: text)
  }
}
