import Customers
import JSONText
import Segmentation

/// Segments as the prompt shows them, and the customers in them.
extension Session {
  /// A segment by name, by an unambiguous beginning, or by cluster id.
  func resolve(_ text: String) throws(Failure) -> Int {
    guard let pack else { throw Failure("no segment pack fits this model") }
    // Quotes around a name are as good as none.
    switch pack.resolve(text.withoutQuotes) {
    case .success(let index): return index
    case .failure(let error): throw Failure(error)
    }
  }

  /// `NAME [n]`: the segment, and how many customers to show.
  func segmentAndCount(_ text: String, _ command: String) throws(Failure) -> (index: Int, count: Int) {
    guard !text.isEmpty else { throw Failure("which? \(command) NAME [n]") }
    let words = text.split(whereSeparator: \.isWhitespace)
    if words.count > 1, let last = words.last, let count = Int(last) {
      guard count > 0 else { throw Failure("how many? \(count) is below 1") }
      let name = text.dropLast(last.count).trimmed
      return (try resolve(name), count)
    }
    return (try resolve(text), 10)
  }

  func segmentsList() throws(Failure) -> String {
    guard let pack else { throw Failure("no segment pack fits this model") }
    var customers = [Int](repeating: 0, count: pack.segments.count + 1)
    var money = [CompensatedSum](repeating: CompensatedSum(), count: customers.count)
    if store != nil {
      try scan { row, classification in
        let index = pack.index(of: classification) ?? pack.segments.count
        customers[index] += 1
        money[index].add(row.rfm.monetary)
      }
    }
    if isJSON { return jsonLine(segmentsJSON(pack, customers)) }
    let all = max(1, customers.reduce(0, +))
    let allMoney = money.reduce(0) { $0 + $1.value }
    let figures = Figures(currency: model.currency)
    var rows: [[String]] = []
    for (i, count) in customers.enumerated() where i < pack.segments.count || count > 0 {
      rows.append([
        i < pack.segments.count ? pack.segments[i].name : "(no segment)", Figures.count(count),
        Figures.percent(Double(count) / Double(all)), figures.money(money[i].value),
        Figures.percent(allMoney > 0 ? money[i].value / allMoney : 0),
      ])
    }
    let title = "\(pack.title) · pack \(pack.name) · \(pack.file)\n"
    guard store != nil else {
      return title + pack.segments.map { "  \($0.name)" }.joined(separator: "\n") + "\n"
    }
    return title
      + Layout.table(
        ["segment", "customers", "share", "monetary", "share"], rows, rightAligned: [1, 2, 3, 4]) + "\n"
  }

  private func segmentsJSON(_ pack: SegmentPack, _ customers: [Int]) -> JSON {
    let segments: [JSON] = pack.segments.enumerated().map { i, segment in
      [
        "name": .string(segment.name), "customers": store == nil ? .null : .integer(customers[i]),
        "interpretation": .string(segment.interpretation),
        "recommendations": .array(segment.recommendations.map(JSON.string)),
      ]
    }
    return [
      "pack": .string(pack.name), "title": .string(pack.title), "file": .string(pack.file),
      "segments": .array(segments),
    ]
  }

