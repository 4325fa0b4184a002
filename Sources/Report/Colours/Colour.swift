#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A colour of the screen (sRGB), its three parts 0…255.
struct Colour: Sendable, Hashable {
  let red: Double
  let green: Double
  let blue: Double

  init(_ red: Double, _ green: Double, _ blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// - Parameter hex: `#1f77b4`; nil for anything else.
  init?(hex: String) {
    guard hex.utf8.count == 7, hex.hasPrefix("#"), hex.dropFirst().allSatisfy(\.isHexDigit),
      let number = Int(hex.dropFirst(), radix: 16)
    else { return nil }
    self.init(Double(number >> 16), Double(number >> 8 & 255), Double(number & 255))
  }

  var hex: String {
    "#"
      + [red, green, blue].map { part in
        let text = String(Int(min(255, max(0, part.rounded()))), radix: 16)
        return text.utf8.count == 1 ? "0\(text)" : text
      }.joined()
  }

  static let black = Colour(0, 0, 0)
  static let white = Colour(255, 255, 255)

  /// Relative luminance, 0…1 (WCAG 2.1, "relative luminance").
  var luminance: Double {
    func linear(_ part: Double) -> Double {
      let share = part / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// 1…21 (WCAG 2.1, "contrast ratio").
  func contrast(to other: Colour) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// Black or white, whichever is easier to read on this colour: 4.5 : 1 at least, whatever the colour.
  var textColour: Colour { contrast(to: .black) >= contrast(to: .white) ? .black : .white }

  /// - Parameter share: 0 for this colour, 1 for the other.
  func mixed(with other: Colour, _ share: Double) -> Colour {
    Colour(
      red + (other.red - red) * share, green + (other.green - green) * share,
      blue + (other.blue - blue) * share)
  }

  /// The nearest mixture with black or white that stands out from a ground: 3 : 1 is what WCAG 2.1 (1.4.11)
  /// asks for in graphics.
  func standingOut(from ground: Colour, atLeast contrast: Double = 3) -> Colour {
    let end = ground.textColour
    for step in 0...20 {
      let colour = mixed(with: end, Double(step) / 20)
      if colour.contrast(to: ground) >= contrast { return colour }
    }
    return end
  }
}
