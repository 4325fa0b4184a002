import Customers
import JSONText
import RFMService

/// Recency, frequency and monetary in the JSON of a request: numbers, or texts as one types them.
enum ValuesReading {
  private static let keys = ["recency", "frequency", "monetary", "last"]
  private static let short = ["r": "recency", "f": "frequency", "m": "monetary"]

  /// An object with the three values, by their names or by their first letters; `last` stands for the recency.
  ///
  /// - Parameter others: keys that mean something else to the caller.
  static func values(
    _ cursor: JSONCursor, asOf: Timestamp?, besides others: [String] = []
  ) throws(JSONError) -> RFM {
    let object = try cursor.object(keys: keys + short.keys.sorted() + others)
    var words: [String] = []
    for (key, _, value) in object.members where !others.contains(key) {
      words.append("\(short[key] ?? key)=\(try text(value))")
    }
    do throws(Problem) {
      return try ValuesLine.arguments(words.isEmpty ? [""] : words, asOf: asOf)
    } catch {
      throw cursor.error(error.message)
    }
  }

  private static func text(_ value: JSONCursor) throws(JSONError) -> String {
    switch value.node.value {
    case .number(let literal):
      // 1e3 is a number to JSON, and none to people.
      guard literal.contains(where: { $0 == "e" || $0 == "E" }) else { return literal }
      return JSON.number(try value.number()).text(.compact)
    case .string(let text):
      guard !text.isEmpty, !text.contains(where: \.isWhitespace) else {
        throw value.error("expected a number")
      }
      return text
    default:
      _ = try value.number()
      return ""
    }
  }

  /// A text of the object, where it has one.
  static func text(_ object: JSONObject, _ key: String) throws(JSONError) -> String? {
    guard let value = object[key], !value.isNull else { return nil }
    return try value.string()
  }

  /// A number or a text, as one types it.
  static func word(_ object: JSONObject, _ key: String) throws(JSONError) -> String? {
    guard let value = object[key], !value.isNull else { return nil }
    return try text(value)
  }
}
