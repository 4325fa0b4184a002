import RFMService
import Segmentation
import Wording

/// An answer as a person reads it.
struct AnswerText {
  let answer: Answer
  let loaded: LoadedModel
  let style: Style

  var text: String {
    let words = FeatureWords(loaded.model)
    var lines: [String] = [header]
    if let customer = answer.customer { lines += purchases(customer) }
    let rfm = answer.classification.rfm
    let scores = answer.classification.scores
    lines.append(
      TextLayout.spread(
        "  " + words.values(rfm),
        "scores \(scores.recency) · \(scores.frequency) · \(scores.monetary)", style.width))
    lines += distances
    if let sureness {
      lines.append(TextLayout.wrapped(sureness, first: "  ", indent: "  ", columns: style.width))
    }
    lines.append(contentsOf: advice)
    if !answer.others.isEmpty {
      let others = answer.others.map { "\($0.pack): \($0.segment)" }.joined(separator: " · ")
      lines.append(
        style.dim(TextLayout.wrapped("also \(others)", first: "  ", indent: "  ", columns: style.width)))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var header: String {
    let cluster = "cluster \(answer.classification.cluster)"
    let id = answer.customer.map { TextLayout.cell($0.id, to: 60) }
    let name = (id.map { "\($0) · " } ?? "") + answer.segmentName
    return TextLayout.spread(
      name, cluster, style.width,
      shownLeft: (id.map { style.bold($0) + " · " } ?? "")
        + style.tinted(answer.segmentName, answer.segment?.color, bold: true),
      shownRight: style.dim(cluster))
  }

  private func purchases(_ customer: StoredAnswer) -> [String] {
    let kept = customer.kept.filter { !$0.value.isEmpty }
      .map { "\(TextLayout.cell($0.column)) \(TextLayout.cell($0.value))" }
    let lines =
      kept.isEmpty
      ? []
      : [TextLayout.wrapped(kept.joined(separator: " · "), first: "  ", indent: "  ", columns: style.width)]
    guard let first = customer.firstPurchase, let last = customer.lastPurchase else { return lines }
    let asOf = customer.asOf.map { " · as of \($0.date)" } ?? ""
    return lines + ["  first purchase \(first.date) · last purchase \(last.date)\(asOf)"]
  }

  /// Every centroid, the nearest first.
  private var distances: [String] {
    let order = answer.classification.nearestFirst
    let names = order.map(loaded.name(ofCluster:))
    let idWidth = String(order.count - 1).count
    let numbers = order.map { Figures.fixed(answer.classification.distances[$0], digits: 2) }
    let numberWidth = numbers.map(\.count).max() ?? 0
    let nameWidth = min(names.map(TextLayout.width).max() ?? 0, style.width - idWidth - numberWidth - 8)
    let farthest = order.last.map { answer.classification.distances[$0] } ?? 0
    // Where there is no room for bars that tell something, there are none.
    let room = min(32, style.width - nameWidth - idWidth - numberWidth - 12)
    var lines = ["  " + style.dim("distance to each centroid")]
    for (i, cluster) in order.enumerated() {
      let distance = answer.classification.distances[cluster]
      let bar = TextLayout.bar(farthest > 0 && room >= 8 ? distance / farthest * Double(room) : 0)
      let colour = loaded.segment(ofCluster: cluster)?.color
      lines.append(
        "    \(TextLayout.rightAligned(String(cluster), to: idWidth))  \(TextLayout.padded(TextLayout.cut(names[i], to: nameWidth), to: nameWidth))  "
          + "\(TextLayout.rightAligned(numbers[i], to: numberWidth))\(bar.isEmpty ? "" : "  " + style.tinted(bar, colour))"
      )
    }
    return lines
  }

  /// How sure the answer is, or why that cannot be said.
  private var sureness: String? {
    let margin = answer.margin
    switch margin.unlike {
    case .fence(let share, let isLarger):
      let outside = "outside the range that the groups were built on; ignore the distances."
      guard isLarger, let share, buysOrSpendsMost else { return outside.capitalisedFirst }
      // Whoever is not beyond the fences has less.
      let others = Figures.fixed((1 - share) * 100, digits: 0)
      return "Buys or spends more than \(others == "100" ? "other" : "\(others) % of") customers, \(outside)"
    case .training: return "Unlike any customer that the groups were built on; ignore the distances."
    case nil:
      guard let distance = margin.margin, let beyond = margin.beyond else { return nil }
      let name = loaded.phrase(ofCluster: beyond)
      return margin.isOnBorder
        ? "on the border of \(name): \(Figures.fixed(distance, digits: 3)) away"
        : "margin \(Figures.fixed(distance, digits: 2)), to the border of \(name)"
    }
  }

  /// Whether frequency or monetary is above its fence.
  private var buysOrSpendsMost: Bool {
    loaded.model.features.contains { feature in
      feature.name != .recency
        && feature.fence.map { answer.classification.rfm[feature.name] > $0.high } ?? false
    }
  }

  /// What rules asked for in vain.
  private var unknown: [String] {
    guard !answer.unknown.isEmpty else { return [] }
    let names = answer.unknown.map { RuleWords(loaded.model).name($0) }.joined(separator: " and ")
    let text =
      "Not known without dates of purchases: \(names). Segments whose rules ask for that were passed over."
    return [style.dim(TextLayout.wrapped(text, first: "  ", indent: "  ", columns: style.width))]
  }

  private var advice: [String] {
    guard let segment = answer.segment else {
      return [TextLayout.wrapped(hint, first: "  ", indent: "  ", columns: style.width)] + unknown
    }
    var lines: [String] = unknown
    if !segment.interpretation.isEmpty {
      lines.append(
        TextLayout.wrapped(segment.interpretation, first: "  ", indent: "  ", columns: style.width))
    }
    for exception in answer.exceptions {
      lines.append(
        style.dim(
          TextLayout.wrapped(
            "but not this customer: “\(exception.says)” (\(exception.but))", first: "  ", indent: "  ",
            columns: style.width)))
    }
    if !segment.recommendations.isEmpty {
      lines.append("  " + style.bold("What to do"))
      for recommendation in segment.recommendations {
        lines.append(
          TextLayout.wrapped(recommendation, first: "    • ", indent: "      ", columns: style.width))
      }
    }
    return lines
  }

  /// What to do about a cluster without a name.
  private var hint: String {
    if let pack = loaded.pack {
      return
        "No segment of the pack \(pack.name) takes this customer; segments lint says who else falls through."
    }
    let packs = loaded.shelf.packs
    return packs.isEmpty
      ? "There is no segment pack: put a JSON file with names and recommendations in Segments/."
      : "No segment pack fits this model (\(packs.map { "\($0.name): \($0.misfit(loaded.model) ?? "it says what is not so of your customers")" }.joined(separator: "; ")))."
  }
}

extension Rendering {
  func answer(_ answer: Answer, of loaded: LoadedModel) -> String {
    shown(answer.json, AnswerText(answer: answer, loaded: loaded, style: style).text)
  }
}
