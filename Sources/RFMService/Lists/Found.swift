import CustomerStore
import JSONText
import Segmentation
import Wording

/// Customers whom a text finds, by their ID or by what is kept of them.
public struct Found: Sendable {
  /// How many there are, shown or not.
  public let count: Int
  /// Those who are shown.
  public let list: CustomerList

  /// The IDs in the order of the list.
  public var ids: [String] { (0..<list.count).map { list.ids[$0] } }

  /// `{"found", "customers"}`
  public var json: JSON {
    let rows = (0..<list.count).map { row in
      var members: [(String, JSON)] = [
        ("customer", .string(list.ids[row])), ("recency", .integer(list.rfm[row].recency)),
        ("frequency", .integer(list.rfm[row].frequency)), ("monetary", .number(list.rfm[row].monetary)),
        ("segment", .string(list.segments[list.segment[row]].name)),
      ]
      if !list.kept.isEmpty {
        members.append(("kept", .object(list.kept.map { ($0.name, .string($0.values[row])) })))
      }
      return JSON.object(members)
    }
    return ["found": .integer(count), "customers": .array(rows)]
  }
}

extension Inquiry {
  /// Finds people by the beginnings of words in their ID or in what is kept of them.
  ///
  /// - Parameters:
  ///   - text: the beginnings of words.
  ///   - count: how many of them are wanted.
  public func find(matching text: String, count: Int) throws(Problem) -> Found {
    let store = try loaded.requireStore()
    let found = try explained { () throws(StoreError) in try store.find(text, limit: count) }
    return Found(count: found.count, list: try customers(found.ids))
  }

  /// The IDs of all whom a text finds.
  public func ids(matching text: String) throws(Problem) -> [String] {
    let store = try loaded.requireStore()
    return try explained { () throws(StoreError) in try store.find(text, limit: .max).ids }
  }
}
