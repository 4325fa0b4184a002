import JSONText

extension Limits {
  /// Reads a range: numbers, percentiles and gaps where the quantity has them.
  init(reading cursor: JSONCursor, of quantity: RuleQuantity) throws(JSONError) {
    let object = try cursor.object(keys: ["min", "max", "below"])
    func limit(_ key: String) throws(JSONError) -> Limit? {
      try object[key].optional { cursor throws(JSONError) in try Limit(reading: cursor, of: quantity) }
    }
    self.init(min: try limit("min"), max: try limit("max"), below: try limit("below"))
    if max != nil && below != nil {
      throw cursor.error("'max' (inclusive) and 'below' (exclusive) exclude each other")
    }
    if let min, let max, min.isAbove(max) == true {
      throw cursor.error("min \(min.word) is above max \(max.word)")
    }
    if let min, let below, below.isAbove(min) == false {
      throw cursor.error("min \(min.word) is not below \(below.word)")
    }
  }

  /// The object of a rule or a claim.
  var json: JSON {
    let limits = [("min", min), ("max", max), ("below", below)]
    return .object(limits.compactMap { key, limit in limit.map { (key, $0.json) } })
  }
}

extension Limit {
  /// As it is written: `90`, `p80`, `gap90`.
  public var word: String {
    switch self {
    case .number(let number): RuleWords.plain(number)
    case .percentile(let percent): "p\(percent)"
    case .gap(let gap): gap.rawValue
    }
  }

  /// Whether it is above another one of the same quantity; nil where that depends on the model.
  fileprivate func isAbove(_ other: Limit) -> Bool? {
    switch (self, other) {
    case (.number(let own), .number(let other)): own > other
    case (.percentile(let own), .percentile(let other)): own > other
    case (.gap(let own), .gap(let other)): own == .gap90 && other == .gap50
    default: nil
    }
  }

  /// Reads what a person types: `90`, `p80` or `gap90`; nil where it is none of them.
  public init?(_ text: String) {
    if let gap = Gap(rawValue: text) {
      self = .gap(gap)
    } else if let number = Double(text), number.isFinite {
      self = .number(number)
    } else if text.first == "p", let percent = Int(text.dropFirst()), 0...100 ~= percent,
      "p\(percent)" == text
    {
      self = .percentile(percent)
    } else {
      return nil
    }
  }

  init(reading cursor: JSONCursor, of quantity: RuleQuantity) throws(JSONError) {
    // Scores have nothing between them.
    if quantity.isScore {
      self = .number(Double(try cursor.integer()))
      return
    }
    guard case .string(let text) = cursor.node.value else {
      let number = try cursor.number()
      guard quantity != .again else {
        throw cursor.error("who will buy again is an order: a percentile such as \"p80\" is expected")
      }
      self = .number(number)
      return
    }
    switch Limit(text) {
    case .gap(let gap):
      guard quantity == .recency || quantity == .tenure else {
        throw cursor.error("'\(text)' is a number of days, for recency and tenure")
      }
      self = .gap(gap)
    case .percentile(let percent): self = .percentile(percent)
    // In quotes it is none.
    case .number: self = .number(try cursor.number())
    case nil:
      let gaps = quantity == .recency || quantity == .tenure ? ", \"gap50\" or \"gap90\"" : ""
      let numbers = quantity == .again ? "" : "a number, "
      throw cursor.error("\(numbers)a percentile such as \"p80\"\(gaps) is expected")
    }
  }

  /// A number, or its word.
  public var json: JSON {
    switch self {
    case .number(let number): .number(number)
    case .percentile, .gap: .string(word)
    }
  }
}
