import CustomerStore
import JSONText

/// What was found of people, and what was done.
public struct ErasedPeople: Sendable {
  /// Each once.
  public let ids: [String]
  /// By store: who was in it.
  public internal(set) var stores: [(path: String, people: [StoreForgetting.Forgotten])] = []
  /// Those in no store, who were left as they are.
  public internal(set) var unknown: [String] = []
  /// The suppression lists that hold them now.
  public internal(set) var lists: [String] = []
  /// The lines of the history that were taken out, and its file.
  public internal(set) var historyLines = 0
  /// The file of the lines typed at a prompt; nil where there is none.
  public let history: String?
  /// What could not be done, a sentence each: then they are not forgotten everywhere.
  public internal(set) var problems: [String] = []

  init(ids: [String], history: String?) {
    self.ids = ids
    self.history = history
  }

  /// By customer what was found where, and what could not be done.
  public var json: JSON {
    let customers: [JSON] = ids.map { id in
      let stores: [JSON] = stores.compactMap { path, people in
        people.first { $0.id == id }.map { person in
          [
            "store": .string(path),
            "removed": .object(person.values.map { ($0.column, .string($0.value)) }),
          ]
        }
      }
      return ["customer": .string(id), "stores": .array(stores)]
    }
    return [
      "customers": .array(customers), "unknown": .array(unknown.map(JSON.string)),
      "historyLines": .integer(historyLines),
      "suppressionLists": .array(lists.map(JSON.string)),
      "problems": .array(problems.map(JSON.string)),
    ]
  }
}
