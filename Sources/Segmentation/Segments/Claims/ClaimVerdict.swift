import JSONText
import Wording

/// What the customers of a segment say of one of its claims.
public struct ClaimVerdict: Sendable {
  /// The segment's place in the pack.
  public let segment: Int
  /// What it claims.
  public let claim: Claim
  /// How many customers the segment has.
  public let customers: Int
  /// Whether it is so; also where the segment has nobody. Nil where it cannot be checked: the model or its store
  /// lacks the dates that it asks for.
  public var holds: Bool?
  /// The share that meets the bounds, or the mean or median that decided; nil where nothing was to be counted.
  public var figure: Double?
  /// What `figure` is about, with bounds in days, orders and currency.
  public var about: [(quantity: RuleQuantity, bounds: Bounds)] = []

  init(segment: Int, claim: Claim, customers: Int) {
    self.segment = segment
    self.claim = claim
    self.customers = customers
  }
}

extension ClaimVerdict {
  /// The claim as it stands in the pack, the bounds in days, orders or currency, and the figure.
  func json(_ pack: SegmentPack) -> JSON {
    [
      "segment": .string(pack.segments[segment].name), "customers": .integer(customers), "claim": claim.json,
      "bounds": .object(about.map { ($0.quantity.rawValue, $0.bounds.json) }),
      "figure": figure.map(JSON.number) ?? .null, "holds": holds.map(JSON.bool) ?? .null,
    ]
  }
}

extension RuleWords {
  private func figure(_ quantity: RuleQuantity, _ value: Double) -> String {
    let number = Figures.grouped(value, digits: value == value.rounded() ? 0 : 1)
    let plural = number == "1" ? "" : "s"
    return switch quantity {
    case .recency, .tenure: "\(number) day\(plural)"
    case .frequency: "\(number) \(frequencyUnit)\(plural)"
    case .gaps: "\(number) times the expected gap"
    case .monetary, .average, .recencyScore, .frequencyScore, .monetaryScore, .again:
      self.value(quantity, value)
    }
  }

  /// A claim that is false, with the figures: "'Loyal & Engaged' says “they come back again and again”, but only 8 % of
  /// its 39 customers have frequency at least 2 orders, not 60 %".
  public func words(_ verdict: ClaimVerdict, of pack: SegmentPack) -> String {
    let bounds = verdict.about.map { words($0.quantity, $0.bounds) }.joined(separator: " and ")
    let name = "'\(pack.segments[verdict.segment].name)'"
    let said = verdict.claim.says.flatMap { pack.segments[verdict.segment].says($0) ? $0 : nil }
    let start = said.map { "\(name) says “\($0)”, but" } ?? "\(name) claims more than is so:"
    let customers = Figures.counted(verdict.customers, "customer")
    let figure = verdict.figure ?? 0
    switch verdict.claim.of {
    case .share(let share):
      return
        "\(start) only \(Figures.fixed(figure * 100, digits: 0)) % of its \(customers) have \(bounds), not \(Figures.fixed(share * 100, digits: 0)) %"
    case .mean, .median:
      let measure = verdict.claim.of == .mean ? "mean" : "median"
      let quantity = verdict.about.first?.quantity ?? .recency
      return
        "\(start) the \(measure) of its \(customers) is \(self.figure(quantity, figure)), which is not \(bounds)"
    }
  }

  /// "recency 120 days, not at most 28 days"
  public func words(failure quantity: RuleQuantity, value: Double, _ bounds: Bounds) -> String {
    let words = words(quantity, bounds)
    let name = name(quantity)
    return "\(name) \(figure(quantity, value)), not\(words.dropFirst(name.count))"
  }

  /// A claim in words: "most (75 %): recency at most 28 days".
  public func words(_ claim: Claim, _ model: Model) -> String {
    let bounds = RuleQuantity.claimed.compactMap { quantity in
      claim.bounds[quantity].map { bounds in
        bounds.resolved(quantity, model).map { words(quantity, $0) }
          ?? "\(quantity.rawValue) (not known here)"
      }
    }.joined(separator: " and ")
    return switch claim.of {
    case .mean: "mean \(bounds)"
    case .median: "median \(bounds)"
    case .share(let share): "\(Figures.fixed(share * 100, digits: 0)) % have \(bounds)"
    }
  }
}

extension Claim {
  /// What of it does not hold for one customer; empty where all holds, or where it cannot be known.
  public func failures(of customer: Classification, _ model: Model) -> [(RuleQuantity, value: Double, Bounds)]
  {
    RuleQuantity.claimed.compactMap { quantity in
      guard let bounds = bounds[quantity]?.resolved(quantity, model),
        let value = quantity.value(of: customer),
        !bounds.contains(value)
      else { return nil }
      return (quantity, value, bounds)
    }
  }
}
