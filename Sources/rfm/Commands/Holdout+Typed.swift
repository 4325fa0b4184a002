import Campaigns
import RFMService

extension Holdout {
  /// - Parameter share: what stands behind `--holdout`.
  /// - Throws: `Problem` where it is no share that leaves somebody on both sides.
  init(typed share: String, seed: UInt64) throws(Problem) {
    guard let holdout = Holdout(percent: share, seed: seed) else {
      throw Problem("--holdout \(share): expected a percentage above 0 and below 100, such as 10 or 12.5")
    }
    self = holdout
  }
}
