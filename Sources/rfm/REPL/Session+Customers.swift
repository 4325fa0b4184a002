import CustomerStore
import JSONText
import Segmentation

/// Customers in the store: by ID, by what is near to an ID that nobody has, and all of them.
extension Session {
  func lookUp(_ id: String) throws(Failure) -> Answer { try answer(try stored(id)) }

  /// The customer with an ID.
  func stored(_ id: String) throws(Failure) -> StoredCustomer {
    if let stored = try find(id) { return stored }
    // Spreadsheets write whole numbers as 17850.0.
    if id.hasSuffix(".0"), let stored = try find(String(id.dropLast(2))) { return stored }
    throw Failure(try notFound(id))
  }

  /// - Returns: nil where there is no such customer, or no store to look in.
  func find(_ id: String) throws(Failure) -> StoredCustomer? {
    guard let store else { return nil }
    do throws(StoreError) { return try store.customer(id) } catch { throw Failure(error) }
  }

  /// The store, or why there is none.
  func requireStore() throws(Failure) -> CustomerStore {
    if let store { return store }
    throw Failure(storeProblem ?? "the model \(model.name) has no customers to look up")
  }

  private func notFound(_ id: String) throws(Failure) -> String {
    let store = try requireStore()
    let start = "no customer \(legible(id)) in \(model.name)"
    // What is near is looked for by trying, which takes too long for what is no ID anyway.
    guard id.utf8.count <= 200 else { return start }
    let near: [String]
    do throws(StoreError) {
      var candidates = try store.neighbours(of: id, count: 20)
      var stem = id.dropLast()
      while !stem.isEmpty && candidates.count < 80 {
        candidates += try store.ids(startingWith: String(stem), limit: 20)
        stem = stem.dropLast()
      }
      // A swapped or mistyped letter early in the ID is far away in byte order.
      for variant in Self.singleEdits(of: id) where try store.customer(variant) != nil {
        candidates.append(variant)
      }
      var seen: Set<String> = []
      near = Array(byNearness(to: id, candidates.filter { seen.insert($0).inserted }).prefix(5))
    } catch {
      throw Failure(error)
    }
    return near.isEmpty ? start : "\(start). Nearest IDs: \(near.map { legible($0) }.joined(separator: ", "))"
  }

  /// Each word with a capital, as names are written.
  private static func titled(_ id: String) -> String {
    id.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined(
      separator: " ")
  }

  private static func singleEdits(of id: String) -> [String] {
    let letters = Array(id)
    guard letters.count <= 24 else { return [] }
    var edits = [id.lowercased(), id.uppercased(), titled(id)]
    for i in letters.indices {
      if i + 1 < letters.count {
        var swapped = letters
        swapped.swapAt(i, i + 1)
        edits.append(String(swapped))
      }
      if letters[i].isNumber {
        for digit in "0123456789" where digit != letters[i] {
          var changed = letters
          changed[i] = digit
          edits.append(String(changed))
        }
      } else {
        var changed = letters
        changed[i] = Character(letters[i].isUppercase ? letters[i].lowercased() : letters[i].uppercased())
        edits.append(String(changed))
      }
    }
    return edits
  }

  /// All customers, each with what the model says.
  func scan(_ body: (CustomerStore.ScannedRow, Classification) -> Void) throws(Failure) {
    try scanRows { row in body(row, model.classify(row.rfm)) }
  }

  /// All customers, until Ctrl-C.
  func scanRows(_ body: (CustomerStore.ScannedRow) -> Void) throws(Failure) {
    let store = try requireStore()
    var rows = 0
    try held { () throws(StoreError) in
      try store.scan(while: { !AnswerStop.isAsked }) { row in
        body(row)
        rows &+= 1
        if rows & 0xFFF == 0 { progress?.count("looking at customers", rows, of: model.source.customers) }
      }
    }
    progress?.finish()
    if AnswerStop.isAsked { throw Failure("stopped") }
  }
}
