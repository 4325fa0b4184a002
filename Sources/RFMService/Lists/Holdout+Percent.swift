import Campaigns
import Wording

extension Holdout {
  /// `10`, `12.5`, `10%`: a share in percent with two decimals at most.
  ///
  /// - Throws: `Problem` where it is no share that leaves somebody on both sides.
  public init(percent text: String, seed: UInt64) throws(Problem) {
    let digits = text.hasSuffix("%") ? String(text.dropLast()).trimmed : text
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    let decimals = parts.count == 2 ? parts[1] : ""
    let isPlain =
      (1...2).contains(parts.count) && decimals.count <= 2 && !digits.isEmpty
      && digits.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
    let padded = decimals + String(repeating: "0", count: max(0, 2 - decimals.count))
    guard isPlain, let whole = Int(parts[0].isEmpty ? "0" : parts[0]), let rest = Int(padded), whole < 100,
      let holdout = Holdout(hundredths: whole * 100 + rest, seed: seed)
    else {
      throw Problem(
        "\(OptionName.holdout) \(text): expected a percentage above 0 and below 100, such as 10 or 12.5")
    }
    self = holdout
  }
}
