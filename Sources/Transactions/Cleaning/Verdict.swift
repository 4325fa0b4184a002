/// Under which sets of rules a row counts, and whether it takes money back.
struct Verdict: OptionSet, BitwiseCopyable {
  let rawValue: UInt32

  static let countsAsProduct = Verdict(rawValue: 1)
  static let countsAsSale = Verdict(rawValue: 2)
  /// A cancelled row under `--returns net`: it reduces monetary and is no purchase.
  static let isReturn = Verdict(rawValue: 4)
}
