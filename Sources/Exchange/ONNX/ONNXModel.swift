import Customers
import Segmentation

/// A model and a pack as a graph of ONNX (opset 17), in doubles all through: three columns in; cluster, distances,
/// scores, outlier and segment out, a row for each row.
public struct ONNXModel {
  private let model: Model
  private let pack: SegmentPack?
  private var graph = ONNXGraph()

  /// - Parameters:
  ///   - model: what is written.
  ///   - pack: nil, or one that does not fit the model, for the clusters alone.
  /// - Throws: `ExportProblem` where a rule asks for the days of purchases.
  public init(_ model: Model, _ pack: SegmentPack?) throws(ExportProblem) {
    self.model = model
    self.pack = pack?.fitted(to: model)
    try self.pack?.check(sayable: [.average], in: "ONNX")
  }

  /// The file.
  public var bytes: [UInt8] {
    var made = self
    return made.make()
  }

  /// What the steps before have come to, a value for each row.
  private struct Columns {
    var raw: [String]
    var scores: [String]
    var cluster: String
    var isOutlier: String
  }

  private mutating func make() -> [UInt8] {
    let raw = FeatureName.allCases.map { graph.input($0.rawValue, .double) }
    let distances = squaredDistances(raw)
    let cluster = graph.node("ArgMin", [distances], [("axis", 1), ("keepdims", 0), ("select_last_index", 0)])
    let isOutlier = outlier(raw)
    let scores = FeatureName.allCases.map { score($0, raw[$0.index]) }
    let columns = Columns(raw: raw, scores: scores, cluster: cluster, isOutlier: isOutlier)
    graph.output(cluster, "cluster_id", .int64)
    graph.output(graph.node("Sqrt", [distances]), "distances", .double, [model.k])
    for feature in FeatureName.allCases {
      let whole = graph.node("Cast", [scores[feature.index]], [("to", ONNXGraph.Element.int64.rawValue)])
      graph.output(whole, "\(feature.rawValue)_score", .int64)
    }
    let flag = graph.node("Cast", [isOutlier], [("to", ONNXGraph.Element.int64.rawValue)])
    graph.output(flag, "outlier", .int64)
    graph.output(segment(columns), "segment", .string)
    return graph.file(metadata: [
      ("rfm_format", "rfm-onnx/1"), ("rfm_model", model.name), ("rfm_pack", pack?.name ?? ""),
      ("rfm_features", FeatureName.allCases.map(\.rawValue).joined(separator: ",")),
      ("rfm_sizes", model.clusters.map { "\($0.size)" }.joined(separator: ",")),
      ("rfm_log", model.logged.map(\.rawValue).joined(separator: ",")),
    ])
  }

  /// Rows × k.
  private mutating func squaredDistances(_ raw: [String]) -> String {
    let last = graph.constant([1], [1])
    let columns = raw.map { graph.node("Unsqueeze", [$0, last]) }
    var values = graph.node("Concat", columns, [("axis", 1)])
    if !model.logged.isEmpty {
      let positive = graph.node("Max", [values, graph.constant([0.0], [1])])
      let above = graph.node("Add", [positive, graph.constant([1.0], [1])])
      let mask = graph.constant(model.features.map { $0.transform == .log1p }, [1, 3], named: "log")
      values = graph.node("Where", [mask, graph.node("Log", [above]), values])
    }
    let mean = graph.constant(model.features.map(\.mean), [3], named: "mean")
    let scale = graph.constant(model.features.map(\.scale), [3], named: "scale")
    let centred = graph.node("Sub", [values, mean])
    let scaled = graph.node("Div", [centred, scale], named: "scaled")
    let centres = model.clustering.centres.flatMap(\.values)
    let centroids = graph.constant(centres, [1, model.k, 3], named: "centroids")
    let away = graph.node("Sub", [graph.node("Unsqueeze", [scaled, last]), centroids])
    let axes = graph.constant([2], [1])
    return graph.node("ReduceSum", [graph.node("Mul", [away, away]), axes], [("keepdims", 0)])
  }

