import Customers

/// What can be said of the conditions one by one, without geometry.
struct ConditionChecks {
  let geometry: PackGeometry
  let words: RuleWords

  private var pack: SegmentPack { geometry.pack }
  private var space: RuleSpace { geometry.space }

  /// Clusters that the model, or the pack's own `for`, does not have.
  func unknownClusters() -> [LintFinding] {
    guard let k = space.k else { return [] }
    return pack.segments.flatMap { segment in
      let named = segment.when.compactMap(\.clusters).reduce(into: Set<Int>()) { $0.formUnion($1) }
      return named.filter { $0 >= k || $0 < 0 }.sorted().map { cluster in
        let owner = geometry.model == nil ? "the pack is for" : "the model has"
        let all = k == 1 ? "cluster 0 only" : "clusters 0 to \(k - 1)"
        var finding = LintFinding(
          .unknownCluster, [segment.name], "'\(segment.name)' names cluster \(cluster), and \(owner) \(all)")
        finding.subject = "\(cluster)"
        return finding
      }
    }
  }

  /// Bounds of scores beyond 1…bins.
  func scoresOutOfRange() -> [LintFinding] {
    everyBound { segment, quantity, bounds in
      guard quantity.isScore, let feature = quantity.feature else { return nil }
      let bins = space.bins[feature.index]
      let outside = [bounds.min, bounds.max].compactMap(\.self).first { $0 < 1 || $0 > Double(bins) }
      let behind = bounds.below.flatMap { $0 <= 1 || $0 > Double(bins + 1) ? $0 : nil }
      guard let value = outside ?? behind else { return nil }
      return LintFinding(
        .scoreOutOfRange, [segment],
        "'\(segment)' has the bound \(RuleWords.plain(value)) for the \(words.name(quantity)), and scores go "
          + "from 1 to \(bins)")
    }
  }

  /// Scores that rules name and no value has.
  func scoresThatNeverOccur() -> [LintFinding] {
    guard let model = geometry.model else { return [] }
    var findings: [LintFinding] = []
    for quantity in RuleQuantity.allCases where quantity.isScore {
      guard let feature = quantity.feature else { continue }
      for score in 1...space.bins[feature.index] {
        let steps = space.interval(quantity, Bounds(scores: score...score))
        guard steps.from > steps.through else { continue }
        let named = segments(naming: score, quantity, of: feature)
        guard !named.isEmpty else { continue }
        let coincides = model.scores.impossibleScores(feature).contains(score)
        let reason = coincides ? "two of its cut points are equal" : "no value lies between its cut points"
        var finding = LintFinding(
          .scoreNeverOccurs, named,
          "no customer has the \(words.name(quantity)) \(score), since \(reason); "
            + "\(RuleWords.list(named.map { "'\($0)'" }, "and")) \(named.count == 1 ? "names" : "name") it")
        finding.subject = "\(quantity.rawValue) \(score)"
        findings.append(finding)
      }
    }
    return findings
  }

  /// The segments with a bound that a score meets and another score does not.
  private func segments(
    naming score: Int, _ quantity: RuleQuantity, of feature: FeatureName
  ) -> [String] {
    let bins = 1...space.bins[feature.index]
    return pack.segments.filter { segment in
      segment.when.contains { conditions in
        guard let bounds = conditions.bounds[quantity] else { return false }
        return bounds.contains(Double(score)) && !bins.allSatisfy { bounds.contains(Double($0)) }
      }
    }.map(\.name)
  }

  /// Raw bounds that none, or all, of the model's customers meet.
  func boundsOutsideTheSeen() -> [LintFinding] {
    guard let model = geometry.model else { return [] }
    return everyBound { segment, quantity, bounds in
      let quantiles = quantity.feature.map { model.feature($0).quantiles } ?? model.quantiles[quantity]
      guard !quantity.isScore, quantity != .again, let low = quantiles?.first, let high = quantiles?.last
      else {
        return nil
      }
      let seen = "\(words.value(quantity, low)) to \(words.value(quantity, high))"
      let start = "'\(segment)' asks for \(words.words(quantity, bounds))"
      if bounds.side(low) > 0 || bounds.side(high) < 0 {
        return LintFinding(
          .unseen, [segment], "\(start), and no customer of the model has that: they have \(seen)")
      }
      let least = quantity.feature.map { space.domain.value($0, space.domain[$0].lowerBound) } ?? 0
      let idle = bounds.min.map { $0 < low && $0 > least } ?? false
      let upper = bounds.max ?? bounds.below
      guard idle || upper.map({ $0 > high }) ?? false else { return nil }
      return LintFinding(
        .withoutEffect, [segment], "\(start), a bound beyond all customers of the model: they have \(seen)")
    }
  }

  /// One finding at most for each bounded value of each alternative; the same one only once.
  private func everyBound(_ check: (String, RuleQuantity, Bounds) -> LintFinding?) -> [LintFinding] {
    var findings: [LintFinding] = []
    for segment in pack.segments {
      for conditions in segment.when {
        for quantity in RuleQuantity.allCases {
          guard let bounds = conditions.bounds[quantity] else { continue }
          guard var finding = check(segment.name, quantity, bounds) else { continue }
          finding.subject = words.words(quantity, bounds)
          if !findings.contains(finding) { findings.append(finding) }
        }
      }
    }
    return findings
  }
}
