import RFMService
import Segmentation
import Wording

/// What `sweep` says: the table, the two curves, and which k to take.
struct SweepText {
  let swept: SweptClusters

  private var sweep: Sweep { swept.sweep }

  func text(_ style: Style) -> String {
    var lines = [style.bold("sweep") + (swept.source.asOf.map { " · as of \($0)" } ?? "")]
    lines += swept.source.lines
    lines += [table(style), "  * the best of its column; for the inertia, the elbow"]
    if hasStability {
      lines.append(
        "    Jaccard: of the cluster that resamples find again least, 1 is always;\n    * the largest k whose clusters are all solid"
      )
    }
    lines += ["", sizes(style), "", packs(style), ""]
    lines.append(
      chart("inertia, and its elbow", sweep.rows.map(\.step.inertia), sweep.elbow, "elbow").text(style))
    lines.append("")
    lines.append(
      chart("silhouette", sweep.rows.map(\.step.silhouette), sweep.recommended, "best").text(style))
    lines.append("")
    if let recommended = sweep.recommended { lines.append(style.bold("  take k = \(recommended)")) }
    for sentence in swept.reasons {
      lines.append(TextLayout.wrapped(sentence, first: "  ", indent: "  ", columns: style.width))
    }
    for note in swept.notes { lines.append(style.note(note)) }
    return lines.joined(separator: "\n")
  }

  private var hasStability: Bool { sweep.rows.contains { !$0.stability.isEmpty } }

  private func table(_ style: Style) -> String {
    func starred(_ text: String, _ isBest: Bool) -> String { text + (isBest ? " *" : "  ") }
    let rows = sweep.rows.map { row in
      [
        String(row.k),
        starred(Figures.grouped(row.step.inertia, digits: 2), row.k == sweep.elbow),
        starred(
          Figures.fixed(row.step.silhouette, digits: 3)
            + (row.silhouetteSample.map { " ± \(Figures.fixed($0.standardError, digits: 3))" } ?? ""),
          row.k == sweep.recommended),
        starred(
          row.daviesBouldin.map { Figures.fixed($0, digits: 3) } ?? "–", row.k == sweep.bestDaviesBouldin),
        starred(
          row.calinskiHarabasz.map { Figures.grouped($0, digits: 1) } ?? "–",
          row.k == sweep.bestCalinskiHarabasz),
      ]
        + (row.stability.leastJaccard.map {
          [starred(Figures.fixed($0, digits: 3), row.k == sweep.largestSolid)]
        } ?? [])
    }
    let header = ["k", "inertia  ", "silhouette  ", "Davies-Bouldin  ", "Calinski-Harabasz  "]
    return style.table(
      header + (hasStability ? ["Jaccard  "] : []), rows, rightAligned: [0, 1, 2, 3, 4, 5])
  }

  private func sizes(_ style: Style) -> String {
    let widest = String(sweep.rows.last?.k ?? 0).count
    let counts = sweep.rows.map { $0.sizes.map(Figures.count) }
    let cell = 1 + (counts.joined().map(\.count).max() ?? 0)
    let perLine = max(1, (style.width - widest - 3) / cell)
    let rows = zip(sweep.rows, counts).map { row, counts in
      let lines = stride(from: 0, to: counts.count, by: perLine).map { start in
        counts[start..<min(start + perLine, counts.count)].map { TextLayout.rightAligned($0, to: cell) }
          .joined()
      }
      let indent = "\n" + String(repeating: " ", count: widest + 3)
      return "  " + TextLayout.rightAligned(String(row.k), to: widest) + " " + lines.joined(separator: indent)
    }
    let header =
      "  " + TextLayout.rightAligned("k", to: widest) + "  customers in each cluster, the best cluster first"
    return ([header] + rows).joined(separator: "\n")
  }

  private func packs(_ style: Style) -> String {
    let rows = zip(sweep.rows, swept.packs).map { row, packs in
      [String(row.k), packs.isEmpty ? "none: train writes one" : packs.joined(separator: ", ")]
    }
    return style.table(["k", "segment packs that fit"], rows, rightAligned: [0])
  }

  private func chart(_ title: String, _ values: [Double], _ k: Int?, _ word: String) -> BarChart {
    let top = values.max() ?? 0
    return BarChart(
      title: title, ks: sweep.rows.map(\.k), values: values, digits: top >= 100 ? 0 : top >= 10 ? 1 : 2,
      mark: k.map { ($0, word) })
  }
}
