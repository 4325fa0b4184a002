import Algorithms
import CustomerStore
import Wording

/// What is near to an ID that nobody has.
extension Inquiry {
  func notFound(_ id: String) throws(Problem) -> String {
    let store = try loaded.requireStore()
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
      near = Array(byNearness(to: id, Array(candidates.uniqued())).prefix(5))
    } catch {
      throw Problem(error)
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

  /// A customer's ID that a mistyped text was probably meant to be; nil where none is near.
  public func nearestID(to text: String) -> String? {
    guard let store = loaded.store, let ids = try? store.neighbours(of: text, count: 20) else { return nil }
    return nearest(text, among: ids)
  }

  /// IDs that begin so, for Tab.
  public func ids(startingWith prefix: String) -> [String] {
    (try? loaded.store?.ids(startingWith: prefix, limit: 200)) ?? []
  }

  /// What a text that `find` is asked for may go on as, for Tab.
  public func completions(of text: String) -> [String] {
    guard !text.isEmpty else { return [] }
    return (try? loaded.store?.completions(of: text, limit: 100)) ?? []
  }

  // MARK: All customers

  /// Visits all customers in the order of their IDs, until the work is cancelled.
  func scan(_ body: (CustomerStore.ScannedRow) -> Void) throws(Problem) {
    let store = try loaded.requireStore()
    var rows = 0
    try explained { () throws(StoreError) in
      try store.scan(while: { !work.isCancelled() }) { row in
        body(row)
        rows &+= 1
        if rows & 0xFFF == 0 { work.count("looking at customers", rows, of: model.source.customers) }
      }
    }
    work.progress(.finished)
    try work.check()
  }
}
