import JSONText
import RFMService
import Report
import Segmentation

/// A segment as someone is writing it: the fields of the form, whether or not they make sense yet.
struct SegmentDraft: Sendable, Equatable {
  var name: String
  var interpretation: String
  /// `#1f77b4`; empty for none.
  var color: String
  var recommendations: [String]
  var rules: [Rule]

  /// One alternative of the rule, as it is typed.
  struct Rule: Sendable, Equatable {
    /// `0, 2`; empty for any.
    var clusters = ""
    /// `yes`, `no`, or empty for both.
    var outlier = ""
    /// By quantity and bound, such as `recency.min`.
    var bounds: [String: String] = [:]
  }

  static let bounds = ["min", "max", "below"]

  init(_ segment: Segment) {
    name = segment.name
    interpretation = segment.interpretation
    color = segment.color ?? ""
    recommendations = segment.recommendations
    rules = segment.when.map { conditions in
      var rule = Rule()
      rule.clusters = (conditions.clusters ?? []).sorted().map(String.init).joined(separator: ", ")
      rule.outlier = conditions.outlier.map { $0 ? "yes" : "no" } ?? ""
      // As the pack has them: numbers, or what is relative to a model, such as {"percentile":75}.
      guard case .object(let members) = conditions.json else { return rule }
      for (key, value) in members {
        guard RuleQuantity(rawValue: key) != nil, case .object(let limits) = value else { continue }
        for (bound, limit) in limits { rule.bounds["\(key).\(bound)"] = limit.text(.compact) }
      }
      return rule
    }
  }

  // MARK: In a form

  /// - Parameter prefix: before the name of each field.
  init(_ form: Query, prefix: String = "") {
    // Browsers send the ends of lines as carriage return and line feed.
    func text(_ name: String) -> String {
      (form[prefix + name] ?? "").filter { $0 != "\r" && $0 != "\r\n" }
    }
    name = text("name")
    interpretation = (form[prefix + "interpretation"] ?? "").split(whereSeparator: \.isNewline).joined(
      separator: " ")
    color = text("color")
    recommendations = form.all(prefix + "recommendation").map {
      $0.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
    let count = min(100, Int(text("rules")) ?? 0)
    rules = (0..<count).map { place in
      var rule = Rule(clusters: text("\(place).clusters"), outlier: text("\(place).outlier"))
      for quantity in RuleQuantity.allCases {
        for bound in Self.bounds {
          let value = text("\(place).\(quantity.rawValue).\(bound)")
          if !value.isEmpty { rule.bounds["\(quantity.rawValue).\(bound)"] = value }
        }
      }
      return rule
    }
  }

  /// All of it as fields that nobody sees: what it was when it was read.
  func hide(in page: inout Markup, prefix: String) {
    page.hidden(prefix + "name", name)
    page.hidden(prefix + "interpretation", interpretation)
    page.hidden(prefix + "color", color)
    for text in recommendations { page.hidden(prefix + "recommendation", text) }
    page.hidden(prefix + "rules", "\(rules.count)")
    for (place, rule) in rules.enumerated() {
      page.hidden("\(prefix)\(place).clusters", rule.clusters)
      page.hidden("\(prefix)\(place).outlier", rule.outlier)
      for (bound, value) in rule.bounds.sorted(by: { $0.key < $1.key }) {
        page.hidden("\(prefix)\(place).\(bound)", value)
      }
    }
  }

  // MARK: As edits

  /// What has to be changed so that a segment that was `was` is this.
  func changes(since was: SegmentDraft) throws -> [PackEdit.Change] {
    var changes: [PackEdit.Change] = []
    if rules != was.rules { changes.append(.when(try JSON.array(rules.map { try $0.json }).text(.compact))) }
    if interpretation != was.interpretation { changes.append(.describe(interpretation)) }
    if color != was.color, !color.isEmpty { changes.append(.color(color)) }
    let texts = recommendations.filter { !$0.allSatisfy(\.isWhitespace) }
    for (place, pair) in zip(was.recommendations, texts).enumerated() where pair.0 != pair.1 {
      changes.append(.setRecommendation(place + 1, pair.1))
    }
    for text in texts.dropFirst(was.recommendations.count) { changes.append(.addRecommendation(text)) }
    for place in (texts.count..<max(texts.count, was.recommendations.count)).reversed() {
      changes.append(.removeRecommendation(place + 1))
    }
    if name != was.name { changes.append(.rename(name)) }
    return changes
  }

  /// What a button of the form does before anything is saved: `up.2`, `down.2`, `remove.2`, `add`, `add-rule`,
  /// `remove-rule.0`.
  mutating func apply(_ action: String) {
    let parts = action.split(separator: ".")
    let place = parts.count > 1 ? Int(parts[1]) ?? -1 : -1
    switch parts.first {
    case "up" where recommendations.indices.contains(place) && place > 0:
      recommendations.swapAt(place, place - 1)
    case "down" where recommendations.indices.contains(place) && place + 1 < recommendations.count:
      recommendations.swapAt(place, place + 1)
    case "remove" where recommendations.indices.contains(place): recommendations.remove(at: place)
    case "add": recommendations.append("")
    case "add-rule": rules.append(Rule())
    case "remove-rule" where rules.indices.contains(place) && rules.count > 1: rules.remove(at: place)
    default: break
    }
  }
}

extension SegmentDraft.Rule {
  /// The conditions as the pack has them.
  fileprivate var json: JSON {
    get throws {
      var members: [(String, JSON)] = []
      let ids = clusters.split { $0 == "," || $0.isWhitespace }
      if !ids.isEmpty {
        members.append(
          (
            "cluster",
            .array(
              try ids.map { text in
                guard let id = Int(text) else { throw Self.problem(String(text)) }
                return .integer(id)
              })
          ))
      }
      if !outlier.isEmpty { members.append(("outlier", .bool(outlier == "yes"))) }
      for quantity in RuleQuantity.allCases {
        let own = try SegmentDraft.bounds.compactMap { bound -> (String, JSON)? in
          guard let text = bounds["\(quantity.rawValue).\(bound)"] else { return nil }
          if let value = Double(text), value.isFinite { return (bound, .number(value)) }
          guard let node = try? JSONNode.parse(Array(text.utf8), file: "rule") else {
            throw Self.problem(text)
          }
          return (bound, JSON(node))
        }
        if !own.isEmpty { members.append((quantity.rawValue, .object(own))) }
      }
      return .object(members)
    }
  }

  private static func problem(_ text: String) -> HTTPProblem {
    HTTPProblem(.unprocessableContent, "'\(text)' is no number")
  }
}
