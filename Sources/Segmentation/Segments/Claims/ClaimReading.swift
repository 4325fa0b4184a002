import JSONText

extension Claim {
  init(reading cursor: JSONCursor) throws(JSONError) {
    let object = try cursor.object(keys: ClaimQuantity.allCases.map(\.rawValue) + ["of", "share", "says"])
    var bounds: [ClaimQuantity: ClaimBounds] = [:]
    for quantity in ClaimQuantity.allCases {
      guard let given = object[quantity.rawValue] else { continue }
      bounds[quantity] = try ClaimBounds(reading: given, of: quantity)
    }
    guard !bounds.isEmpty else {
      throw cursor.error(
        "a claim bounds at least one of \(ClaimQuantity.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let says = try object["says"].optional { cursor throws(JSONError) in try cursor.nonEmptyString() }
    let share = try object["share"].optional { cursor throws(JSONError) in
      let share = try cursor.number()
      guard share > 0, share <= 1 else { throw cursor.error("a share is above 0 and at most 1") }
      return share
    }
    let word = try object["of"].optional { cursor throws(JSONError) in
      try cursor.word(among: ["mean", "median"])
    }
    switch (share, word) {
    case (let share?, nil): self.init(bounds, of: .share(share), says: says)
    case (nil, "mean"?): self.init(bounds, of: .mean, says: says)
    case (nil, .some): self.init(bounds, of: .median, says: says)
    case (nil, nil):
      throw cursor.error(
        "whom it is about is missing: \"of\": \"mean\", \"of\": \"median\", or a share such as \"share\": 0.6"
      )
    case (.some, .some): throw cursor.error("'of' and 'share' exclude each other")
    }
  }

  /// The object of a segment in a pack's file.
  public var json: JSON {
    var members: [(String, JSON)] = []
    for quantity in ClaimQuantity.allCases {
      if let bounds = bounds[quantity] { members.append((quantity.rawValue, bounds.json)) }
    }
    switch of {
    case .mean: members.append(("of", "mean"))
    case .median: members.append(("of", "median"))
    case .share(let share): members.append(("share", .number(share)))
    }
    if let says { members.append(("says", .string(says))) }
    return .object(members)
  }
}

extension ClaimBounds {
  init(reading cursor: JSONCursor, of quantity: ClaimQuantity) throws(JSONError) {
    let object = try cursor.object(keys: ["min", "max", "below"])
    func limit(_ key: String) throws(JSONError) -> ClaimLimit? {
      try object[key].optional { cursor throws(JSONError) in try ClaimLimit(reading: cursor, of: quantity) }
    }
    self.init(min: try limit("min"), max: try limit("max"), below: try limit("below"))
    if min == nil && max == nil && below == nil {
      throw cursor.error("a bound is missing: min, max or below")
    }
    if max != nil && below != nil {
      throw cursor.error("'max' (inclusive) and 'below' (exclusive) exclude each other")
    }
    if case .number(let min)? = min, case .number(let upper)? = max ?? below, min > upper {
      throw cursor.error("min \(RuleWords.plain(min)) is above \(RuleWords.plain(upper))")
    }
  }

  var json: JSON {
    let limits = [("min", min), ("max", max), ("below", below)]
    return .object(limits.compactMap { key, limit in limit.map { (key, $0.json) } })
  }
}

extension ClaimLimit {
  init(reading cursor: JSONCursor, of quantity: ClaimQuantity) throws(JSONError) {
    guard case .string(let text) = cursor.node.value else {
      self = .number(try cursor.number())
      return
    }
    if let gap = Gap(rawValue: text) {
      guard quantity == .recency || quantity == .tenure else {
        throw cursor.error("'\(text)' is a number of days, for recency and tenure")
      }
      self = .gap(gap)
      return
    }
    guard text.first == "p", let percent = Int(text.dropFirst()), 0...100 ~= percent, "p\(percent)" == text
    else {
      throw cursor.error("a number, a percentile such as \"p80\", \"gap50\" or \"gap90\" is expected")
    }
    guard quantity.feature != nil else {
      throw cursor.error("percentiles are known of recency, frequency and monetary")
    }
    self = .percentile(percent)
  }

  var json: JSON {
    switch self {
    case .number(let number): .number(number)
    case .percentile(let percent): .string("p\(percent)")
    case .gap(let gap): .string(gap.rawValue)
    }
  }
}
