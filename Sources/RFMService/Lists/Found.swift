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
    ["found": .integer(count), "customers": list.json]
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
