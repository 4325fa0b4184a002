/// Bytes of what may be a word: the work grows with the square of the length.
private let longestWord = 400

/// The word among some that a misspelt word was probably meant to be, or nil when none is near.
///
/// Case is ignored. Near is a word at an edit distance of at most a third of the length of `word` (and at least
/// one edit is allowed), as long as something is left that both share; a word that `word` is the beginning of
/// (`rec` for `recency`), which counts as one edit; and, when there is nothing else, a word of three letters or
/// more that `word` begins with (`minimum` for `min`). Of words equally near the first wins, but a beginning goes
/// before an edit.
///
/// A word of more than 400 bytes is near to none.
///
/// - Complexity: O(*n* × *m*) for each word of a length near that of `word`.
public func nearest(_ word: String, among words: [String]) -> String? {
  guard word.utf8.count <= longestWord else { return nil }
  let letters = Array(word.lowercased().unicodeScalars)
  guard !letters.isEmpty else { return nil }
  let limit = min(max(1, letters.count / 3), letters.count - 1)
  var best: (rank: Int, word: String)?
  for candidate in words {
    let other = Array(candidate.lowercased().unicodeScalars)
    let rank: Int
    if other == letters {
      rank = 0
    } else if other.starts(with: letters) {
      rank = 1
    } else if abs(other.count - letters.count) <= limit, case let distance = editDistance(letters, other),
      distance <= limit
    {
      rank = 2 * distance
    } else if other.count >= 3, letters.starts(with: other) {
      rank = .max - other.count  // the longest of them says most
    } else {
      continue
    }
    if rank < best?.rank ?? .max { best = (rank, candidate) }
  }
  return best?.word
}

/// How many letters must be put in, taken out, changed, or swapped with their neighbour to turn one word into
/// the other: the Damerau-Levenshtein distance in its restricted form, in which no letter is edited twice
/// (L. Boytsov, "Indexing methods for approximate dictionary searching", 2011, section 2.1).
package func editDistance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...second.count)
  for (row, letter) in first.enumerated() {
    var current = [row + 1]
    current.reserveCapacity(second.count + 1)
    for (column, other) in second.enumerated() {
      var distance = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
      if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
        distance = min(distance, beforeLast[column - 1] + 1)
      }
      current.append(distance)
    }
    (beforeLast, last) = (last, current)
  }
  return last[second.count]
}

/// Words by how few edits turn them into `word`, the nearest first; of equally near ones, or where `word` is too
/// long to be a word, in the order given.
public func byNearness(to word: String, _ words: [String]) -> [String] {
  guard word.utf8.count <= longestWord else { return words }
  let letters = Array(word.lowercased().unicodeScalars)
  let ranked = words.enumerated().map { index, candidate in
    (
      distance: editDistance(letters, Array(candidate.lowercased().unicodeScalars)), index: index,
      word: candidate
    )
  }
  return ranked.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }.map(\.word)
}