  private mutating func outlier(_ raw: [String]) -> String {
    var any: String?
    for feature in model.features {
      guard let fence = feature.fence else { continue }
      let value = raw[feature.name.index]
      let below = graph.node("Less", [value, number(fence.low)])
      let beyond = graph.node("Or", [below, graph.node("Greater", [value, number(fence.high)])])
      any = any.map { graph.node("Or", [$0, beyond]) } ?? beyond
    }
    return any ?? always(false, raw[0])
  }

  /// A constant truth for each row.
  private mutating func always(_ truth: Bool, _ column: String) -> String {
    let never = graph.node("Greater", [column, number(.infinity)])
    return truth ? graph.node("Not", [never]) : never
  }

  private mutating func number(_ value: Double) -> String { graph.constant([value], []) }

  private mutating func score(_ feature: FeatureName, _ column: String) -> String {
    // A feature without cuts has one score.
    let cuts = model.scores[feature].isEmpty ? [Double.infinity] : model.scores[feature]
    let rows = graph.node("Unsqueeze", [column, graph.constant([1], [1])])
    let isAbove = graph.node("Greater", [rows, graph.constant(cuts, [1, cuts.count])])
    let ones = graph.node("Cast", [isAbove], [("to", ONNXGraph.Element.double.rawValue)])
    let below = graph.node("ReduceSum", [ones, graph.constant([1], [1])], [("keepdims", 0)])
    return feature == .recency
      ? graph.node("Sub", [number(Double(model.scores.recency.count + 1)), below])
      : graph.node("Add", [number(1), below])
  }

  // MARK: Segments

  private mutating func segment(_ columns: Columns) -> String {
    let segments = pack?.segments ?? []
    let names = segments.map(\.name) + (0..<model.k).map { Segment.unnamed(cluster: $0).name }
    var place = graph.node("Add", [columns.cluster, graph.constant([segments.count], [])])
    // The first that takes a customer wins, so it is looked at last.
    for (index, segment) in segments.enumerated().reversed() where !segment.when.isEmpty {
      var any: String?
      for conditions in segment.when {
        let all = condition(conditions, columns)
        any = any.map { graph.node("Or", [$0, all]) } ?? all
      }
      guard let any else { continue }
      place = graph.node("Where", [any, graph.constant([index], []), place])
    }
    return graph.node("Gather", [graph.constant(names, named: "segments"), place], [("axis", 0)])
  }

  private mutating func value(_ quantity: RuleQuantity, _ columns: Columns) -> String {
    guard let feature = quantity.feature else {
      let (frequency, money) = (columns.raw[1], columns.raw[2])
      return model.isMonetaryAverage ? money : graph.node("Div", [money, frequency])
    }
    return (quantity.isScore ? columns.scores : columns.raw)[feature.index]
  }

  private mutating func condition(_ conditions: Conditions, _ columns: Columns) -> String {
    var parts: [String] = []
    if let clusters = conditions.clusters {
      var any: String?
      for cluster in clusters.sorted() {
        let own = graph.node("Equal", [columns.cluster, graph.constant([cluster], [])])
        any = any.map { graph.node("Or", [$0, own]) } ?? own
      }
      parts.append(any ?? always(false, columns.raw[0]))
    }
    if let isOutlier = conditions.outlier {
      parts.append(isOutlier ? columns.isOutlier : graph.node("Not", [columns.isOutlier]))
    }
    for quantity in RuleQuantity.allCases {
      guard let bounds = conditions.bounds[quantity] else { continue }
      let value = value(quantity, columns)
      if let min = bounds.min { parts.append(graph.node("GreaterOrEqual", [value, number(min)])) }
      if let max = bounds.max { parts.append(graph.node("LessOrEqual", [value, number(max)])) }
      if let below = bounds.below { parts.append(graph.node("Less", [value, number(below)])) }
    }
    guard var all = parts.first else { return always(true, columns.raw[0]) }
    for part in parts.dropFirst() { all = graph.node("And", [all, part]) }
    return all
  }
}
