import Customers
import Segmentation

/// The snake plot: the mean of each scaled feature, a line for each segment.
struct SnakePicture: Picture {
  private let segments: [SegmentSummary]
  private let words: ReportWords
  private let scale: Scale
  private let isCentroids: Bool
  let message: String

  /// Beyond so many standard deviations the scale is logarithmic, or one segment of large customers would make
  /// the others one line.
  private static let limit = 4.0
  private static let labelHeight = 17.0

  var name: String { "snake-plot" }
  var title: String { "Snake plot: mean recency, frequency and monetary, scaled" }
  var height: Double { max(380, Self.top + Double(segments.count) * Self.labelHeight + 70) }

  /// - Parameter isCentroids: whether the means are those of the clusters' centroids.
  init(_ segments: [SegmentSummary], isCentroids: Bool, _ words: ReportWords) {
    self.segments = segments.filter { !$0.isEmpty }
    self.words = words
    self.isCentroids = isCentroids
    let values = self.segments.flatMap(\.scaled)
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    scale = Scale(
      max(-low, high) > Self.limit ? .symlog(1) : .linear, from: min(low, 0), to: max(high, 0), start: 0,
      end: 1, count: 7)
    let lines = self.segments.map { segment in
      "\(segment.name) \(segment.scaled.map { words.number($0, 2) }.joined(separator: ", "))"
    }
    message =
      "Mean recency, frequency and monetary in scaled units, standard deviations from the mean of the customers trained on"
      + (isCentroids ? " (the clusters' centroids)" : "")
      + ": \(lines.joined(separator: "; ")). High recency is long ago."
  }

  func draw(_ drawing: inout Drawing) {
    let labelRoom = min(280, 14 + (segments.map { TextWidth.of($0.name, size: 12) }.max() ?? 0) + 8)
    var frame = Frame(
      left: 0, top: Self.top + 10, right: Self.width - 46 - labelRoom, bottom: height - 48)
    let y = scale.between(frame.bottom - 8, frame.top + 8)
    let title =
      "standard deviations" + (y.kind == .linear ? "" : " (logarithmic beyond 1)")
    let axis = Axis(y, title: title, label: words.tick(nil, y))
    frame.left = 28 + Axis.room(axis.labels)
    drawing.verticalAxis(axis, frame)
    drawing.line(frame.left, y(0), frame.right, y(0), .axis, width: 1.5)

    let places = FeatureName.allCases.map { feature in
      frame.left + 40 + (frame.width - 64) * Double(feature.index) / 2
    }
    for (x, feature) in zip(places, FeatureName.allCases) {
      drawing.line(x, frame.top, x, frame.bottom, .grid)
      drawing.text(feature.rawValue, x, frame.bottom + 20, .middle, isBold: true)
      let hint = ["high: long ago", "high: often", "high: much"][feature.index]
      drawing.text(hint, x, frame.bottom + 36, .middle, size: 11, ink: .muted)
    }
    for segment in segments {
      let data = zip(places, segment.scaled).enumerated().map { i, point in
        "\(i == 0 ? "M" : "L")\(Coordinate.text(point.0)) \(Coordinate.text(y(point.1)))"
      }.joined()
      drawing.path(
        data, stroke: .segment(segment.index), width: 2, [("stroke-linejoin", "round")])
    }
    for segment in segments {
      for (x, value) in zip(places, segment.scaled) { drawing.marker(segment.index, x, y(value)) }
    }
    labels(&drawing, frame, y, from: places[2], room: labelRoom)
  }

  /// The names at the lines' ends, moved apart where they would touch.
  private func labels(
    _ drawing: inout Drawing, _ frame: Frame, _ y: Scale, from x: Double, room: Double
  ) {
    let ends = segments.map { (segment: $0, y: y($0.scaled[2])) }
      .sorted { ($0.y, $0.segment.index) < ($1.y, $1.segment.index) }
    var places = ends.map(\.y)
    for i in places.indices.dropFirst() { places[i] = max(places[i], places[i - 1] + Self.labelHeight) }
    // Those that were pushed out below go up again.
    var limit = frame.bottom
    for i in places.indices.reversed() {
      places[i] = min(places[i], limit)
      limit = places[i] - Self.labelHeight
    }
    for (end, place) in zip(ends, places) {
      let left = frame.right + 14
      drawing.path(
        "M\(Coordinate.text(x + 8)) \(Coordinate.text(end.y))L\(Coordinate.text(left)) \(Coordinate.text(place))",
        stroke: .axis, [("stroke-dasharray", "2 3")])
      drawing.marker(end.segment.index, left + 9, place, radius: 4)
      drawing.text(TextWidth.cut(end.segment.name, to: room - 14, size: 12), left + 19, place + 4)
    }
  }
}
