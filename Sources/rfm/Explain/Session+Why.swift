import JSONText
import Segmentation

/// Why an answer is what it is.
extension Session {
  mutating func why(_ text: String) throws(Failure) -> String {
    let subject = try subject(text, "why 12 5 1840.50")
    self.subject = subject
    return why(subject)
  }

  func why(_ subject: Subject) -> String {
    let why = Why(model.classify(subject.rfm), model: model, pack: pack)
    return isJSON ? jsonLine(whyJSON(why, subject)) : whyText(why, subject)
  }

  private func whyText(_ why: Why, _ subject: Subject) -> String {
    let words = FeatureWords(model)
    let own = why.classification.cluster
    let place = why.classification.place(in: pack)
    let who = subject.stored.map { "\(Layout.cell($0.id, to: 60)) · " } ?? ""
    var lines = [
      Layout.spread(
        who + name(of: place), "cluster \(own)", style.width,
        shownLeft: who + style.tinted(name(of: place), color(of: place), bold: true),
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
          Figures.fixed(reason.scaled, digits: 2), Figures.fixed(reason.own.centroid, digits: 2),
          words.mean(reason.name, reason.own.centroidValue), Figures.percent(reason.own.share),
        ]
    }
    let header =
      ["", "value", "percentile"] + (hasLogs ? ["log"] : []) + [
        "scaled", "centroid", "that is", "share of distance²",
      ]
    lines.append(Layout.table(header, rows, rightAligned: Set(1..<header.count)))
    if let runnerUp = why.runnerUp {
      let distances = why.classification.distances
      lines.append(
        "  against the runner-up, \(clusterName(runnerUp)) (cluster \(runnerUp)): distance \(Figures.fixed(distances[own], digits: 2)) here, \(Figures.fixed(distances[runnerUp], digits: 2)) there"
      )
      let rows = why.features.compactMap { reason -> [String]? in
        guard let rival = reason.runnerUp, let difference = reason.difference else { return nil }
        let side =
          difference == 0
          ? "neither"
          : difference > 0 ? "for \(clusterName(own))" : "for \(clusterName(runnerUp))"
        return [
          reason.name.rawValue, Figures.fixed(rival.centroid, digits: 2),
          words.mean(reason.name, rival.centroidValue),
          Figures.percent(rival.share), (difference > 0 ? "+" : "") + Figures.fixed(difference, digits: 2),
          side,
        ]
      }
      lines.append(
        Layout.table(
          ["", "centroid", "that is", "share of distance²", "difference", "speaks"], rows,
          rightAligned: [1, 2, 3, 4]))
      if let deciding = why.deciding {
        let share = why.features[deciding.index].shareOfDifference.flatMap { share in
          share <= 1 ? " (\(Figures.fixed(share * 100, digits: 0)) % of the difference)" : nil
        }
        lines.append("  \(deciding.rawValue) decided\(share ?? "")")
      }
    }
    lines += ruleLines(why)
    return lines.joined(separator: "\n") + "\n"
  }

  private func ruleLines(_ why: Why) -> [String] {
    guard let rule = why.rule, let pack else { return [] }
    let words = RuleWords(model)
    var lines: [String] = []
    if case .segment(let index) = rule.place, let alternative = rule.alternative {
      let conditions = pack.segments[index].when[alternative]
      let decided = rule.isMoreThanCluster ? "the rule of \(pack.segments[index].name) decided: " : "rule: "
      lines.append(
        Layout.wrapped(decided + words.words(conditions), first: "  ", indent: "    ", columns: style.width))
    } else {
      lines.append("  no rule of the pack \(pack.name) takes this customer")
    }
    for failed in rule.above {
      let segment = pack.segments[failed.segment]
      let reasons = segment.when.map { words.failures($0, of: why.classification).joined(separator: " and ") }
      lines.append(
        Layout.wrapped(
          "not \(segment.name): \(reasons.joined(separator: "; nor "))", first: "  ", indent: "    ",
          columns: style.width))
    }
    return lines
  }

  private func whyJSON(_ why: Why, _ subject: Subject) -> JSON {
    func pull(_ pull: Pull) -> JSON {
      [
        "centroid": .number(pull.centroid), "value": .number(pull.centroidValue),
        "squaredDistance": .number(pull.squared), "share": .number(pull.share),
      ]
    }
    let features: [JSON] = why.features.map { reason in
      [
        "feature": .string(reason.name.rawValue), "value": .number(reason.value),
        "transformed": .number(reason.transformed), "scaled": .number(reason.scaled),
        "percentile": .number(reason.percentile), "own": pull(reason.own),
        "runnerUp": reason.runnerUp.map(pull) ?? .null,
        "difference": reason.difference.map(JSON.number) ?? .null,
      ]
    }
    let words = RuleWords(model)
    let above: [JSON] = (why.rule?.above ?? []).map { failed in
      let segment = pack?.segments[failed.segment]
      return [
        "segment": .string(segment?.name ?? ""),
        "failed": .array(
          (segment?.when ?? []).map { .array(words.failures($0, of: why.classification).map(JSON.string)) }),
      ]
    }
    var rule: JSON = .null
    if case .segment(let index)? = why.rule?.place, let alternative = why.rule?.alternative, let pack {
      rule = .string(words.words(pack.segments[index].when[alternative]))
    }
    return .object(
      (subject.stored.map { [("customer", JSON.string($0.id))] } ?? []) + [
        ("segment", .string(name(of: why.classification.place(in: pack)))),
        ("cluster", .integer(why.classification.cluster)),
        ("distances", .array(why.classification.distances.map(JSON.number))), ("features", .array(features)),
        ("runnerUp", why.runnerUp.map(JSON.integer) ?? .null),
        ("deciding", why.deciding.map { .string($0.rawValue) } ?? .null), ("rule", rule),
        ("above", .array(above)),
      ])
  }
}
