import Customers
import RFMService
import Segmentation
import Wording

/// What `compare` says.
struct CompareText {
  private let compared: ModelComparison
  private let figures: Figures

  init(_ compared: ModelComparison) {
    self.compared = compared
    figures = Figures(currency: compared.currency)
  }

  private var comparison: Comparison { compared.comparison }
  private var model: Model { compared.loaded.model }
  private var segments: [Segment] { compared.pack?.segments ?? [] }

  func text(_ style: Style) -> String {
    var lines = [style.bold("\(model.name) → \(compared.laterName)")]
    lines.append(TextLayout.wrapped(summary, first: "  ", indent: "  ", columns: style.width))
    lines.append("")
    lines += sides(style)
    lines += [
      "",
      style.bold("  who moved")
        + (compared.pack.map { ", by the segments of the pack \($0.name)" } ?? ", by cluster"),
    ]
    lines += MoveTable(
      moves: comparison.moves, name: compared.name,
      colour: { $0 < segments.count ? segments[$0].color : nil },
      figures: figures
    ).lines(style)
    lines += ["", style.bold("  what became of the clusters"), drift(style)]
    lines += ["", style.bold("  shift of all customers"), stability(style)]
    lines += [""] + falls(style)
    return lines.joined(separator: "\n")
  }

  /// What happened, in a few sentences.
  private var summary: String {
    let moves = comparison.moves
    let places = 0..<moves.places
    let stayed = places.reduce(0) { $0 + moves[$1, $1].customers }
    let before = Figures.counted(compared.earlier.count, "customer")
    var sentences = [
      "Of the \(before) before, \(Figures.count(comparison.shared)) are there afterwards: \(Figures.count(stayed)) in the same segment, \(Figures.count(comparison.shared - stayed)) in another."
    ]
    let pairs = places.flatMap { from in places.filter { $0 != from }.map { (from: from, to: $0) } }
    let most = pairs.max { moves[$0.from, $0.to].customers < moves[$1.from, $1.to].customers }
    if let most, case let cell = moves[most.from, most.to], cell.customers > 0 {
      sentences.append(
        "The largest move is that of \(Figures.counted(cell.customers, "customer")) from \(compared.name(most.from)) to \(compared.name(most.to))."
      )
    }
    if moves.allLost > 0 {
      let money = moves.lost.reduce(0) { $0 + $1.monetaryBefore }
      sentences.append(
        "\(Figures.count(moves.allLost)) are not there any more; they had spent \(figures.money(money)).")
    }
    if moves.allGained > 0 {
      let money = moves.gained.reduce(0) { $0 + $1.monetaryAfter }
      sentences.append("\(Figures.count(moves.allGained)) are new, and spent \(figures.money(money)).")
    }
    let totals = [compared.earlier, compared.later].map { ModelComparison.sum($0.monetary) }
    if !model.isMonetaryAverage {
      sentences.append(
        "All customers together spent \(figures.money(totals[0])) before and \(figures.money(totals[1])) afterwards."
      )
    }
    return sentences.joined(separator: " ")
  }

  private func sides(_ style: Style) -> [String] {
    let moves = comparison.moves
    func side(_ letter: String, _ path: String, _ source: Source, _ k: Int?, _ table: RFMTable) -> String {
      let parts = [
        path, source.asOf.map { "as of \($0.date)" }, k.map { Figures.counted($0, "cluster") },
        Figures.counted(table.count, "customer"), figures.money(ModelComparison.sum(table.monetary)),
      ]
      return TextLayout.wrapped(
        parts.compactMap { $0 }.joined(separator: " · "), first: "  \(letter)  ", indent: "     ",
        columns: style.width)
    }
    let lost = moves.lost.reduce(0) { $0 + $1.monetaryBefore }
    let gained = moves.gained.reduce(0) { $0 + $1.monetaryAfter }
    let counts = [comparison.shared, moves.allLost, moves.allGained].map(Figures.count)
    let width = counts.map(TextLayout.width).max() ?? 0
    func line(_ title: String, _ i: Int, _ rest: String) -> String {
      "     \(TextLayout.padded(title, to: 9))  \(TextLayout.rightAligned(counts[i], to: width))\(rest)"
    }
    return [
      side("A", compared.loaded.path, model.source, model.k, compared.earlier),
      side("B", compared.laterPath, compared.laterSource, compared.laterModel?.k, compared.later),
      line("in both", 0, ""),
      line("only in A", 1, "  lost, with \(figures.money(lost)) in A"),
      line("only in B", 2, "  gained, with \(figures.money(gained)) in B"),
      TextLayout.wrapped(matching, first: "     ", indent: "     ", columns: style.width),
    ]
  }

