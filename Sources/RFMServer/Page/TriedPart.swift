import Customers
import RFMService
import Report
import Segmentation
import Wording

/// What a number of clusters would come to: how good it is beside others, and the segments.
struct TriedPart {
  private let tried: TriedModel
  private let swept: SweptClusters
  private let visit: Visit

  init(_ tried: TriedModel, _ swept: SweptClusters, _ visit: Visit) {
    self.tried = tried
    self.swept = swept
    self.visit = visit
  }

  private var words: Words { visit.words }
  private var tongue: Tongue { visit.tongue }
  private var model: Model { tried.model }

  func write(to page: inout Markup) {
    page.section("segments-of", words.segmentsOfIt) { page in
      page.table(
        words.segmentsOfIt,
        [words.segment, words.customersTitle]
          + FeatureName.allCases.map { "\(words.mean) \(tongue.name($0))" }
          + [words.stability]
      ) { page in
        for (place, segment) in tried.pack.segments.enumerated() { row(&page, place, segment) }
      }
      page.element("p", [("class", "hint")], text: Stability.limit.capitalisedFirst + ".")
    }
    page.section("how-good", words.howGood) { page in
      page.element("p", text: Visit.sentence(Problem(swept.reasons.joined(separator: " "))))
      let report = ModelReport(
        model, clusters: model.clusters.indices.map { ReportSegment(.unnamed(cluster: $0)) },
        words: ReportWords(visit, model))
      page.element("div", [("class", "pair")]) { page in
        for picture in report.pictures(of: ["elbow", "silhouette"]) { page.figure(picture) }
      }
      curve(&page)
    }
  }

  private func row(_ page: inout Markup, _ place: Int, _ segment: Segment) {
    let only = segment.clusters.flatMap { $0.count == 1 && segment.when.count == 1 ? $0.first : nil }
    let cluster = only.flatMap { segment.when[0] == Conditions(clusters: [$0]) ? $0 : nil }
    page.element("tr") { page in
      page.rowHeader(segment.name)
      page.cell(tongue.count(tried.customers[place]))
      for feature in FeatureName.allCases {
        let mean = cluster.map { model.clusters[$0].all.mean[feature.index] }
        page.cell(
          mean.map { feature == .monetary ? tongue.money($0, model.currency) : tongue.number($0, 1) }
            ?? words.no)
      }
      let stability = cluster.flatMap {
        model.quality.stability.indices.contains($0) ? model.quality.stability[$0] : nil
      }
      page.cell(stability.map { "\(tongue.number($0.jaccard, 2)), \($0.standing.rawValue)" } ?? words.no)
    }
  }

  private func curve(_ page: inout Markup) {
    page.table(words.everyK, ["k", words.inertia, words.silhouette, words.sizes]) { page in
      for row in swept.sweep.rows {
        page.element("tr") { page in
          page.element("th", [("scope", "row")], text: row.k == model.k ? "\(row.k) ◂" : "\(row.k)")
          page.cell(tongue.number(row.step.inertia, 1))
          page.cell(tongue.number(row.step.silhouette, 3))
          page.cell(row.sizes.map(tongue.count).joined(separator: " · "))
        }
      }
    }
  }
}

extension ReportWords {
  /// The numbers and the money of a browser's place; what the pictures say beside them is English.
  init(_ visit: Visit, _ model: Model) {
    let tongue = visit.tongue
    let words = FeatureWords(model)
    let currency = model.currency
    self.init(
      frequencyNoun: words.frequencyNoun, isAverage: words.isAverage,
      money: { tongue.money($0, currency, digits: $1) }, number: { tongue.number($0, $1) })
  }
}

extension ReportSegment {
  fileprivate init(_ segment: Segment) {
    self.init(
      name: segment.name, color: segment.color, rule: "", interpretation: segment.interpretation,
      recommendations: segment.recommendations)
  }
}

extension Markup {
  /// A picture with what it says in numbers.
  mutating func figure(_ picture: ModelReport.Drawn) {
    element("figure") { page in
      page.element(
        "div", [("class", "picture"), ("tabindex", "0"), ("role", "group"), ("aria-label", picture.title)]
      ) { $0.append(picture.markup) }
      page.element("figcaption", text: picture.message)
    }
    newline()
  }
}
