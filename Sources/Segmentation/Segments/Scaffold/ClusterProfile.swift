import Customers

/// Where a cluster's means rank among those of the others.
struct ClusterProfile {
  let means: [Double]
  /// 0 for the best of all clusters on a feature, 1 for the worst; few days are good. Equal means share theirs.
  private let positions: [Double]

  func mean(_ feature: FeatureName) -> Double { means[feature.index] }
  func position(_ feature: FeatureName) -> Double { positions[feature.index] }
  func level(_ feature: FeatureName) -> Level { Level(position(feature)) }

  static func all(_ model: Model) -> [ClusterProfile] {
    let means = model.clusters.map(\.all.mean)
    return means.map { own in
      let positions = FeatureName.allCases.map { feature in
        let values = means.map { feature == .recency ? -$0[feature.index] : $0[feature.index] }
        let value = feature == .recency ? -own[feature.index] : own[feature.index]
        let better = values.count { $0 > value }
        let worse = values.count { $0 < value }
        let last = values.count - 1
        return last == 0 ? 0.5 : Double(better + last - worse) / Double(2 * last)
      }
      return ClusterProfile(means: own, positions: positions)
    }
  }
}

/// The upper, middle or lower third of the ranks; what is on the line between them is in the middle.
enum Level: Hashable {
  case high, middle, low

  /// - Parameter position: 0 is the best, 1 the worst.
  init(_ position: Double) {
    self = position < 1.0 / 3 ? .high : position > 2.0 / 3 ? .low : .middle
  }
}

/// Names for clusters, of which no two are the same.
enum ClusterNames {
  static func names(_ profiles: [ClusterProfile], terms: Terms) -> [String] {
    var names = profiles.map(plain)
    for group in alike(names) {
      let additions = distinctions(group.map { profiles[$0] }, terms: terms)
      for (id, addition) in zip(group, additions) { names[id] += " (\(addition))" }
    }
    // Only clusters with the same means are left.
    for group in alike(names) {
      for id in group.dropFirst() { names[id] += ", cluster \(id)" }
    }
    return names
  }

  /// "Recent, frequent, high spenders"
  private static func plain(_ profile: ClusterProfile) -> String {
    let recency =
      switch profile.level(.recency) {
      case .high: "Recent"
      case .middle: "Cooling"
      case .low: "Lapsed"
      }
    let frequency =
      switch profile.level(.frequency) {
      case .high: "frequent"
      case .middle: "occasional"
      case .low: "rare"
      }
    let monetary =
      switch profile.level(.monetary) {
      case .high: "high spenders"
      case .middle: "medium spenders"
      case .low: "low spenders"
      }
    return "\(recency), \(frequency), \(monetary)"
  }

  /// The ids that share a name, for each name that is shared.
  private static func alike(_ names: [String]) -> [[Int]] {
    Dictionary(grouping: names.indices) { names[$0] }.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  /// What tells clusters of one name apart: words for two or three of them, for more the mean itself. It is
  /// about the feature on which their ranks lie farthest apart.
  private static func distinctions(_ group: [ClusterProfile], terms: Terms) -> [String] {
    let spreads = [FeatureName.monetary, .frequency, .recency].map { feature in
      let positions = group.map { $0.position(feature) }
      let gaps = zip(positions.sorted().dropFirst(), positions.sorted()).map { $0 - $1 }
      return (feature: feature, gap: gaps.min() ?? 0)
    }
    var widest = spreads[0]
    for spread in spreads where spread.gap > widest.gap { widest = spread }
    let feature = widest.feature
    guard widest.gap > 0, group.count <= 3 else { return group.map { value(feature, $0, terms) } }
    let words = words(feature, count: group.count)
    let order = group.indices.sorted { group[$0].position(feature) < group[$1].position(feature) }
    var result = words
    for (word, place) in zip(words, order) { result[place] = word }
    return result
  }

  private static func words(_ feature: FeatureName, count: Int) -> [String] {
    switch (feature, count) {
    case (.recency, 2): ["more recent", "longer ago"]
    case (.recency, _): ["most recent", "in between", "longest ago"]
    case (.frequency, 2): ["more often", "less often"]
    case (.frequency, _): ["most often", "in between", "least often"]
    case (.monetary, 2): ["spending more", "spending less"]
    case (.monetary, _): ["spending most", "in between", "spending least"]
    }
  }

  private static func value(_ feature: FeatureName, _ profile: ClusterProfile, _ terms: Terms) -> String {
    let mean = profile.mean(feature)
    return switch feature {
    case .recency: terms.recency(mean)
    case .frequency: terms.frequency(mean)
    case .monetary: "about \(terms.money(mean))"
    }
  }
}