  /// How the clusters were matched, and where B's numbers are not A's.
  private var matching: String {
    let match = comparison.match
    let how: String
    switch match.basis {
    case .customers(let count): how = "clusters matched by the \(Figures.count(count)) customers in both"
    case .centres:
      how =
        "clusters matched by their centroids in A's scaled units, since only \(Figures.counted(comparison.shared, "customer")) \(comparison.shared == 1 ? "is" : "are") in both"
    case .model: return "A's model classified both"
    }
    let others = match.numbers.enumerated().filter { $0.offset != $0.element }.map { id, number in
      number < match.earlierCount ? "B's \(id) is A's \(number)" : "B's \(id) is new, \(number) here"
    }
    let gone = (0..<match.earlierCount).filter { !match.earlier.contains($0) }.map { "A's \($0) is gone" }
    let new = match.numbers.enumerated().filter {
      $0.offset == $0.element && $0.element >= match.earlierCount
    }
    .map { "B's \($0.offset) is new" }
    let all = others + new + gone
    return how + (all.isEmpty ? "; they have the same numbers" : ": " + all.joined(separator: ", "))
  }

  private func drift(_ style: Style) -> String {
    let rows = comparison.drift.map { drift in
      func arrow(_ text: (ClusterDrift.State) -> String?) -> String {
        switch (text(drift.before), text(drift.after)) {
        case (let a?, let b?): "\(a) → \(b)"
        case (let a?, nil): "\(a) → –"
        case (nil, let b?): "– → \(b)"
        case (nil, nil): "–"
        }
      }
      return [
        String(drift.cluster), arrow { Figures.count($0.customers) },
        arrow { $0.mean.map { Figures.fixed($0[0], digits: 1) } },
        arrow { $0.mean.map { Figures.fixed($0[1], digits: 2) } },
        arrow { $0.mean.map { figures.compact($0[2]) } },
        drift.distance.map { Figures.fixed($0, digits: 2) } ?? "–",
      ]
    }
    return style.table(
      ["cluster", "customers", "mean R", "mean F", "mean M", "drift"], rows, rightAligned: [1, 2, 3, 4, 5])
  }

  private func stability(_ style: Style) -> String {
    let rows = comparison.stability.map { stability in
      [
        stability.feature.rawValue, Figures.fixed(stability.index, digits: 3),
        "\(stability.change.rawValue) change",
      ]
    }
    return style.table(["", "PSI", ""], rows, rightAligned: [1]) + "\n"
      + style.dim("  below 0.1 little, from 0.1 some, from 0.25 large")
  }

  private func falls(_ style: Style) -> [String] {
    guard !comparison.falls.isEmpty else {
      return ["  nobody who is in both has a lower monetary in B"]
    }
    let rows = comparison.falls.map { fall in
      [
        compared.earlier.ids[fall.earlier], compared.name(fall.from), compared.name(fall.to),
        figures.money(compared.earlier.monetary[fall.earlier]),
        figures.money(compared.later.monetary[fall.later]),
      ]
    }
    return [
      style.bold("  the biggest falls by monetary value"),
      style.table(["customer", "in A", "in B", "M in A", "M in B"], rows, rightAligned: [3, 4]),
    ]
  }
}
