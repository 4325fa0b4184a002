import JSONText

extension Claim {
  init(reading cursor: JSONCursor) throws(JSONError) {
    let object = try cursor.object(keys: RuleQuantity.claimed.map(\.rawValue) + ["of", "share", "says"])
    var bounds: [RuleQuantity: Limits] = [:]
    for quantity in RuleQuantity.claimed {
      guard let given = object[quantity.rawValue] else { continue }
      let limits = try Limits(reading: given, of: quantity)
      if limits == Limits() { throw given.error("a bound is missing: min, max or below") }
      bounds[quantity] = limits
    }
    guard !bounds.isEmpty else {
      throw cursor.error(
        "a claim bounds at least one of \(RuleQuantity.claimed.map(\.rawValue).joined(separator: ", "))")
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
    for quantity in RuleQuantity.claimed {
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
