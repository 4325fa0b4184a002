import Customers

/// The figures of a segment that its texts can show.
public struct SegmentFigures: Sendable, Hashable {
  /// How many customers.
  public var customers: Int
  /// Of all customers, 0…1.
  public var share: Double
  /// What they spent, in currency.
  public var revenue: Double
  /// Of the revenue of all, 0…1.
  public var revenueShare: Double
  /// Recency in days, frequency and monetary; nil without customers.
  public var mean: [Double]?
  /// The same medians.
  public var median: [Double]?

  /// Figures that were counted before.
  public init(
    customers: Int, share: Double, revenue: Double, revenueShare: Double, mean: [Double]?, median: [Double]?
  ) {
    self.customers = customers
    self.share = share
    self.revenue = revenue
    self.revenueShare = revenueShare
    self.mean = mean
    self.median = median
  }
}

/// A figure that a text names in braces, and that is filled in when the text is shown.
public enum LiveFigure: Sendable, Hashable {
  /// `{customers}`
  case customers
  /// `{share}`
  case share
  /// `{revenue}`
  case revenue
  /// `{revenueShare}`
  case revenueShare
  /// `{meanRecency}`, `{meanFrequency}`, `{meanMonetary}`
  case mean(FeatureName)
  /// `{medianRecency}`, `{medianFrequency}`, `{medianMonetary}`
  case median(FeatureName)
  /// `{p80Monetary}`: a percentile over all customers.
  case percentile(Int, FeatureName)
  /// `{usualGap}`: the median of the gaps between purchase days.
  case usualGap
  /// `{longGap}`: their 90th percentile.
  case longGap

  /// The figures by name, but for the percentiles.
  public static var named: [(name: String, figure: LiveFigure)] {
    var named: [(name: String, figure: LiveFigure)] = [
      ("customers", .customers), ("share", .share), ("revenue", .revenue), ("revenueShare", .revenueShare),
    ]
    for feature in FeatureName.allCases { named.append(("mean\(capital(feature))", .mean(feature))) }
    for feature in FeatureName.allCases { named.append(("median\(capital(feature))", .median(feature))) }
    return named + [("usualGap", .usualGap), ("longGap", .longGap)]
  }

  private static func capital(_ feature: FeatureName) -> String {
    feature.rawValue.prefix(1).uppercased() + feature.rawValue.dropFirst()
  }

  /// Nil where no figure has the name.
  public init?(named name: String) {
    if let known = Self.named.first(where: { $0.name == name }) {
      self = known.figure
      return
    }
    guard name.first == "p" else { return nil }
    let digits = name.dropFirst().prefix { $0.isASCII && $0.isNumber }
    guard let percent = Int(digits), 0...100 ~= percent, "\(percent)" == digits,
      let feature = FeatureName.allCases.first(where: { Self.capital($0) == name.dropFirst(1 + digits.count) }
      )
    else { return nil }
    self = .percentile(percent, feature)
  }
}

/// A text with figures in braces.
public struct LiveText: Sendable {
  /// A part of a text.
  public enum Part: Sendable, Hashable {
    /// As it stands.
    case text(String)
    /// A name in braces, which may be no figure's.
    case name(String)
  }

  /// In their order.
  public let parts: [Part]

  /// What stands in braces and is a word of letters and digits is a name; other braces are text.
  public init(_ text: String) {
    var parts: [Part] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      let inside = rest[rest.index(after: open)...]
      let name = inside.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
      guard !name.isEmpty, name.endIndex < inside.endIndex, inside[name.endIndex] == "}" else {
        parts.append(.text(String(rest[...open])))
        rest = inside
        continue
      }
      if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
      parts.append(.name(String(name)))
      rest = inside[inside.index(after: name.endIndex)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
  }

  /// The names in braces.
  public var names: [String] {
    parts.compactMap { if case .name(let name) = $0 { name } else { nil } }
  }

  /// The text with its figures; a sentence of which a figure is not known is left out. Braces around what is no
  /// figure's name stay.
  ///
  /// - Parameters:
  ///   - text: of a segment.
  ///   - value: the words for a figure; nil where it is not known.
  public static func filled(_ text: String, _ value: (LiveFigure) -> String?) -> String {
    guard text.contains("{") else { return text }
    var kept: [String] = []
    for sentence in sentences(text) {
      var filled = ""
      var isKnown = true
      for part in LiveText(String(sentence)).parts {
        switch part {
        case .text(let text): filled += text
        case .name(let name):
          guard let figure = LiveFigure(named: name) else {
            filled += "{\(name)}"
            continue
          }
          if let words = value(figure) { filled += words } else { isKnown = false }
        }
      }
      if isKnown { kept.append(filled) }
    }
    return kept.joined(separator: " ")
  }

  /// A text cut behind each full stop, exclamation or question mark that a blank follows.
  static func sentences(_ text: String) -> [Substring] {
    var sentences: [Substring] = []
    var start = text.startIndex
    var i = text.startIndex
    while i < text.endIndex {
      let next = text.index(after: i)
      if ".!?".contains(text[i]), next < text.endIndex, text[next] == " " {
        sentences.append(text[start..<next])
        start = text.index(after: next)
        i = start
      } else {
        i = next
      }
    }
    if start < text.endIndex { sentences.append(text[start...]) }
    return sentences
  }
}
