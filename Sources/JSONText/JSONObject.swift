import Wording

/// The members of an object, by key and in order.
public struct JSONObject: Sendable {
  /// The cursor on the object itself, for errors about it.
  public let cursor: JSONCursor
  let nodes: [JSONMember]
  private let index: KeyIndex

  init(cursor: JSONCursor, nodes: [JSONMember]) {
    self.cursor = cursor
    self.nodes = nodes
    self.index = KeyIndex(nodes)
  }

  /// The value of a key, or nil when the object has no such key. A null is a value: see ``JSONCursor/isNull``.
  ///
  /// - Complexity: O(1).
  public subscript(key: String) -> JSONCursor? {
    index.position(of: key, in: nodes).map { cursor.child(nodes[$0].node, .key(key)) }
  }

  /// The value of a key that must be there.
  ///
  /// - Throws: At the object, `missing "name"`.
  public func required(_ key: String) throws(JSONError) -> JSONCursor {
    guard let value = self[key] else { throw cursor.error("missing \(quoted(key))") }
    return value
  }

  /// All members, in the order of the text.
  public var members: [(key: String, keyPlace: TextPosition, value: JSONCursor)] {
    nodes.map { ($0.key, $0.keyPlace, cursor.child($0.node, .key($0.key))) }
  }
}
