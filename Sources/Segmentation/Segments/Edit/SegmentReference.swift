import JSONText
import Wording

extension SegmentPack {
  /// Finds the segment that a person means.
  ///
  /// - Parameter reference: Its name, in capitals or not; its number in the pack, from 1; `cluster` and the id of
  ///   the cluster that is its only rule; or the beginning of its name, as long as no other begins so.
  /// - Returns: Its place in the pack.
  public func resolve(_ reference: String) -> Result<Int, EditError> {
    let word = reference.lowercased()
    let names = segments.map { $0.name.lowercased() }
    if let index = names.firstIndex(of: word) { return .success(index) }

    let number = Int(reference)
    if let number, segments.indices.contains(number - 1) { return .success(number - 1) }
    let cluster = word.hasPrefix("cluster ") ? Int(word.dropFirst(8)) : nil
    if let cluster {
      let rule = [Conditions(clusters: [cluster])]
      let found = segments.indices.filter { segments[$0].when == rule }
      if let index = only(found, reference) { return index }
    }
    let found = word.isEmpty ? [] : names.indices.filter { names[$0].hasPrefix(word) }
    if let index = only(found, reference) { return index }
    if let cluster, cluster >= 0 { return .failure(.noSegmentOfCluster(cluster)) }
    if let number, number >= 0 { return .failure(.noSegment(number - 1, count: segments.count)) }
    return .failure(.unknownSegment(reference, meant: meant(by: reference), names: segments.map(\.name)))
  }

  /// Nil where there is none.
  private func only(_ found: [Int], _ reference: String) -> Result<Int, EditError>? {
    guard let first = found.first else { return nil }
    return found.count == 1
      ? .success(first) : .failure(.ambiguousSegment(reference, names: found.map { segments[$0].name }))
  }

  /// The name that is near to what was typed, or has a word in it that is.
  private func meant(by reference: String) -> String? {
    let names = segments.map(\.name)
    if let name = nearest(reference, among: names) { return name }
    var owners: [String: String] = [:]
    for name in names {
      for word in name.split(separator: " ") where word.count > 3 && owners[String(word)] == nil {
        owners[String(word)] = name
      }
    }
    let words = names.flatMap { $0.split(separator: " ").map(String.init) }.filter { owners[$0] != nil }
    return nearest(reference, among: words).flatMap { owners[$0] }
  }
}
