import CustomerStore
import Report
import Segmentation
import Wording

extension LoadedModel {
  /// The model, its segments and its customers as one page with pictures; without a store, what the model knows of
  /// its clusters. O(n log n) for n customers.
  ///
  /// - Parameters:
  ///   - withFiles: whether the pictures are wanted as files, too.
  ///   - option: says an option of training that the page names, given its name.
  ///   - work: threads, progress and cancellation.
  public func report(
    withFiles: Bool, option: @escaping @Sendable (String) -> String = { $0 }, _ work: Work
  ) throws(Problem) -> RenderedReport {
    let report = try modelReport(words: ReportWords(FeatureWords(model), option: option), work)
    work.say("drawing")
    let rendered = report.rendered(withFiles: withFiles)
    work.progress(.finished)
    return RenderedReport(page: rendered.page, pictures: rendered.pictures, note: withoutCustomers)
  }

  /// The model, its segments and its customers, for a page that draws of it what it needs.
  ///
  /// - Parameters:
  ///   - words: how figures are written.
  ///   - work: says how far it is, and when to stop.
  public func modelReport(words: ReportWords, _ work: Work) throws(Problem) -> ModelReport {
    work.say("reading the customers")
    let report = try ModelReport(self, words, work)
    try work.check()
    return report
  }

  /// Why a report goes without some of its pictures.
  private var withoutCustomers: String? {
    if let storeProblem {
      return "\(storeProblem); the report goes without the pictures that need each customer"
    }
    guard store == nil else { return nil }
    return
      "the model \(model.name) has no store of customers; the report goes without the pictures that need each of them"
  }
}

/// A page of HTML, and its pictures by themselves.
public struct RenderedReport: Sendable {
  /// HTML with everything in it.
  public let page: [UInt8]
  /// SVG; empty where they are not wanted.
  public let pictures: [ModelReport.PictureFile]
  /// What a person should know of it, in a sentence; nil for nothing.
  public let note: String?
}

extension ModelReport {
  /// The report on a model, its customers and its pack; without a store, what the model knows of its
  /// clusters.
  fileprivate init(_ loaded: LoadedModel, _ words: ReportWords, _ work: Work) throws(Problem) {
    let model = loaded.model
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
    let lookup = SegmentLookup(loaded.pack, model)
    let named = lookup.named
    let segments = loaded.shown(lookup).enumerated().map { place, segment in
      let cluster = "cluster \(place - named)\(loaded.pack == nil ? "" : ", taken by no segment")"
      return ReportSegment(segment, rule: place < named ? rules.words(segment) : cluster)
    }
    let columns = try Self.columns(loaded, store, lookup)
    // Clusters are listed where somebody is left for them.
    let used = Set(columns.segment)
    let kept = segments.indices.prefix { $0 < named || used.contains(where: { $0 >= named }) }
    // There is none for customers who are all alike.
    let curve =
      ClusterCurve(model) ?? (try? ClusterCurve(model, columns, threads: work.threads) { work.say($0) })
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
        columns.append(row.rfm, segment: lookup.index(answer, r, f, m, row.history), isOutlier: row.isOutlier)
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
  fileprivate init(_ words: FeatureWords, option: @escaping @Sendable (String) -> String) {
    let figures = words.figures
    self.init(
      frequencyNoun: words.frequencyNoun, isAverage: words.isAverage,
      money: { amount, digits in
        digits.map { figures.money(amount, digits: $0) } ?? figures.money(amount)
      },
      number: { Figures.grouped($0, digits: $1) }, option: option)
  }
}
