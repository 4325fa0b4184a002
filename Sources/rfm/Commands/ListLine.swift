import RFMService

/// `[SEGMENT] [n]`, as the lists take it at the prompt and in a shell: whose customers, and how many of them.
struct ListLine {
  /// Nil for everyone.
  let segment: Int?
  let count: Int

  /// - Parameters:
  ///   - needsSegment: whether a number alone is a segment, and not how many.
  ///   - option: how many, where an option of the command line says it.
  init(
    _ text: String, of loaded: LoadedModel, needsSegment: Bool, option: Int? = nil
  ) throws(Problem) {
    var words = text.split(whereSeparator: \.isWhitespace)
    var typed: Int?
    // `cluster 1` is a segment, and not one customer of it.
    let isCluster = words.count == 2 && words[0].lowercased() == "cluster"
    if words.count > (needsSegment ? 1 : 0), !isCluster, let last = words.last, let number = Int(last) {
      guard number > 0 else { throw Problem("how many? \(number) is below 1") }
      typed = number
      words.removeLast()
      if words.last == "-n" { words.removeLast() }
    }
    if let typed, let option, typed != option {
      throw Problem("how many? \(typed) and -n \(option) do not go together")
    }
    count = typed ?? option ?? 10
    segment = words.isEmpty ? nil : try loaded.segment(named: words.joined(separator: " "))
  }
}
