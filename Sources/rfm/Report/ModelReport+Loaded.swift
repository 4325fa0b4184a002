import CustomerStore
import RFMService
import Report
import Segmentation
import Wording

extension ModelReport {
  /// The report on a model, its customers and its pack; without a store, what the model knows of its
  /// clusters.
  init(
    _ loaded: LoadedModel, threads: Int, progress: @escaping @Sendable (String) -> Void
  ) throws(Problem) {
    let model = loaded.model
    let words = ReportWords(FeatureWords(model))
    let rules = RuleWords(model)
    let clusters = (0..<model.k).map { cluster in
      ReportSegment(
        loaded.segment(ofCluster: cluster) ?? .unnamed(cluster: cluster), rule: "cluster \(cluster)")
    }
    guard let store = loaded.store else {
      self.init(model, clusters: clusters, words: words)
      return
    }
    // Whom no segment takes is shown by cluster, as everywhere.
    let lookup = SegmentLookup(loaded.pack, k: model.k)
    let named = lookup.named
    let segments = lookup.segments.enumerated().map { place, segment in
      let cluster = "cluster \(place - named)\(loaded.pack == nil ? "" : ", taken by no segment")"
      return ReportSegment(segment, rule: place < named ? rules.words(segment) : cluster)
    }
    let columns = try Self.columns(loaded, store, lookup)
    // Clusters are listed where somebody is left for them.
    let used = Set(columns.segment)
    let kept = segments.indices.prefix { $0 < named || used.contains(where: { $0 >= named }) }
    // There is none for customers who are all alike.
    let curve =
      ClusterCurve(model) ?? (try? ClusterCurve(model, columns, threads: threads, progress: progress))
    self.init(
      model, packTitle: loaded.pack?.title, segments: kept.map { segments[$0] }, customers: columns,
      curve: curve, words: words)
  }

  private static func columns(
    _ loaded: LoadedModel, _ store: CustomerStore, _ lookup: SegmentLookup
  ) throws(Problem) -> CustomerColumns {
    let classifier = RowClassifier(loaded.model)
    var columns = CustomerColumns()
    do throws(StoreError) {
      try store.scan { row in
        let (r, f, m) = (Double(row.rfm.recency), Double(row.rfm.frequency), row.rfm.monetary)
        let answer = classifier.answer(r, f, m)
        columns.append(row.rfm, segment: lookup.index(answer, r, f, m), isOutlier: row.isOutlier)
      }
    } catch {
      throw Problem(error)
    }
    return columns
  }
}

extension ReportSegment {
  fileprivate init(_ segment: Segment, rule: String) {
    self.init(
      name: segment.name, color: segment.color, rule: rule, interpretation: segment.interpretation,
      recommendations: segment.recommendations)
  }
}

extension ReportWords {
  /// The program's own ways to write numbers.
  init(_ words: FeatureWords) {
    let figures = words.figures
    self.init(
      frequencyNoun: words.frequencyNoun, isAverage: words.isAverage,
      money: { amount, digits in
        digits.map { figures.money(amount, digits: $0) } ?? figures.money(amount)
      },
      number: { Figures.grouped($0, digits: $1) })
  }
}
