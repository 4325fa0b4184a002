import Segmentation
import Wording

/// What the data was, and what was dropped.
struct DataSection {
  private let source: Source
  private let model: Model
  private let words: ReportWords

  init(_ report: ModelReport) {
    model = report.model
    source = report.model.source
    words = report.words
  }

  static let heading = "Appendix: the data and the model"

  func write(to page: inout Markup) {
    page.open("section", [("aria-labelledby", "data")])
    page.element("h2", [("id", "data")], text: Self.heading)
    page.element("p", text: summary)
    page.table("What was read", classes: "facts") { page in
      for (name, text) in facts {
        page.element("tr") { page in
          page.element("th", [("scope", "row")], text: name)
          page.element("td", text: text)
        }
      }
    }
    stability(&page)
    dropped(&page)
    page.close()
    page.newline()
  }

  private var summary: String {
    var text =
      "\(words.counted(source.rowsRead, "row")) \(source.rowsRead == 1 ? "was" : "were") read and \(words.count(source.rowsKept)) kept"
    if source.rowsRead > 0 {
      let share = Double(source.rowsRead - source.rowsKept) / Double(source.rowsRead)
      text += " (\(words.percent(share)) dropped)"
    }
    text += ". They are the purchases of \(words.counted(source.customers, "customer"))"
    let outliers = source.customers - source.trainedOn
    text +=
      outliers > 0
      ? "; \(words.counted(outliers, "outlier")) \(outliers == 1 ? "was" : "were") left out of training, and \(outliers == 1 ? "is" : "are") in all figures here unless it says otherwise."
      : "; all of them were trained on."
    return text
  }

  private var facts: [(String, String)] {
    var facts = source.files.map { ("file", "\($0.name), \(words.counted($0.rows, "row"))") }
    if let from = source.from { facts.append(("first purchase", "\(from)")) }
    if let asOf = source.asOf { facts.append(("recency is counted to", "\(asOf)")) }
    facts.append(("frequency counts", words.frequencyNoun + "s"))
    facts.append(("monetary is", words.isAverage ? "the average of an order" : "the total spent"))
    for feature in model.features {
      guard let fence = feature.fence else { continue }
      let least = feature.quantiles.first ?? -.infinity
      let range =
        fence.low > least
        ? "\(words.value(feature.name, fence.low)) to \(words.value(feature.name, fence.high))"
        : "at most \(words.value(feature.name, fence.high))"
      facts.append(("trained on \(feature.name.rawValue)", range))
    }
    let logged = model.logged.map(\.rawValue)
    facts.append(
      (
        "features",
        (logged.isEmpty ? "as they are" : "logarithm of \(logged.joined(separator: " and "))")
          + ", scaled by mean and standard deviation"
      ))
    var silhouette = words.number(model.quality.silhouette, 3)
    if let sample = model.quality.silhouetteSample {
      silhouette +=
        " (a sample of \(words.count(sample.size)), standard error \(words.number(sample.standardError, 3)))"
    }
    facts.append(
      (
        "k-means",
        "k = \(model.k), inertia \(words.number(model.quality.inertia, 2)), silhouette \(silhouette), seed \(model.training.options.seed)"
      ))
    return facts
  }

  private func stability(_ page: inout Markup) {
    let found = model.quality.stability
    guard !found.isEmpty else { return }
    page.table(
      "Are the clusters there? Each was looked for again among customers drawn anew", classes: "facts"
    ) {
      page in
      for (id, stability) in found.enumerated() {
        page.element("tr") { page in
          page.element("th", [("scope", "row")], text: "cluster \(id)")
          page.element("td", text: stability.words(ofSize: model.clusters[id].size))
        }
      }
    }
    page.element("p", [("class", "note")], text: Stability.limit.capitalisedFirst + ".")
  }

  private func dropped(_ page: inout Markup) {
    guard source.rowsRead > source.rowsKept else { return }
    page.table("Rows that were dropped, by the first rule that they break") { page in
      page.element("thead") { page in
        page.element("tr") { page in
          for heading in ["reason", "rows", "of all rows"] {
            page.element("th", [("scope", "col")], text: heading)
          }
        }
      }
      page.element("tbody") { page in
        for dropped in source.dropped {
          page.row(OptionName.said(in: dropped.reason, as: words.option), cells(dropped.rows))
        }
      }
      page.element("tfoot") { page in
        page.row("dropped in all", cells(source.rowsRead - source.rowsKept))
      }
    }
  }

  private func cells(_ rows: Int) -> [String] {
    [words.count(rows), words.percent(Double(rows) / Double(max(source.rowsRead, 1)))]
  }
}

extension Markup {
  /// A table that can be moved where it is wider than the screen.
  mutating func table(_ caption: String, classes: String? = nil, _ rows: (inout Markup) -> Void) {
    open("div", [("class", "scroll"), ("role", "group"), ("aria-label", caption), ("tabindex", "0")])
    open("table", classes.map { [("class", $0)] } ?? [])
    element("caption", text: caption)
    rows(&self)
    close()
    close()
    newline()
  }

  /// A row with its heading.
  mutating func row(_ heading: String, _ cells: [String]) {
    open("tr")
    element("th", [("scope", "row")], text: heading)
    for cell in cells { element("td", text: cell) }
    close()
  }
}
