import Customers
import Segmentation

/// A segment as its pack describes it.
public struct ReportSegment: Sendable {
  /// As the page shows it.
  public var name: String
  /// `#1f77b4`; nil for one of the palette.
  public var color: String?
  /// Whom it takes, in words.
  public var rule: String
  /// Who they are, in words; may be empty.
  public var interpretation: String
  /// What to do about them, the first thing first; may be empty.
  public var recommendations: [String]

  /// A segment for a report.
  public init(
    name: String, color: String?, rule: String, interpretation: String, recommendations: [String]
  ) {
    self.name = name
    self.color = color
    self.rule = rule
    self.interpretation = interpretation
    self.recommendations = recommendations
  }
}

/// What the customers of a segment come to.
struct SegmentSummary {
  /// The place in the report's list of segments.
  let index: Int
  let name: String
  let customers: Int
  /// All that they spent; nil where it is not known.
  let revenue: Double?
  /// Recency, frequency and monetary; nothing for a segment without customers.
  let mean: [Double]
  let median: [Double]
  /// The means in scaled units.
  let scaled: [Double]

  var isEmpty: Bool { customers == 0 }
}

extension SegmentSummary {
  /// The summary of each segment, counted over the customers. O(n log n).
  static func summaries(
    _ segments: [ReportSegment], _ customers: CustomerColumns, _ model: Model
  ) -> [SegmentSummary] {
    var counts = [Int](repeating: 0, count: segments.count)
    for segment in customers.segment { counts[Int(segment)] += 1 }
    var starts = [0]
    for count in counts { starts.append(starts[starts.count - 1] + count) }
    var revenue = [CompensatedSum](repeating: CompensatedSum(), count: segments.count)
    let isKnown = !model.isMonetaryAverage || model.frequencyUnit == .invoices
    for row in 0..<customers.count {
      let orders = model.isMonetaryAverage ? Double(customers.frequency[row]) : 1
      revenue[Int(customers.segment[row])].add(customers.monetary[row] * orders)
    }
    let features = FeatureName.allCases.map { feature in
      spread(model.feature(feature), customers, starts)
    }
    return segments.indices.map { i in
      SegmentSummary(
        index: i, name: segments[i].name, customers: counts[i], revenue: isKnown ? revenue[i].value : nil,
        mean: features.map { $0[i].mean }, median: features.map { $0[i].median },
        scaled: features.map { $0[i].scaled })
    }
  }

  /// One feature by segment.
  private static func spread(
    _ feature: Feature, _ customers: CustomerColumns, _ starts: [Int]
  ) -> [(mean: Double, median: Double, scaled: Double)] {
    var next = starts
    var grouped = [Double](repeating: 0, count: customers.count)
    for row in 0..<customers.count {
      let segment = Int(customers.segment[row])
      grouped[next[segment]] = customers.value(feature.name, row)
      next[segment] += 1
    }
    return (0..<(starts.count - 1)).map { i in
      let own = grouped[starts[i]..<starts[i + 1]].sorted()
      guard !own.isEmpty else { return (0, 0, 0) }
      var sum = CompensatedSum()
      var scaled = CompensatedSum()
      for value in own {
        sum.add(value)
        scaled.add(feature.scaled(value))
      }
      let count = Double(own.count)
      return (sum.value / count, Quantile.type7(0.5, ofSorted: own), scaled.value / count)
    }
  }

  /// The summaries of a model's clusters, as far as it knows them without its customers.
  static func clusters(_ segments: [ReportSegment], _ model: Model) -> [SegmentSummary] {
    zip(segments.indices, zip(model.clusters, model.clustering.centres)).map { i, pair in
      let all = pair.0.all
      return SegmentSummary(
        index: i, name: segments[i].name, customers: all.size, revenue: all.revenue.double, mean: all.mean,
        median: all.median, scaled: pair.1.values)
    }
  }
}
