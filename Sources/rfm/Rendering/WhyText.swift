import RFMService
import Segmentation
import Wording

/// Why an answer is what it is, as a person reads it.
struct WhyText {
  let explanation: Explanation
  let loaded: LoadedModel
  let style: Style

  init(_ explanation: Explanation, _ loaded: LoadedModel, _ style: Style) {
    self.explanation = explanation
    self.loaded = loaded
    self.style = style
  }

  var text: String {
    let why = explanation.why
    let words = FeatureWords(loaded.model)
    let own = why.classification.cluster
    let place = why.classification.place(in: explanation.pack)
    let who = explanation.subject.stored.map { "\(TextLayout.cell($0.id, to: 60)) · " } ?? ""
    var lines = [
      TextLayout.spread(
        who + explanation.segmentName, "cluster \(own)", style.width,
        shownLeft: who + style.tinted(explanation.segmentName, loaded.color(of: place), bold: true),
        shownRight: style.dim("cluster \(own)"))
    ]
    let hasLogs = why.features.contains(where: \.isLogged)
    let rows = why.features.map { reason in
      [
        reason.name.rawValue, words.value(reason.name, reason.value),
        Figures.fixed(reason.percentile, digits: 0) + " %",
      ]
        + (hasLogs ? [reason.isLogged ? Figures.fixed(reason.transformed, digits: 3) : ""] : [])
        + [
          Figures.fixed(reason.scaled, digits: 2), Figures.fixed(reason.own.centre, digits: 2),
          words.mean(reason.name, reason.own.centreValue), Figures.percent(reason.own.share),
        ]
    }
    let header =
      ["", "value", "percentile"] + (hasLogs ? ["log"] : []) + [
        "scaled", "centroid", "that is", "share of distance²",
      ]
    lines.append(style.table(header, rows, rightAligned: Set(1..<header.count)))
    if let runnerUp = why.runnerUp {
      let distances = why.classification.distances
      lines.append(
        "  against the runner-up, \(loaded.phrase(ofCluster: runnerUp)): distance \(Figures.fixed(distances[own], digits: 2)) here, \(Figures.fixed(distances[runnerUp], digits: 2)) there"
      )
      let rows = why.features.compactMap { reason -> [String]? in
        guard let rival = reason.runnerUp, let difference = reason.difference else { return nil }
        let side =
          difference == 0
          ? "neither"
          : loaded.name(ofCluster: difference > 0 ? own : runnerUp)
        return [
          reason.name.rawValue, Figures.fixed(rival.centre, digits: 2),
          words.mean(reason.name, rival.centreValue),
          Figures.percent(rival.share), (difference > 0 ? "+" : "") + Figures.fixed(difference, digits: 2),
          side,
        ]
      }
      lines.append(
        style.table(
          ["", "centroid", "that is", "share of distance²", "difference", "speaks for"], rows,
          rightAligned: [1, 2, 3, 4]))
      if let deciding = why.deciding {
        let share = why.features[deciding.index].shareOfDifference.flatMap { share in
          share <= 1 ? " (\(Figures.fixed(share * 100, digits: 0)) % of the difference)" : nil
        }
        lines.append("  \(deciding.rawValue) decided\(share ?? "")")
      }
    }
    lines += ruleLines
    return lines.joined(separator: "\n") + "\n"
  }

  private var ruleLines: [String] {
    let (why, words) = (explanation.why, explanation.words)
    guard let rule = why.rule, let pack = explanation.pack else { return [] }
    var lines: [String] = []
    if case .segment(let index) = rule.place, let conditions = explanation.ruleThatTook {
      let decided = rule.isMoreThanCluster ? "the rule of \(pack.segments[index].name) decided: " : "rule: "
      lines.append(
        TextLayout.wrapped(
          decided + words.words(conditions), first: "  ", indent: "    ", columns: style.width))
    } else {
      lines.append("  no rule of the pack \(pack.name) takes this customer")
    }
    for failed in rule.above {
      let segment = pack.segments[failed.segment]
      let reasons = segment.when.map {
        words.failures($0, of: why.classification).joined(separator: ", and ")
      }
      lines.append(
        TextLayout.wrapped(
          "not \(segment.name): \(reasons.joined(separator: "; nor "))", first: "  ", indent: "    ",
          columns: style.width))
    }
    return lines
  }
}
