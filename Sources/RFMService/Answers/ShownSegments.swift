import CustomerStore
import Customers
import JSONText
import Segmentation
import Synchronization
import Wording

/// Texts with their figures.
///
/// The figures of the model's own pack are kept in the store when it is trained. Those of other packs come from one
/// pass over the customers, made when the first text with a figure is shown and kept for as long as the customers and
/// the rules stay the same.
extension LoadedModel {
  /// A segment of the pack in use with the figures of its texts filled in; nil where there is no such segment.
  public func shown(_ index: Int) -> Segment? {
    guard let pack, pack.segments.indices.contains(index) else { return nil }
    return shown(pack.segments[index], index)
  }

  /// The pack in use with the figures of its texts filled in.
  public var shownPack: SegmentPack? {
    guard var pack else { return nil }
    for index in pack.segments.indices { pack.segments[index] = shown(pack.segments[index], index) }
    return pack
  }

  /// The segments of a look-up by the pack in use, with the figures of their texts filled in.
  func shown(_ lookup: SegmentLookup) -> [Segment] {
    lookup.segments.enumerated().map { index, segment in
      index < lookup.named ? shown(segment, index) : segment
    }
  }

  private func shown(_ segment: Segment, _ index: Int) -> Segment {
    let texts = [segment.interpretation] + segment.recommendations
    guard texts.contains(where: { $0.utf8.contains(UInt8(ascii: "{")) }) else { return segment }
    let said = pack.flatMap { memo.said(of: $0, self) }
    // Of a segment without customers nothing is known.
    let figures = said.map { $0.figures[index] }.flatMap { $0.customers > 0 ? $0 : nil }
    let words = FigureWords(model: model, figures: figures)
    var shown = segment
    shown.interpretation = LiveText.filled(segment.interpretation, words.text)
    shown.recommendations = segment.recommendations.map { LiveText.filled($0, words.text) }.filter {
      !$0.isEmpty
    }
    return shown
  }
}

/// What the customers say of the segments that they were asked about last.
final class MemberMemo: Sendable {
  struct Said: Sendable {
    /// By segment.
    let figures: [SegmentFigures]
    /// What the pack says that is not so, a sentence each.
    let falsehoods: [String]

    init(_ members: SegmentMembers) {
      figures = members.members.indices.map(members.figures)
      falsehoods = members.falsehoods()
    }

    /// Reads what training kept in the store; nil where it is of another pack, or of this one before it was edited.
    init?(_ text: String, of pack: SegmentPack) {
      do throws(JSONError) {
        let root = JSONCursor(try JSONNode.parse(Array(text.utf8), file: "about"), file: "about")
        let object = try root.object()
        guard try object.required("pack").string() == Self.key(pack) else { return nil }
        figures = try object.required("figures").array().map { row throws(JSONError) in
          let values = try row.array().map { value throws(JSONError) in try value.number() }
          guard values.count == 4 || values.count == 10 else { throw row.error("4 or 10 numbers") }
          let means = values.dropFirst(4)
          return SegmentFigures(
            customers: Int(values[0]), share: values[1], revenue: values[2], revenueShare: values[3],
            mean: means.isEmpty ? nil : Array(means.prefix(3)),
            median: means.isEmpty ? nil : Array(means.suffix(3)))
        }
        falsehoods = try object.required("falsehoods").array().map { text throws(JSONError) in
          try text.string()
        }
      } catch {
        return nil
      }
      guard figures.count == pack.segments.count else { return nil }
    }

    /// As the store keeps it.
    func text(of pack: SegmentPack) -> String {
      let rows = figures.map { figures in
        JSON.array(
          ([Double(figures.customers), figures.share, figures.revenue, figures.revenueShare]
            + (figures.mean ?? []) + (figures.median ?? [])).map(JSON.number))
      }
      let object: JSON = [
        "pack": .string(Self.key(pack)), "figures": .array(rows),
        "falsehoods": .array(falsehoods.map(JSON.string)),
      ]
      return object.text(.compact)
    }

    private static func key(_ pack: SegmentPack) -> String { pack.json.text(.compact) }
  }

  private struct Key: Equatable {
    let store: String
    let segments: [Segment]
  }

  private let last = Mutex<(key: Key, said: Said)?>(nil)

  /// Of the segments of a pack; nil without customers to ask.
  func said(of pack: SegmentPack, _ loaded: LoadedModel) -> Said? {
    guard let store = loaded.store else { return nil }
    let key = Key(store: "\(store.path) \(loaded.model.store?.id ?? "")", segments: pack.segments)
    if let known = last.withLock({ $0 }), known.key == key { return known.said }
    if let counted = try? store.said(), let said = Said(counted, of: pack) {
      last.withLock { $0 = (key, said) }
      return said
    }
    var members = SegmentMembers(pack, loaded.model)
    do throws(StoreError) {
      try store.scan { members.add(CustomerValues($0)) }
    } catch {
      return nil
    }
    let said = Said(members)
    last.withLock { $0 = (key, said) }
    return said
  }
}

/// The words for figures in texts.
struct FigureWords {
  let model: Model
  /// Nil where there are no customers in it.
  let figures: SegmentFigures?

  func text(_ figure: LiveFigure) -> String? {
    let words = FeatureWords(model)
    func value(_ feature: FeatureName, _ value: Double) -> String {
      switch feature {
      case .recency: counted(value, "day", digits: 0)
      case .frequency: counted(value, words.frequencyNoun, digits: 1)
      case .monetary: words.figures.money(value, digits: abs(value) < 100 ? 2 : 0)
      }
    }
    switch figure {
    case .customers: return figures.map { Figures.counted($0.customers, "customer") }
    case .share: return figures.map { Figures.percent($0.share) }
    case .revenue: return figures.map { words.figures.money($0.revenue, digits: 0) }
    case .revenueShare: return figures.map { Figures.percent($0.revenueShare) }
    case .mean(let feature): return figures?.mean.map { value(feature, $0[feature.index]) }
    case .median(let feature): return figures?.median.map { value(feature, $0[feature.index]) }
    case .percentile(let percent, let feature):
      let quantiles = model.feature(feature).quantiles
      guard quantiles.indices.contains(percent) else { return nil }
      // Who has at least 24.2 orders has 25.
      return value(feature, feature == .frequency ? quantiles[percent].rounded(.up) : quantiles[percent])
    case .usualGap: return model.rhythm.map { counted($0.median, "day", digits: 0) }
    case .longGap: return model.rhythm.map { counted($0.p90, "day", digits: 0) }
    }
  }

  private func counted(_ value: Double, _ noun: String, digits: Int) -> String {
    let number = value == value.rounded() ? Figures.count(Int(value)) : Figures.grouped(value, digits: digits)
    return "\(number) \(noun)\(number == "1" ? "" : "s")"
  }
}
