/// One picture of a report.
protocol Picture {
  /// What its file is called, without an ending; also its name in the page.
  var name: String { get }
  var title: String { get }
  /// What it shows, in numbers: for those who cannot see it, and below it for all.
  var message: String { get }
  var height: Double { get }

  /// Draws what is below the title.
  func draw(_ drawing: inout Drawing)
}

extension Picture {
  /// All pictures are as wide, so that text in them is of one size.
  static var width: Double { 720 }
  /// Where the title ends.
  static var top: Double { 44 }

  /// The picture as an SVG element.
  ///
  /// - Parameters:
  ///   - isStandalone: with a style sheet of its own, for a file.
  ///   - links: by segment, where its part leads to.
  func svg(_ theme: Theme, isStandalone: Bool, links: [Int: String] = [:]) -> Markup {
    var drawing = Drawing(theme, links: links)
    drawing.rect(0, 0, Self.width, height, fill: .paper)
    drawing.text(
      TextWidth.cut(title, to: Self.width - 32, size: 15, isBold: true), 16, 26, size: 15, isBold: true)
    draw(&drawing)

    var markup = Markup()
    let size = (Coordinate.text(Self.width), Coordinate.text(height))
    markup.open(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("id", name), ("viewBox", "0 0 \(size.0) \(size.1)"),
        ("width", size.0), ("height", size.1), ("role", links.isEmpty ? "img" : "group"),
        ("aria-labelledby", "\(name)-title \(name)-desc"), ("font-family", Drawing.fontFamily),
        ("font-size", "12"),
      ])
    markup.element("title", [("id", "\(name)-title")], text: title)
    markup.element("desc", [("id", "\(name)-desc")], text: message)
    if isStandalone {
      markup.element("style") { $0.raw("\n\(theme.styleSheet(root: ":root"))\n") }
    }
    markup.newline()
    markup.append(drawing.markup)
    markup.close()
    markup.newline()
    return markup
  }
}
