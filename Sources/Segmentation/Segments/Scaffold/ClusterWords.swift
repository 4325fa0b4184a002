import Customers

/// The words of a shop that are so of the customers of each cluster, and names made of them.
///
/// A word is so of a cluster where at least `most` of its customers meet it. Two clusters get different words only
/// where the shares that meet one of the words differ by more than `apart`.
struct ClusterWords {
  static let most = 0.75
  static let apart = 0.25

  /// By cluster, in the order recency, frequency, monetary; nil where no word is so of most.
  let words: [[ShopWord?]]
  /// By cluster; no two are the same.
  let names: [String]

  /// - Parameters:
  ///   - labels: the cluster of each row of the table.
  ///   - isMember: whether a row is looked at; the others are in a segment of their own.
  init(
    _ shop: ShopWords, _ model: Model, _ table: RFMTable, labels: [Int32], isMember: (Int) -> Bool
  ) {
    var sizes = [Int](repeating: 0, count: model.k)
    var counts = shop.words.map { words in
      [[Int]](repeating: [Int](repeating: 0, count: words.count), count: model.k)
    }
    for row in 0..<table.count where isMember(row) {
      let cluster = Int(labels[row])
      sizes[cluster] += 1
      let rfm = table[row]
      for feature in FeatureName.allCases {
        let value = rfm[feature]
        for (place, word) in shop.words[feature.index].enumerated() where word.range.contains(value) {
          counts[feature.index][cluster][place] += 1
        }
      }
    }
    let chosen = shop.words.indices.map { feature in
      Self.choice(counts[feature], sizes)
    }
    words = (0..<model.k).map { cluster in
      shop.words.indices.map { feature in chosen[feature][cluster].map { shop.words[feature][$0] } }
    }
    let distance = model.clustering.centres.map { $0.values.map(abs) }
    names = Self.names(words, distance: distance)
  }

  // MARK: - Which words

  /// The word of each cluster for one feature: the narrowest that is so of most.
  ///
  /// - Parameters:
  ///   - counts: customers who meet each word, by cluster.
  ///   - sizes: customers, by cluster.
  private static func choice(_ counts: [[Int]], _ sizes: [Int]) -> [Int?] {
    let words = counts.first?.indices ?? 0..<0
    let all = words.map { word in counts.reduce(0) { $0 + $1[word] } }
    let narrowest = words.sorted { (all[$0], $0) < (all[$1], $1) }
    func share(_ cluster: Int, _ word: Int) -> Double {
      sizes[cluster] > 0 ? Double(counts[cluster][word]) / Double(sizes[cluster]) : 0
    }
    // Clusters that have to share their word.
    var group = Array(sizes.indices)
    func word(of cluster: Int) -> Int? {
      let members = sizes.indices.filter { group[$0] == group[cluster] && sizes[$0] > 0 }
      guard !members.isEmpty else { return nil }
      return narrowest.first { word in members.allSatisfy { share($0, word) >= most } }
    }
    while true {
      let chosen = sizes.indices.map(word)
      let pair = sizes.indices.lazy.flatMap { a in sizes.indices.lazy.map { (a, $0) } }.first { a, b in
        guard a < b, group[a] != group[b], sizes[a] > 0, sizes[b] > 0, chosen[a] != chosen[b] else {
          return false
        }
        let told = [chosen[a], chosen[b]].compactMap(\.self)
        return !told.contains { abs(share(a, $0) - share(b, $0)) > apart }
      }
      guard let (a, b) = pair else { return chosen }
      let (kept, gone) = (group[a], group[b])
      for cluster in group.indices where group[cluster] == gone { group[cluster] = kept }
    }
  }

  // MARK: - Names

  /// - Parameter distance: how far the centre of each cluster is from everybody's mean, by feature, in scaled units.
  private static func names(_ words: [[ShopWord?]], distance: [[Double]]) -> [String] {
    var kinds: [[Int]] = []
    for cluster in words.indices {
      if let place = kinds.firstIndex(where: { words[$0[0]] == words[cluster] }) {
        kinds[place].append(cluster)
      } else {
        kinds.append([cluster])
      }
    }
    // What all clusters have in common tells nobody apart.
    let telling = (0..<3).filter { feature in
      kinds.count == 1 || kinds.contains { words[$0[0]][feature] != words[kinds[0][0]][feature] }
    }
    func name(_ kind: [Int], _ count: Int, of features: [Int]) -> String {
      let own = words[kind[0]]
      func weight(_ feature: Int) -> Double { kind.reduce(0) { $0 + distance[$1][feature] } }
      let known = features.filter { own[$0] != nil }.sorted { (weight($1), $0) < (weight($0), $1) }
      let text = known.prefix(count).sorted().compactMap { own[$0]?.word }.joined(separator: ", ")
      guard let first = text.first else { return "Mixed customers" }
      return first.uppercased() + text.dropFirst()
    }
    var texts = kinds.map { name($0, 2, of: telling) }
    for (count, features) in [(3, telling), (3, [0, 1, 2])] {
      let twice = texts.filter { text in texts.count { $0 == text } > 1 }
      for place in texts.indices where twice.contains(texts[place]) {
        texts[place] = name(kinds[place], count, of: features)
      }
    }
    var names = [String](repeating: "", count: words.count)
    for text in Set(texts) {
      let members = texts.indices.filter { texts[$0] == text }.flatMap { kinds[$0] }.sorted()
      for (number, cluster) in members.enumerated() {
        names[cluster] = members.count > 1 ? "\(text) \(number + 1)" : text
      }
    }
    return names
  }
}
