import Tabular

/// The first rows that each rule drops, for a person to look at.
final class DroppedRows: RowSink {
  static let limit = 3
  private var rows: [[FileProfile.Row]]
  /// The tables that rows came from, in their order; the last is the one that is being read.
  var places: [TableName] = []

  init() {
    rows = [[FileProfile.Row]](repeating: [], count: 2 * DropReason.allCases.count)
  }

  private static func slot(_ rule: Verdict, _ reason: DropReason) -> Int {
    2 * reason.rawValue + (rule == .countsAsProduct ? 0 : 1)
  }

  func drop(_ rules: Verdict, _ reason: DropReason, at offset: Int, of block: RecordBlock) {
    guard let place = places.last else { return }
    for rule in [Verdict.countsAsProduct, .countsAsSale] where rules.contains(rule) {
      let slot = Self.slot(rule, reason)
      guard rows[slot].count < Self.limit else { continue }
      rows[slot].append(
        FileProfile.Row(place: place, line: block.line(at: offset), text: RowText.record(at: offset, block)))
    }
  }

  /// In the order of the file.
  func examples(_ rule: Verdict, _ reason: DropReason) -> [FileProfile.Row] {
    rows[Self.slot(rule, reason)].sorted {
      (places.firstIndex(of: $0.place) ?? 0, $0.line) < (places.firstIndex(of: $1.place) ?? 0, $1.line)
    }
  }
}
