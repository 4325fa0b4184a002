import JSONText
import Segmentation
import Wording

/// What `sweep` says: the table, the two curves, and which k to take.
struct SweepSummary {
  let sweep: Sweep
  let source: Source
  let notes: [String]

  func text(_ style: Style) -> String {
    var lines = [style.bold("sweep") + (source.asOf.map { " · as of \($0)" } ?? "")]
    lines += source.lines
    lines += [table, "  * the best of its column; for the inertia, the elbow", "", sizes(style), ""]
    lines.append(
      chart("inertia, and its elbow", sweep.rows.map(\.step.inertia), sweep.elbow, "elbow").text(style))
    lines.append("")
    lines.append(
      chart("silhouette", sweep.rows.map(\.step.silhouette), sweep.recommended, "best").text(style))
    lines.append("")
    if let recommended = sweep.recommended { lines.append(style.bold("  take k = \(recommended)")) }
    for sentence in reasons {
      lines.append(Layout.wrapped(sentence, first: "  ", indent: "  ", columns: style.width))
    }
    for note in notes { lines.append(style.note(note)) }
    return lines.joined(separator: "\n")
  }

  private var table: String {
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
    }
    return Layout.table(
      ["k", "inertia  ", "silhouette  ", "Davies-Bouldin  ", "Calinski-Harabasz  "], rows,
      rightAligned: [0, 1, 2, 3, 4])
  }

  private func sizes(_ style: Style) -> String {
    let widest = String(sweep.rows.last?.k ?? 0).count
    let counts = sweep.rows.map { $0.sizes.map(Figures.count) }
    let cell = 1 + (counts.joined().map(\.count).max() ?? 0)
    let perLine = max(1, (style.width - widest - 3) / cell)
    let rows = zip(sweep.rows, counts).map { row, counts in
      let lines = stride(from: 0, to: counts.count, by: perLine).map { start in
        counts[start..<min(start + perLine, counts.count)].map { Layout.rightAligned($0, to: cell) }.joined()
      }
      let indent = "\n" + String(repeating: " ", count: widest + 3)
      return "  " + Layout.rightAligned(String(row.k), to: widest) + " " + lines.joined(separator: indent)
    }
    let header =
      "  " + Layout.rightAligned("k", to: widest) + "  customers in each cluster, the best cluster first"
    return ([header] + rows).joined(separator: "\n")
  }

  private func chart(_ title: String, _ values: [Double], _ k: Int?, _ word: String) -> BarChart {
    let top = values.max() ?? 0
    return BarChart(
      title: title, ks: sweep.rows.map(\.k), values: values, digits: top >= 100 ? 0 : top >= 10 ? 1 : 2,
      mark: k.map { ($0, word) })
  }

  // MARK: Why

  /// The recommendation's reason, and what the other measures say.
  var reasons: [String] {
    guard let k = sweep.recommended, let row = sweep.rows.first(where: { $0.k == k }),
      let last = sweep.rows.last
    else { return [] }
    let silhouette = Figures.fixed(row.step.silhouette, digits: 3)
    var reasons: [String] = []
    if sweep.rows.count == 1 {
      reasons.append("There is no other k to compare it with; its silhouette is \(silhouette).")
    } else {
      reasons.append("Its silhouette of \(silhouette) is the best of k = 2…\(last.k).")
    }
    if let sample = row.silhouetteSample {
      reasons.append(
        "Silhouettes are those of a sample of \(Figures.count(sample.size)), give or take their standard errors; --exact-silhouette measures everyone."
      )
    }
    guard sweep.rows.count > 1 else { return reasons }
    reasons.append(
      [
        sweep.elbow.map { Self.says("the elbow of the inertia is at", $0, k) }
          ?? "The inertia has no elbow",
        sweep.bestDaviesBouldin.map { Self.says("Davies-Bouldin is best (least) at", $0, k) },
        sweep.bestCalinskiHarabasz.map { Self.says("Calinski-Harabasz is best (greatest) at", $0, k) },
      ].compactMap { $0 }.joined(separator: "; ").capitalisedFirst + ".")
    return reasons
  }

  private static func says(_ measure: String, _ k: Int, _ recommended: Int) -> String {
    "\(measure) \(k)\(k == recommended ? " too" : "")"
  }

  var json: JSON {
    func integer(_ number: Int?) -> JSON { number.map(JSON.integer) ?? .null }
    return [
      "source": source.json,
      "steps": .array(sweep.rows.map(Self.json)),
      "recommended": integer(sweep.recommended),
      "reason": .string(reasons.joined(separator: " ")),
      "best": [
        "silhouette": integer(sweep.recommended), "elbow": integer(sweep.elbow),
        "daviesBouldin": integer(sweep.bestDaviesBouldin),
        "calinskiHarabasz": integer(sweep.bestCalinskiHarabasz),
      ],
      "notes": .array(notes.map(JSON.string)),
    ]
  }

  private static func json(_ row: Sweep.Row) -> JSON {
    [
      "k": .integer(row.k), "inertia": .number(row.step.inertia),
      "silhouette": .number(row.step.silhouette),
      "silhouetteSample": row.silhouetteSample.map {
        ["size": .integer($0.size), "standardError": .number($0.standardError)]
      } ?? .null,
      "daviesBouldin": row.daviesBouldin.map(JSON.number) ?? .null,
      "calinskiHarabasz": row.calinskiHarabasz.map(JSON.number) ?? .null,
      "sizes": .array(row.sizes.map(JSON.integer)),
    ]
  }
}

extension String {
  fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
