import Customers
import JSONText
import Segmentation
import Wording

/// Who moved between a model and what came later.
public struct ModelComparison: Sendable {
  /// The figures.
  public let comparison: Comparison
  /// The earlier side.
  public let loaded: LoadedModel
  public let earlier: RFMTable
  public let later: RFMTable
  /// Nil where the later side is sales, which the earlier model classified.
  public let laterModel: Model?
  /// The file of the later model, or the files of the sales.
  public let laterPath: String
  /// Where the later customers came from.
  public let laterSource: Source
  /// The pack whose segments are compared; nil for clusters alone.
  public let pack: SegmentPack?
  /// What a person should know before: sentences that begin with `warning:` or `note:`.
  public let warnings: [String]

  init(_ comparison: Comparison, _ loaded: LoadedModel, _ sides: ComparedSides) {
    self.comparison = comparison
    self.loaded = loaded
    earlier = sides.earlier
    later = sides.later
    laterModel = sides.laterModel
    laterPath = sides.laterPath
    laterSource = sides.laterSource
    pack = sides.pack
    warnings = sides.warnings
  }

  private var model: Model { loaded.model }

  public var laterName: String { laterModel?.name ?? laterPath }

  /// The currency of all money in it; nil where neither side names one.
  public var currency: String? { model.currency ?? laterModel?.currency }

  /// What a place of the matrix is called: a segment of the pack, or behind them a cluster.
  public func name(_ place: Int) -> String {
    let segments = pack?.segments ?? []
    if place < segments.count { return segments[place].name }
    let cluster = place - segments.count
    return Segment.unnamed(cluster: cluster).name + (cluster < model.k ? "" : ", new")
  }

  /// What all customers of a side spent.
  public static func sum(_ values: [Double]) -> Double {
    var sum = CompensatedSum()
    for value in values { sum.add(value) }
    return sum.value
  }

  // MARK: - JSON

  public var json: JSON {
    let moves = comparison.moves
    let places = 0..<moves.places
    return [
      "a": side(model.name, loaded.path, model.source, model.k, earlier),
      "b": side(laterName, laterPath, laterSource, laterModel?.k, later),
      "currency": currency.map(JSON.string) ?? .null,
      "pack": pack.map { .string($0.name) } ?? .null,
      "shared": .integer(comparison.shared),
      "matching": comparison.match.json,
      "transitions": .array(
        places.flatMap { from in
          places.compactMap { to in
            let cell = moves[from, to]
            guard cell.customers > 0 else { return nil }
            return [
              "from": .string(name(from)), "to": .string(name(to)), "customers": .integer(cell.customers),
              "share": .number(Double(cell.customers) / Double(moves.customers(from: from))),
              "monetaryA": .number(cell.monetaryBefore), "monetaryB": .number(cell.monetaryAfter),
            ]
          }
        }),
      "lost": .array(
        places.compactMap { place in
          let cell = moves.lost[place]
          guard cell.customers > 0 else { return nil }
          return [
            "segment": .string(name(place)), "customers": .integer(cell.customers),
            "share": .number(Double(cell.customers) / Double(moves.customers(from: place))),
            "monetary": .number(cell.monetaryBefore),
          ]
        }),
      "gained": .array(
        places.compactMap { place in
          let cell = moves.gained[place]
          guard cell.customers > 0 else { return nil }
          return [
            "segment": .string(name(place)), "customers": .integer(cell.customers),
            "share": .number(Double(cell.customers) / Double(moves.allGained)),
            "monetary": .number(cell.monetaryAfter),
          ]
        }),
      "clusters": .array(comparison.drift.map(Self.json)),
      "stability": .array(comparison.stability.map(Self.json)),
      "falls": .array(comparison.falls.map(json)),
      "warnings": .array(warnings.map(JSON.string)),
    ]
  }

  private func side(_ name: String, _ file: String, _ source: Source, _ k: Int?, _ table: RFMTable) -> JSON {
    [
      "name": .string(name), "file": .string(file),
      "asOf": source.asOf.map { .string($0.description) } ?? .null,
      "k": k.map(JSON.integer) ?? .null, "customers": .integer(table.count),
      "monetary": .number(Self.sum(table.monetary)),
    ]
  }

  private static func json(_ drift: ClusterDrift) -> JSON {
    func state(_ state: ClusterDrift.State) -> JSON {
      [
        "customers": .integer(state.customers),
        "mean": state.mean.map { .array($0.map(JSON.number)) } ?? .null,
        "centroid": state.centre.map { .array($0.values.map(JSON.number)) } ?? .null,
      ]
    }
    return [
      "cluster": .integer(drift.cluster), "a": state(drift.before), "b": state(drift.after),
      "shift": drift.shift.map { .array($0.values.map(JSON.number)) } ?? .null,
      "drift": drift.distance.map(JSON.number) ?? .null,
    ]
  }

  private static func json(_ stability: PopulationStability) -> JSON {
    [
      "feature": .string(stability.feature.rawValue), "psi": .number(stability.index),
      "change": .string(stability.change.rawValue), "cuts": .array(stability.cuts.map(JSON.number)),
      "sharesA": .array(stability.earlier.map(JSON.number)),
      "sharesB": .array(stability.later.map(JSON.number)),
    ]
  }

  private func json(_ fall: Comparison.Fall) -> JSON {
    func values(_ rfm: RFM) -> JSON {
      [
        "recency": .integer(rfm.recency), "frequency": .integer(rfm.frequency),
        "monetary": .number(rfm.monetary),
      ]
    }
    return [
      "customer": .string(earlier.ids[fall.earlier]), "from": .string(name(fall.from)),
      "to": .string(name(fall.to)), "fall": .number(fall.amount), "a": values(earlier[fall.earlier]),
      "b": values(later[fall.later]),
    ]
  }
}
