/// Under which sets of rules a row counts, and whether it takes money back.
struct Verdict: OptionSet, BitwiseCopyable {
  let rawValue: UInt32

  static let countsAsProduct = Verdict(rawValue: 1)
  static let countsAsSale = Verdict(rawValue: 2)
  /// A cancelled row under `--returns net`: it reduces monetary and is no purchase.
  static let isReturn = Verdict(rawValue: 4)
  /// Under the rules of a layout: an order from which returns are taken, or what is taken from one.
  static let isOfOrder = Verdict(rawValue: 8)
  /// A part of the row of a sale that is given back: it reduces monetary and is no row of its own.
  static let isSubtraction: Verdict = [.isReturn, Verdict(rawValue: 16)]
  /// A sale of which nothing is left: its money counts, and it is no purchase.
  static let isRefunded: Verdict = [.isReturn, Verdict(rawValue: 32)]
}
