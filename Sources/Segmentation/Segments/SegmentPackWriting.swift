import Customers
import JSONText

extension SegmentPack {
  /// The pack as it stands in a file; what is nil or empty is left out.
  public var json: JSON {
    var members: [(String, JSON)] = [
      ("$schema", "./segment-pack.schema.json"), ("format", .string(Self.format)), ("name", .string(name)),
      ("title", .string(title)),
    ]
    if let description { members.append(("description", .string(description))) }
    if let requirement { members.append(("for", requirement.json)) }
    if let written { members.append(("written", .string(written))) }
    members.append(("segments", .array(segments.map(\.json))))
    return .object(members)
  }
}

extension SegmentPack.Requirement {
  var json: JSON {
    var members: [(String, JSON)] = []
    if let model { members.append(("model", .string(model))) }
    if let k { members.append(("k", .integer(k))) }
    if let log {
      members.append(("log", .array(FeatureName.allCases.filter(log.contains).map { .string($0.rawValue) })))
    }
    if let bins { members.append(("bins", .integer(bins))) }
    if let outliers { members.append(("outliers", .string(outliers.rawValue))) }
    return .object(members)
  }
}

extension Segment {
  /// The object of the pack's file, `rfm-segments/1`.
  public var json: JSON {
    let rules = when.map(\.json)
    var members: [(String, JSON)] = [
      ("name", .string(name)), ("when", rules.count == 1 ? rules[0] : .array(rules)),
    ]
    if let color { members.append(("color", .string(color))) }
    if !interpretation.isEmpty { members.append(("interpretation", .string(interpretation))) }
    if !recommendations.isEmpty {
      members.append(("recommendations", .array(recommendations.map { .string($0) })))
    }
    if let claims { members.append(("claims", .array(claims.map(\.json)))) }
    return .object(members)
  }
}

extension Conditions {
  /// The object of a segment in a pack's file.
  public var json: JSON {
    var members: [(String, JSON)] = []
    if let clusters {
      let ids = clusters.sorted().map { JSON.integer($0) }
      members.append(("cluster", ids.count == 1 ? ids[0] : .array(ids)))
    }
    if let outlier { members.append(("outlier", .bool(outlier))) }
    for quantity in RuleQuantity.allCases {
      // What was resolved stays in the pack as it was said.
      if let range = limits[quantity]?.json ?? bounds[quantity]?.json {
        members.append((quantity.rawValue, range))
      }
    }
    return .object(members)
  }
}

extension Bounds {
  var json: JSON {
    let bounds = [("min", min), ("max", max), ("below", below)]
    return .object(bounds.compactMap { key, value in value.map { (key, .number($0)) } })
  }
}