  func segmentPage(_ name: String) throws(Failure) -> String {
    guard !name.isEmpty else { throw Failure("which? segment NAME") }
    let index = try resolve(name)
    guard let pack else { return "" }
    let segment = pack.segments[index]
    let clusters = segment.clusters.map { $0.sorted() } ?? []
    if isJSON {
      return jsonLine([
        "segment": .string(segment.name), "pack": .string(pack.name),
        "clusters": .array(clusters.map(JSON.integer)), "interpretation": .string(segment.interpretation),
        "recommendations": .array(segment.recommendations.map(JSON.string)),
      ])
    }
    let place = clusters.isEmpty ? "" : "cluster \(clusters.map(String.init).joined(separator: ", "))"
    var lines = [
      Layout.spread(
        segment.name, place, style.width, shownLeft: style.tinted(segment.name, segment.color, bold: true),
        shownRight: style.dim(place))
    ]
    lines.append(
      Layout.wrapped(
        RuleWords(model).words(segment), first: "  when ", indent: "       ", columns: style.width))
    if let means = try meansOfMembers(index) { lines.append("  " + means) }
    if !segment.interpretation.isEmpty {
      lines.append(Layout.wrapped(segment.interpretation, first: "  ", indent: "  ", columns: style.width))
    }
    for recommendation in segment.recommendations {
      lines.append(Layout.wrapped(recommendation, first: "    • ", indent: "      ", columns: style.width))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// How many customers a segment has, and their means; nil without a store, or where nobody is in it.
  private func meansOfMembers(_ index: Int) throws(Failure) -> String? {
    guard store != nil else { return nil }
    var count = 0
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: 3)
    try scan { row, classification in
      guard pack?.index(of: classification) == index else { return }
      count += 1
      for feature in FeatureName.allCases { sums[feature.index].add(row.rfm[feature]) }
    }
    guard count > 0 else { return nil }
    let means = sums.map { $0.value / Double(count) }
    let words = FeatureWords(model)
    return
      "\(Figures.counted(count, "customer")) · mean recency \(Figures.fixed(means[0], digits: 0)) days · frequency \(Figures.fixed(means[1], digits: 1)) · monetary \(words.monetary(means[2]))"
  }

  // MARK: Who is in it

  /// A customer of a list, and what the list is ordered by.
  private struct Listed {
    var id: String
    var classification: Classification
    var key: Double
  }

  func top(_ text: String) throws(Failure) -> ShownList {
    let (index, count) = try segmentAndCount(text, "top")
    var best = Best<Listed>(count) { ($0.key, $1.id) > ($1.key, $0.id) }
    try scan { row, classification in
      guard pack?.index(of: classification) == index, best.admits(row.rfm.monetary, by: \.key) else { return }
      best.offer(Listed(id: row.id, classification: classification, key: row.rfm.monetary))
    }
    return try list(best.items, named: index, title: "by monetary")
  }

  func typical(_ text: String) throws(Failure) -> ShownList {
    let (index, count) = try segmentAndCount(text, "typical")
    let centre = try centre(of: index)
    var best = Best<Listed>(count) { (-$0.key, $1.id) > (-$1.key, $0.id) }
    try scan { row, classification in
      guard pack?.index(of: classification) == index else { return }
      let distance = classification.point.squaredDistance(to: centre).squareRoot()
      if let last = best.items.last, best.isFull, distance > last.key { return }
      best.offer(Listed(id: row.id, classification: classification, key: distance))
    }
    return try list(best.items, named: index, title: "nearest the centre")
  }

  /// The centroid of a segment that is one cluster; else the mean of its customers in scaled units.
  private func centre(of index: Int) throws(Failure) -> Point {
    guard let segment = pack?.segments[index] else { return Point(0, 0, 0) }
    if segment.when.count == 1, let clusters = segment.clusters, clusters.count == 1,
      let cluster = clusters.first, cluster < model.k
    {
      return model.centroids[cluster]
    }
    var sums = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    var count = 0.0
    try scan { _, classification in
      guard pack?.index(of: classification) == index else { return }
      sums.0.add(classification.point.x)
      sums.1.add(classification.point.y)
      sums.2.add(classification.point.z)
      count += 1
    }
    guard count > 0 else { return Point(0, 0, 0) }
    return Point(sums.0.value / count, sums.1.value / count, sums.2.value / count)
  }

  private func list(_ items: [Listed], named index: Int, title: String) throws(Failure) -> ShownList {
    let name = pack?.segments[index].name ?? ""
    let ids = items.map(\.id)
    if isJSON {
      var rows: [JSON] = []
      for item in items {
        rows.append(
          .object(
            [
              ("customer", .string(item.id)), ("recency", .integer(item.classification.rfm.recency)),
              ("frequency", .integer(item.classification.rfm.frequency)),
              ("monetary", .number(item.classification.rfm.monetary)),
              ("cluster", .integer(item.classification.cluster)), ("segment", .string(name)),
            ] + (try keptMembers(of: item.id))))
      }
      return ShownList(text: jsonLine(.array(rows)), ids: ids)
    }
    guard !items.isEmpty else { return ShownList(text: "no customer is in \(name)\n", ids: []) }
    let words = FeatureWords(model)
    let rows = zip(items, try keptCells(of: ids)).map { item, kept in
      let (rfm, scores) = (item.classification.rfm, item.classification.scores)
      return [item.id] + kept + [
        words.recency(rfm.recency), words.frequency(rfm.frequency), words.monetary(rfm.monetary),
        "\(scores.recency) · \(scores.frequency) · \(scores.monetary)",
      ]
    }
    let kept = keptColumns.map { Layout.cell($0) }
    let table = Layout.table(
      ["customer"] + kept + ["recency", "frequency", "monetary", "scores"], rows,
      rightAligned: Set(kept.count + 1..<kept.count + 4))
    return ShownList(text: "\(name) · \(title)\n\(table)\n", ids: ids)
  }
}

/// The first so many of many things, in order.
struct Best<Item> {
  private(set) var items: [Item] = []
  private let count: Int
  private let goesBefore: (Item, Item) -> Bool

  init(_ count: Int, goesBefore: @escaping (Item, Item) -> Bool) {
    self.count = count
    self.goesBefore = goesBefore
  }

  var isFull: Bool { items.count == count }

  /// False where a thing with this key would not be kept: saves making it.
  func admits(_ key: Double, by path: KeyPath<Item, Double>) -> Bool {
    guard isFull, let last = items.last else { return true }
    return key >= last[keyPath: path]
  }

  mutating func offer(_ item: Item) {
    if isFull, let last = items.last, !goesBefore(item, last) { return }
    var low = 0
    var high = items.count
    while low < high {
      let middle = (low + high) / 2
      if goesBefore(item, items[middle]) { high = middle } else { low = middle + 1 }
    }
    items.insert(item, at: low)
    if items.count > count { items.removeLast() }
  }
}
