import Customers

extension PackScaffold {
  /// The text of a pack for a model that no pack fits: a segment for each cluster, named from where its means
  /// rank among those of the others.
  ///
  /// - Parameters:
  ///   - model: whose clusters the segments are.
  ///   - name: what is no slug is made one.
  public static func pack(for model: Model, named name: String) -> String {
    let slug = SegmentPack.slug(from: name)
    let profiles = ClusterProfile.all(model)
    let names = ClusterNames.names(profiles, terms: Terms(model))
    let segments = profiles.indices.map { id in
      Segment(
        name: names[id], when: [Conditions(clusters: [id])], color: Palette.colors[id % Palette.colors.count],
        interpretation: interpretation(profiles[id], of: model.clusters[id], model.name, terms: Terms(model)),
        recommendations: recommendations(profiles[id]))
    }
    let pack = SegmentPack(
      name: slug, title: SegmentPack.title(from: slug),
      description:
        "Written for the model '\(model.name)': a segment for each of its \(model.k) clusters, named from their means. The names and texts are a start; make them yours.",
      requirement: requirement {
        $0.k = model.k
        $0.log = Set(model.logged)
        $0.outliers = model.training.options.outliers
      }, segments: segments, file: "\(slug).json")
    return pack.json.text(.pretty) + "\n"
  }

  /// The means of a cluster in plain words, and whose they are: the pack fits other models, too.
  private static func interpretation(
    _ profile: ClusterProfile, of cluster: Cluster, _ model: String, terms: Terms
  ) -> String {
    let means = FeatureName.allCases.map(profile.mean)
    let did =
      "last bought \(terms.recency(means[0])), \(terms.frequency(means[1])) and \(terms.monetary(means[2]))."
    switch cluster.all.size {
    case 0: return "No customer is in this cluster yet."
    case 1: return "In '\(model)' one customer, who \(did)"
    case let size:
      return "In '\(model)' \(Terms.number(Double(size), decimals: 0)) customers. On average they \(did)"
    }
  }

  /// What to do: one idea for how long they have been away, one for what they are worth.
  private static func recommendations(_ profile: ClusterProfile) -> [String] {
    let worth = (profile.position(.frequency) + profile.position(.monetary)) / 2
    let isWorthMuch = Level(worth) == .high || profile.level(.monetary) == .high
    let presence =
      switch (profile.level(.recency), isWorthMuch) {
      case (.high, true): "Thank them in person, and let them see new things first."
      case (.high, false):
        "Strike while they remember you: suggest one thing that goes with their last order."
      case (.middle, true):
        "Get in touch before they forget you: a personal note, with something that fits their last orders."
      case (.middle, false): "Remind them once, at a moment that has a reason: a season, a holiday, a refill."
      case (.low, true): "Call the biggest of them and ask what changed; they are worth winning back."
      case (.low, false): "Send one come-back offer with an end date, then spend no more on them."
      }
    let value =
      switch (profile.level(.frequency), profile.level(.monetary)) {
      case (.high, .high): "Leave discounts out: they pay the full price, and good service keeps them."
      case (.high, _):
        "They come often: lift the basket with sets, larger packs or a threshold for free delivery."
      case (_, .high): "They spend much at a time: give them a reason to come between two large orders."
      case (.low, .low): "Keep each contact cheap: automatic e-mails rather than print or calls."
      default: "Reward the next order: a benefit just above their usual basket."
      }
    return [presence, value]
  }
}

/// How the model's values are said in words.
struct Terms {
  private let frequencyUnit: (one: String, many: String)?
  private let isAverage: Bool
  private let currency: String?

  init(_ model: Model) {
    currency = model.currency
    isAverage = model.isMonetaryAverage
    frequencyUnit =
      switch model.frequencyUnit {
      case .invoices: nil
      case .lines: ("order line", "order lines")
      case .days: ("day with a purchase", "days with a purchase")
      }
  }

  /// "45 days ago"
  func recency(_ days: Double) -> String {
    switch Self.number(days, decimals: 0) {
    case "0": "today"
    case "1": "1 day ago"
    case let text: "\(text) days ago"
    }
  }

  /// "ordered 3.2 times"
  func frequency(_ value: Double) -> String {
    let text = Self.number(value, decimals: 1)
    guard let unit = frequencyUnit else { return text == "1" ? "ordered once" : "ordered \(text) times" }
    return "had \(text) \(text == "1" ? unit.one : unit.many)"
  }

  /// "spent GBP 2,310"
  func monetary(_ value: Double) -> String {
    "spent \(money(value)) \(isAverage ? "per order" : "in all")"
  }

  func money(_ value: Double) -> String {
    let text = Self.number(value, decimals: abs(value) < 100 ? 2 : 0)
    return currency.map { "\($0) \(text)" } ?? text
  }

  /// A number with commas between thousands, and so many decimals unless they are zeros.
  static func number(_ value: Double, decimals: Int) -> String {
    let unit = decimals == 0 ? 1.0 : decimals == 1 ? 10 : 100
    let scaled = (abs(value) * unit).rounded()
    guard scaled < 1e15 else { return value.description }
    let (whole, part) = Int(scaled).quotientAndRemainder(dividingBy: Int(unit))
    var digits = String(whole)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    var fraction = String(part)
    fraction = String(repeating: "0", count: decimals - min(decimals, fraction.count)) + fraction
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return sign + groups.joined(separator: ",") + (part == 0 ? "" : ".\(fraction)")
  }
}
