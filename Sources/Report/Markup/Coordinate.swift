/// Places in a picture as text: to a tenth of a pixel, which is finer than an eye or a printer of 600 dpi.
enum Coordinate {
  /// `12.3`, `-4`; 0 for what is no number.
  static func text(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "0" }
    let tenths = Int((value * 10).rounded())
    let (whole, part) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return (tenths < 0 ? "-" : "") + (part == 0 ? "\(whole)" : "\(whole).\(part)")
  }
}
