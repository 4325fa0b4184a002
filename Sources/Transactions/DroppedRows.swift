import Tabular

/// The first rows that each rule drops, for a person to look at.
final class DroppedRows {
  static let limit = 3
  private var rows: [[FileProfile.Row]]

  init() {
    rows = [[FileProfile.Row]](repeating: [], count: 2 * DropReason.allCases.count)
  }

  private static func slot(_ rule: Verdict, _ reason: DropReason) -> Int {
    2 * reason.rawValue + (rule == .countsAsProduct ? 0 : 1)
  }

  func offer(_ rules: Verdict, _ reason: DropReason, at offset: Int, _ block: RecordBlock) {
    for rule in [Verdict.countsAsProduct, .countsAsSale] where rules.contains(rule) {
      let slot = Self.slot(rule, reason)
      guard rows[slot].count < Self.limit else { continue }
      rows[slot].append(
        FileProfile.Row(line: block.line(at: offset), text: RowText.record(at: offset, block)))
    }
  }

  /// By line.
  func examples(_ rule: Verdict, _ reason: DropReason) -> [FileProfile.Row] {
    rows[Self.slot(rule, reason)].sorted { $0.line < $1.line }
  }
}
