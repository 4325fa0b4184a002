/// A sign for a segment, so that segments are told apart without their colours.
enum Marker: CaseIterable {
  case dot, plus, square, triangle, cross, diamond, pendant, bar, star, pole

  /// Ten signs and the colours of the palette: two segments share both after sixty.
  init(_ index: Int) {
    self = Self.allCases[index % Self.allCases.count]
  }

  /// The signs at some places, as the data of one path: short, since there are thousands.
  func path(at places: [(x: Double, y: Double)], radius r: Double) -> String {
    let (start, rest) = outline(r)
    var data = ""
    for place in places {
      data += "M\(Coordinate.text(place.x + start.x)) \(Coordinate.text(place.y + start.y))\(rest)"
    }
    return data
  }

  /// How the path is painted. The dot is the round cap of a line without length.
  func attributes(radius: Double) -> (width: Double, more: [Markup.Attribute]) {
    self == .dot ? (2 * radius, [("stroke-linecap", "round")]) : (radius * 0.55, [])
  }

  private func outline(_ r: Double) -> (start: (x: Double, y: Double), rest: String) {
    func c(_ value: Double) -> String { Coordinate.text(value) }
    switch self {
    case .dot: return ((0, 0), "h0")
    case .plus: return ((-r, 0), "h\(c(2 * r))m\(c(-r)) \(c(-r))v\(c(2 * r))")
    case .square: return ((-r * 0.9, -r * 0.9), "h\(c(1.8 * r))v\(c(1.8 * r))h\(c(-1.8 * r))z")
    case .triangle: return ((0, -r * 1.1), "l\(c(r)) \(c(1.8 * r))h\(c(-2 * r))z")
    case .cross:
      let s = r * 0.85
      return ((-s, -s), "l\(c(2 * s)) \(c(2 * s))m0 \(c(-2 * s))l\(c(-2 * s)) \(c(2 * s))")
    case .diamond:
      return ((0, -r * 1.1), "l\(c(r)) \(c(1.1 * r))l\(c(-r)) \(c(1.1 * r))l\(c(-r)) \(c(-1.1 * r))z")
    case .pendant: return ((0, r * 1.1), "l\(c(r)) \(c(-1.8 * r))h\(c(-2 * r))z")
    case .bar: return ((-r, 0), "h\(c(2 * r))")
    case .star:
      let s = r * 0.7
      return (
        (-r, 0),
        "h\(c(2 * r))m\(c(-r - s)) \(c(-s))l\(c(2 * s)) \(c(2 * s))m0 \(c(-2 * s))l\(c(-2 * s)) \(c(2 * s))"
      )
    case .pole: return ((0, -r), "v\(c(2 * r))")
    }
  }
}

extension Drawing {
  mutating func marker(_ segment: Int, _ x: Double, _ y: Double, radius: Double = 4.5) {
    let marker = Marker(segment)
    let (width, more) = marker.attributes(radius: marker == .dot ? radius * 0.9 : radius)
    path(
      marker.path(at: [(x, y)], radius: radius), stroke: .segment(segment),
      width: marker == .dot ? width : 2, more)
  }

  /// Signs with what they stand for, in lines of the picture's width.
  ///
  /// - Returns: where the last line ends.
  mutating func legend(
    _ entries: [(segment: Int, text: String)], left: Double, right: Double, top: Double
  ) -> Double {
    var (x, y) = (left, top + 12)
    for entry in entries {
      let label = TextWidth.cut(entry.text, to: right - left - 16, size: 12)
      let width = 16 + TextWidth.of(label, size: 12)
      if x > left, x + width > right {
        x = left
        y += 19
      }
      marker(entry.segment, x + 5, y - 4)
      text(label, x + 16, y)
      x += width + 18
    }
    return y + 6
  }
}

extension Picture {
  /// How high a legend is: the same steps as it is drawn by.
  static func legendHeight(_ entries: [(segment: Int, text: String)], left: Double, right: Double) -> Double {
    var (x, lines) = (left, entries.isEmpty ? 0.0 : 1.0)
    for entry in entries {
      let width = 16 + min(TextWidth.of(entry.text, size: 12), right - left - 16)
      if x > left, x + width > right {
        x = left
        lines += 1
      }
      x += width + 18
    }
    return lines * 19
  }
}
