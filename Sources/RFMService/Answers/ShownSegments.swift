import CustomerStore
import Customers
import Segmentation
import Synchronization
import Wording

/// Texts with their figures.
///
/// The figures come from one pass over the customers, made when the first text with a figure is shown and kept for
/// as long as the customers and the rules stay the same.
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
    let words = FigureWords(model: model, figures: memo.figures(of: self).map { $0[index] })
    var shown = segment
    shown.interpretation = LiveText.filled(segment.interpretation, words.text)
    shown.recommendations = segment.recommendations.map { LiveText.filled($0, words.text) }.filter {
      !$0.isEmpty
    }
    return shown
  }
}

/// The figures of the segments that were counted last.
final class FigureMemo: Sendable {
  private struct Key: Equatable {
    let store: String
    let rules: [[Conditions]]
  }

  private let last = Mutex<(key: Key, figures: [SegmentFigures])?>(nil)

  /// By segment of the pack in use; nil without customers to count.
  func figures(of loaded: LoadedModel) -> [SegmentFigures]? {
    guard let pack = loaded.pack, let store = loaded.store else { return nil }
    let key = Key(store: "\(store.path) \(loaded.model.store?.id ?? "")", rules: pack.segments.map(\.when))
    if let known = last.withLock({ $0 }), known.key == key { return known.figures }
    var members = SegmentMembers(pack, loaded.model)
    do throws(StoreError) {
      try store.scan { members.add(CustomerValues($0)) }
    } catch {
      return nil
    }
    let figures = pack.segments.indices.map(members.figures)
    last.withLock { $0 = (key, figures) }
    return figures
  }
}

/// The words for figures in texts.
struct FigureWords {
  let model: Model
  /// Nil where there are no customers to count.
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
      return quantiles.indices.contains(percent) ? value(feature, quantiles[percent]) : nil
    case .usualGap: return model.rhythm.map { counted($0.median, "day", digits: 0) }
    case .longGap: return model.rhythm.map { counted($0.p90, "day", digits: 0) }
    }
  }

  private func counted(_ value: Double, _ noun: String, digits: Int) -> String {
    let number = value == value.rounded() ? Figures.count(Int(value)) : Figures.grouped(value, digits: digits)
    return "\(number) \(noun)\(number == "1" ? "" : "s")"
  }
}
