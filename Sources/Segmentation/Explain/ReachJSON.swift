import Customers
import JSONText

extension RFM {
  /// `{"recency", "frequency", "monetary"}`
  public var json: JSON {
    ["recency": .integer(recency), "frequency": .integer(frequency), "monetary": .number(monetary)]
  }
}

extension Reach {
  /// `{"segment", "from", "orders": {"count", "value", "to"} or null, "order": {"value", "to"} or null, "changes"}`
  ///
  /// For a customer who is there already, `orders` and `order` are null and `changes` is empty.
  ///
  /// - Parameter segment: what the target is called.
  public func json(segment: String) -> JSON {
    [
      "segment": .string(segment), "from": from.json,
      "orders": orders.map {
        ["count": .integer($0.count), "value": .number($0.value), "to": $0.to.json]
      } ?? .null,
      "order": order.map { ["value": .number($0.value), "to": $0.to.json] } ?? .null,
      "changes": .array(changes.map(\.json)),
    ]
  }
}

extension Reach.Change {
  /// `{"feature", "possible": true, "from", "to", "delta"}` or `{"feature", "possible": false}`
  public var json: JSON {
    guard let move else { return ["feature": .string(feature.rawValue), "possible": false] }
    return [
      "feature": .string(feature.rawValue), "possible": true, "from": .number(from), "to": .number(move.to),
      "delta": .number(move.delta),
    ]
  }
}
