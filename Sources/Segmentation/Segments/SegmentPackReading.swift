import Customers
import JSONText

extension SegmentPack {
  /// Reads the text of a pack.
  ///
  /// - Throws: `JSONError` with file, line, column and path to the value: broken JSON, a key that is not known
  ///   (and the one that was meant), a wrong type, min above max, an empty name, two segments of one name.
  public init(reading bytes: [UInt8], file: String) throws(JSONError) {
    let root = try JSONCursor(reading: bytes, file: file, format: Self.format)
    let object = try root.object(keys: [
      "$schema", "format", "name", "title", "description", "for", "written", "segments",
    ])
    _ = try object["$schema"]?.string()
    let name = try object.required("name").slug(of: "pack", such: "my-shop")
    let list = try object.required("segments")
    let items = try list.array()
    guard !items.isEmpty else { throw list.error("a pack has at least one segment") }
    // Lint compares each with each other, and with all above the two.
    guard items.count <= 200 else {
      throw list.error("a pack has at most 200 segments, and this one has \(items.count)")
    }
    var segments: [Segment] = []
    var places: [String: TextPosition] = [:]
    for item in items {
      let segment = try Segment(reading: item)
      let key = segment.name.lowercased()
      let place = try item.object().required("name")
      if let known = places[key] {
        throw place.error("'\(segment.name)' is the name of the segment in line \(known.line) already")
      }
      places[key] = place.node.place
      segments.append(segment)
    }
    self.init(
      name: name, title: try object.required("title").line(),
      description: try object["description"].optional { cursor throws(JSONError) in try cursor.string() },
      requirement: try object["for"].optional { cursor throws(JSONError) in try Requirement(reading: cursor)
      },
      segments: segments, file: file)
    written = try object["written"].optional { cursor throws(JSONError) in try cursor.string() }
  }
}

extension SegmentPack.Requirement {
  init(reading cursor: JSONCursor) throws(JSONError) {
    let object = try cursor.object(keys: ["model", "k", "log", "bins", "outliers"])
    self.init()
    model = try object["model"].optional { cursor throws(JSONError) in try cursor.line() }
    k = try object["k"].optional { cursor throws(JSONError) in try cursor.whole(from: 1) }
    bins = try object["bins"].optional { cursor throws(JSONError) in try cursor.whole(from: 2) }
    outliers = try object["outliers"].optional { cursor throws(JSONError) in try cursor.choice() }
    log = try object["log"].optional { cursor throws(JSONError) in
      var log: Set<FeatureName> = []
      for item in try cursor.array() {
        let feature: FeatureName = try item.choice()
        guard log.insert(feature).inserted else { throw item.error("'\(feature.rawValue)' is named twice") }
      }
      return log
    }
  }
}

extension Segment {
  init(reading cursor: JSONCursor) throws(JSONError) {
    let object = try cursor.object(keys: [
      "name", "when", "color", "interpretation", "recommendations", "claims",
    ])
    let name = try object.required("name").line()
    let when = try Conditions.alternatives(reading: try object.required("when"))
    let color = try object["color"].optional { cursor throws(JSONError) in
      let text = try cursor.string()
      guard Self.isColor(text) else {
        throw cursor.error("'\(text)' is not a colour; '#1f77b4' would be one")
      }
      return text
    }
    let interpretation = try object["interpretation"].optional { cursor throws(JSONError) in
      try cursor.string()
    }
    let recommendations = try object["recommendations"].optional { cursor throws(JSONError) in
      try cursor.array().map { item throws(JSONError) in try item.nonEmptyString() }
    }
    let claims = try object["claims"].optional { cursor throws(JSONError) in
      try cursor.array().map { item throws(JSONError) in try Claim(reading: item) }
    }
    self.init(
      name: name, when: when, color: color, interpretation: interpretation ?? "",
      recommendations: recommendations ?? [], claims: claims)
  }

  /// `#` and six hexadecimal digits.
  public static func isColor(_ text: String) -> Bool {
    text.utf8.count == 7 && text.hasPrefix("#") && text.dropFirst().allSatisfy { $0.isASCII && $0.isHexDigit }
  }
}

extension Conditions {
  /// One object of conditions, or a list of them.
  public static func alternatives(reading cursor: JSONCursor) throws(JSONError) -> [Conditions] {
    switch cursor.node.value {
    case .object: return [try Conditions(reading: cursor)]
    case .array:
      let items = try cursor.array()
      guard !items.isEmpty else {
        throw cursor.error("a list of conditions has at least one; {} takes everyone")
      }
      return try items.map { item throws(JSONError) in try Conditions(reading: item) }
    default: throw cursor.error("conditions are an object such as {\"cluster\": 0}, or a list of them")
    }
  }

  init(reading cursor: JSONCursor) throws(JSONError) {
    let object = try cursor.object(keys: ["cluster", "outlier"] + RuleQuantity.allCases.map(\.rawValue))
    self.init()
    if let cluster = object["cluster"] {
      if case .array = cluster.node.value {
        let items = try cluster.array()
        guard !items.isEmpty else { throw cluster.error("at least one cluster is expected") }
        clusters = Set(try items.map { item throws(JSONError) in try item.whole(from: 0) })
      } else {
        clusters = [try cluster.whole(from: 0)]
      }
    }
    if let given = object["outlier"] { outlier = try given.bool() }
    for quantity in RuleQuantity.allCases {
      guard let given = object[quantity.rawValue] else { continue }
      let limits = try Limits(reading: given, of: quantity)
      if let numbers = limits.numbers { bounds[quantity] = numbers } else { self.limits[quantity] = limits }
    }
  }
}
