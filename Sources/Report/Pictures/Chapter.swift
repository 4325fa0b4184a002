import Customers
import Segmentation

/// Pictures that belong together, under one heading.
struct Chapter {
  let id: String
  let heading: String
  /// What to look for.
  let lead: String
  let pictures: [any Picture]
  /// Whether it is about how the clusters were made, and not about the customers.
  var isAppendix = false

  /// All chapters that there are figures for.
  static func all(_ report: ModelReport) -> [Chapter] {
    [money(report), orders(report), segments(report), scores(report), features(report), clusters(report)]
      .compactMap { $0.pictures.isEmpty ? nil : $0 }
  }

  private static func clusters(_ report: ModelReport) -> Chapter {
    Chapter(
      id: "clusters", heading: "Appendix: how many clusters",
      lead:
        "More clusters always lower the inertia; where the curve bends, more of them add little. The silhouette says how much nearer customers are to their own cluster than to the next.",
      pictures: report.curve.map { curve in
        [CurvePicture.Measure.inertia, .silhouette].map {
          CurvePicture(measure: $0, curve: curve, model: report.model, words: report.words)
        }
      } ?? [], isAppendix: true)
  }

  private static func features(_ report: ModelReport) -> Chapter {
    Chapter(
      id: "features", heading: "Recency, frequency and monetary",
      lead:
        "Each bar is how many customers have values in its range. The box holds the middle half of them, the line in it is the median, whiskers reach to the farthest value within 1.5 times the box, and dots are customers beyond.",
      pictures: report.customers.map { customers in
        FeatureName.allCases.map { DistributionPicture($0, customers, report.model, report.words) }
      } ?? [])
  }

  private static func segments(_ report: ModelReport) -> Chapter {
    var pictures: [any Picture] = [
      SnakePicture(report.summaries, isCentroids: report.customers == nil, report.words)
    ]
    if let customers = report.customers {
      let seed = report.model.training.options.seed
      let rows = ScatterPicture.rows(customers, seed: seed)
      let pairs: [(FeatureName, FeatureName)] = [
        (.recency, .frequency), (.recency, .monetary), (.frequency, .monetary),
      ]
      pictures += pairs.map { horizontal, vertical in
        ScatterPicture(
          horizontal, vertical, customers, rows: rows, report.summaries, seed: seed, report.words)
      }
    }
    return Chapter(
      id: "differences", heading: "How the segments differ",
      lead:
        "Lines that run far apart are segments that differ much; colours and signs are the same throughout.",
      pictures: pictures)
  }

  private static func scores(_ report: ModelReport) -> Chapter {
    Chapter(
      id: "scores", heading: "RFM scores",
      lead: "Scores share the customers out by their values; the best are in the upper right corner.",
      pictures: report.customers.map {
        [HeatmapPicture(ScoreGrid($0, report.model.scores), report.words)]
      } ?? [])
  }

  private static func money(_ report: ModelReport) -> Chapter {
    Chapter(
      id: "revenue", heading: "Where the revenue comes from",
      lead: "The larger the area, the more of the revenue.",
      pictures: TreemapPicture(report.summaries, report.words).map { [$0] } ?? [])
  }

  private static func orders(_ report: ModelReport) -> Chapter {
    let noun = report.words.frequencyNoun
    return Chapter(
      id: "orders", heading: "\(noun.capitalizedFirst)s per customer",
      lead: "How many customers came back, and how often.",
      pictures: report.customers.map { $0.count > 0 ? [OrdersPicture($0, report.words)] : [] } ?? [])
  }
}
