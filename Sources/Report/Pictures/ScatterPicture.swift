import Customers
import Segmentation

/// Two features against each other, a sign for each customer, by segment.
struct ScatterPicture: Picture {
  let horizontal: FeatureName
  let vertical: FeatureName
  private let customers: CustomerColumns
  private let rows: [Int]
  private let segments: [SegmentSummary]
  private let words: ReportWords
  private let xScale: Scale
  private let yScale: Scale
  private let entries: [(segment: Int, text: String)]
  private let seed: UInt64
  let message: String

  /// Above this many, that many are drawn.
  static let limit = 5_000
  private static let plotHeight = 370.0

  var name: String { "scatter-\(horizontal.rawValue)-\(vertical.rawValue)" }
  var title: String {
    "\(vertical.rawValue.capitalizedFirst) by \(horizontal.rawValue), by segment"
      + (rows.count < customers.count ? " (a sample of \(words.counted(rows.count, "customer")))" : "")
  }
  var height: Double { bottom + 52 }
  private var legendHeight: Double { Self.legendHeight(entries, left: 16, right: Self.width - 16) }
  private var bottom: Double { Self.top + legendHeight + 8 + Self.plotHeight }

  /// Who is drawn: everyone, or a random sample.
  static func rows(_ customers: CustomerColumns, seed: UInt64) -> [Int] {
    customers.count > limit
      ? Silhouette.sample(limit, of: customers.count, seed: seed) : Array(0..<customers.count)
  }

  init(
    _ horizontal: FeatureName, _ vertical: FeatureName, _ customers: CustomerColumns, rows: [Int],
    _ segments: [SegmentSummary], seed: UInt64, _ words: ReportWords
  ) {
    self.horizontal = horizontal
    self.vertical = vertical
    self.customers = customers
    self.rows = rows
    self.segments = segments.filter { !$0.isEmpty }
    self.words = words
    self.seed = seed
    entries = self.segments.map { ($0.index, "\($0.name) (\(words.count($0.customers)))") }
    // The scales are those of the customers drawn.
    func scale(_ feature: FeatureName, start: Double, end: Double, count: Int) -> Scale {
      let sorted = rows.map { customers.value(feature, $0) }.sorted()
      return Scale(
        feature == .recency ? .linear : Scale.kind(for: sorted), from: sorted.first ?? 0,
        to: sorted.last ?? 1, start: start, end: end, isWhole: feature != .monetary, count: count)
    }
    xScale = scale(horizontal, start: 0, end: 1, count: 9)
    yScale = scale(vertical, start: 0, end: 1, count: 7)
    let seen =
      rows.count < customers.count
      ? "A random sample of \(words.counted(rows.count, "customer")) of \(words.count(customers.count)); each mark is one of them"
      : "Each mark is one customer, \(words.count(customers.count)) in all"
    let means = self.segments.map { segment in
      "\(segment.name) \(words.value(horizontal, segment.median[horizontal.index])) and \(words.value(vertical, segment.median[vertical.index]))"
    }
    message =
      "\(seen). Median \(horizontal.rawValue) and \(vertical.rawValue): \(means.joined(separator: "; "))."
      + (horizontal == .frequency || vertical == .frequency
        ? " Equal frequencies are spread a little, so that marks do not hide each other." : "")
  }

  /// Over how many pixels equal frequencies are spread: never as far as the next one.
  private static func spread(_ scale: Scale, _ orders: Double) -> Double {
    min(14, 0.8 * abs(scale.place(orders + 1) - scale.place(orders)))
  }

  func draw(_ drawing: inout Drawing) {
    _ = drawing.legend(entries, left: 16, right: Self.width - 16, top: Self.top - 4)
    var frame = Frame(left: 0, top: bottom - Self.plotHeight, right: Self.width - 24, bottom: bottom)
    let inset = 12.0
    let y = yScale.between(frame.bottom - inset, frame.top + inset)
    let yAxis = Axis(y, title: words.title(vertical, y.kind), label: words.tick(vertical, y))
    frame.left = 28 + Axis.room(yAxis.labels)
    let x = xScale.between(frame.left + inset, frame.right - inset)
    drawing.verticalAxis(yAxis, frame)
    drawing.horizontalAxis(
      Axis(x, title: words.title(horizontal, x.kind), label: words.tick(horizontal, x)), frame)

    var places = [[(x: Double, y: Double)]](
      repeating: [], count: (segments.map(\.index).max() ?? 0) + 1)
    var random = SeededGenerator(seed: seed, stream: -2)
    for row in rows {
      var place = (x: x(customers.value(horizontal, row)), y: y(customers.value(vertical, row)))
      let shift = random.unit() - 0.5
      let orders = customers.value(.frequency, row)
      if horizontal == .frequency { place.x += shift * Self.spread(x, orders) }
      if vertical == .frequency { place.y += shift * Self.spread(y, orders) }
      places[Int(customers.segment[row])].append(place)
    }
    // Large segments first, so that small ones are not below them.
    // Many signs have less room each.
    let radius = rows.count <= 200 ? 4.5 : rows.count <= 1_000 ? 3.6 : 3
    for segment in segments.sorted(by: { ($1.customers, $0.index) < ($0.customers, $1.index) }) {
      let marker = Marker(segment.index)
      let (width, more) = marker.attributes(radius: marker == .dot ? radius * 0.73 : radius)
      drawing.part(segment.index, named: segment.name) { drawing in
        drawing.path(
          marker.path(at: places[segment.index], radius: radius), stroke: .segment(segment.index),
          width: marker == .dot ? width : radius * 0.43, more)
      }
    }
  }
}

extension Scale {
  /// The same scale between other pixels.
  func between(_ start: Double, _ end: Double) -> Scale {
    Scale(kind: kind, low: low, high: high, start: start, end: end, ticks: ticks)
  }

  private init(kind: Kind, low: Double, high: Double, start: Double, end: Double, ticks: [Double]) {
    self.kind = kind
    self.low = low
    self.high = high
    self.start = start
    self.end = end
    self.ticks = ticks
  }
}
