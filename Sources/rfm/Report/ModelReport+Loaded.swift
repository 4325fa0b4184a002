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
      loaded.segment(ofCluster: cluster).map { ReportSegment($0, rule: "cluster \(cluster)") }
        ?? ReportSegment(
          name: "Cluster \(cluster)", color: nil, rule: "cluster \(cluster)", interpretation: "",
          recommendations: [])
    }
    guard let store = loaded.store else {
      self.init(model, clusters: clusters, words: words)
      return
    }
    // Whom no segment takes is shown by cluster, as everywhere.
    var segments = (loaded.pack?.segments ?? []).map { ReportSegment($0, rule: rules.words($0)) }
    let named = segments.count
    segments += (0..<model.k).map { cluster in
      ReportSegment(
        name: "Cluster \(cluster)", color: nil,
        rule: loaded.pack == nil ? "cluster \(cluster)" : "cluster \(cluster), taken by no segment",
        interpretation: "", recommendations: [])
    }
    let columns = try Self.columns(loaded, store, named)
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
    _ loaded: LoadedModel, _ store: CustomerStore, _ named: Int
  ) throws(Problem) -> CustomerColumns {
    let classifier = RowClassifier(loaded.model)
    let rules = loaded.pack.map { SegmentRules($0, k: loaded.model.k) }
    var columns = CustomerColumns()
    do throws(StoreError) {
      try store.scan { row in
        let (r, f, m) = (Double(row.rfm.recency), Double(row.rfm.frequency), row.rfm.monetary)
        let answer = classifier.answer(r, f, m)
        columns.append(
          row.rfm, segment: rules?.index(answer, r, f, m) ?? named + answer.cluster,
          isOutlier: row.isOutlier)
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
