import Customers
import Segmentation

/// The segments: a table of their figures, and what to do about each.
struct SegmentSection {
  private let report: ModelReport
  private let words: ReportWords

  init(_ report: ModelReport) {
    self.report = report
    words = report.words
  }

  private var customers: Double { Double(max(report.summaries.reduce(0) { $0 + $1.customers }, 1)) }

  /// Of all revenue; nil where that is not known, or is none to be shared.
  private func share(_ summary: SegmentSummary) -> Double? {
    guard let all = report.revenue, all > 0, let revenue = summary.revenue else { return nil }
    return revenue / all
  }

  func write(to page: inout Markup) {
    page.open("section", [("aria-labelledby", "segments")])
    page.element("h2", [("id", "segments")], text: "The segments")
    if report.customers == nil {
      page.element(
        "p", [("class", "note")],
        text:
          "The model's store of customers is not at hand, so this page shows the model's clusters, and goes without the pictures that need each customer: distributions, scatter plots, the heatmap of scores, orders per customer\(report.curve == nil ? ", elbow and silhouette" : "")."
      )
    }
    shares(&page)
    values(&page)
    page.element("div", [("class", "cards")]) { page in
      for summary in report.summaries { card(report.segments[summary.index], summary, &page) }
    }
    page.close()
    page.newline()
  }

  // MARK: Figures

  private func shares(_ page: inout Markup) {
    page.table("Customers and revenue by segment", classes: "wide") { page in
      page.element("thead") { page in
        page.element("tr") { page in
          for heading in ["segment", "customers", "share of customers", "revenue", "share of revenue"] {
            page.element("th", [("scope", "col")], text: heading)
          }
        }
      }
      page.element("tbody") { page in
        for summary in report.summaries {
          page.row(
            summary.name,
            [
              words.count(summary.customers), words.percent(Double(summary.customers) / customers),
              summary.isEmpty ? "–" : summary.revenue.map { words.money($0, nil) } ?? "–",
              summary.isEmpty ? "–" : share(summary).map(words.percent) ?? "–",
            ])
        }
      }
      page.element("tfoot") { page in
        page.row(
          "all",
          [
            words.count(Int(customers)), words.percent(1), report.revenue.map { words.money($0, nil) } ?? "–",
            (report.revenue ?? 0) > 0 ? words.percent(1) : "–",
          ])
      }
    }
  }

  private func values(_ page: inout Markup) {
    page.table("Mean and median values by segment", classes: "wide") { page in
      page.element("thead") { page in
        page.element("tr") { page in
          page.element("th", [("scope", "col"), ("rowspan", "2")], text: "segment")
          let groups = [
            "recency, days", "frequency, \(words.frequencyNoun)s",
            words.isAverage ? "monetary, average of an order" : "monetary",
          ]
          for group in groups {
            page.element("th", [("scope", "colgroup"), ("colspan", "2")], text: group)
          }
        }
        page.element("tr") { page in
          for _ in FeatureName.allCases {
            page.element("th", [("scope", "col")], text: "mean")
            page.element("th", [("scope", "col")], text: "median")
          }
        }
      }
      page.element("tbody") { page in
        for summary in report.summaries {
          page.row(summary.name, FeatureName.allCases.flatMap { cells(summary, $0) })
        }
      }
    }
  }

  /// Mean and median of one feature.
  private func cells(_ summary: SegmentSummary, _ feature: FeatureName) -> [String] {
    guard !summary.isEmpty else { return ["–", "–"] }
    let (mean, median) = (summary.mean[feature.index], summary.median[feature.index])
    return [
      words.cell(feature, mean, digits: feature == .recency ? 1 : 2),
      words.cell(feature, median, digits: median == median.rounded() ? 0 : 1),
    ]
  }

  // MARK: What to do

  private func card(_ segment: ReportSegment, _ summary: SegmentSummary, _ page: inout Markup) {
    page.open("article", [("class", "card")])
    page.element("h3") { page in
      var sign = Drawing(report.theme)
      sign.marker(summary.index, 8, 8, radius: 5.5)
      page.element(
        "svg",
        [("viewBox", "0 0 16 16"), ("width", "16"), ("height", "16"), ("aria-hidden", "true")]
      ) { $0.append(sign.markup) }
      page.element("span", text: segment.name)
    }
    page.element("p", text: figures(summary))
    if !segment.rule.isEmpty {
      page.element("p", [("class", "rule")], text: "Rule: \(segment.rule)")
    }
    if !segment.interpretation.isEmpty { page.element("p", text: segment.interpretation) }
    if !segment.recommendations.isEmpty {
      page.element("p") { $0.element("strong", text: "What to do") }
      page.element("ul") { page in
        for recommendation in segment.recommendations { page.element("li", text: recommendation) }
      }
    }
    page.close()
    page.newline()
  }

  private func figures(_ summary: SegmentSummary) -> String {
    guard !summary.isEmpty else { return "No customer is in this segment." }
    var text =
      "\(words.counted(summary.customers, "customer")), \(words.percent(Double(summary.customers) / customers)) of all"
    if let share = share(summary) { text += ", with \(words.percent(share)) of the revenue" }
    return text + "."
  }
}
