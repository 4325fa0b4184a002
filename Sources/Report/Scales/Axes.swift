/// The surface of a picture on which figures are drawn.
struct Frame {
  var left: Double
  var top: Double
  var right: Double
  var bottom: Double

  var width: Double { right - left }
  var height: Double { bottom - top }
}

/// A scale with what is written at its ticks and beside it.
struct Axis {
  let scale: Scale
  let title: String
  let labels: [String]

  init(_ scale: Scale, title: String, label: (Double) -> String) {
    self.scale = scale
    self.title = title
    labels = scale.ticks.map(label)
  }

  /// The room that the labels of a vertical axis take.
  static func room(_ labels: [String]) -> Double {
    (labels.map { TextWidth.of($0, size: 12) }.max() ?? 0) + 10
  }
}

extension Drawing {
  /// A horizontal axis below the frame: grid lines, labels as far as they do not touch, the title.
  mutating func horizontalAxis(_ axis: Axis, _ frame: Frame, hasGrid: Bool = true) {
    var free = -Double.infinity
    for (tick, label) in zip(axis.scale.ticks, axis.labels) {
      let x = axis.scale(tick)
      if hasGrid { line(x, frame.top, x, frame.bottom, .grid) }
      line(x, frame.bottom, x, frame.bottom + 5, .axis)
      let half = TextWidth.of(label, size: 12) / 2
      guard x - half > free else { continue }
      text(label, x, frame.bottom + 18, .middle, ink: .muted)
      free = x + half + 6
    }
    line(frame.left, frame.bottom, frame.right, frame.bottom, .axis)
    if !axis.title.isEmpty {
      text(axis.title, (frame.left + frame.right) / 2, frame.bottom + 36, .middle)
    }
  }

  /// A vertical axis left of the frame.
  ///
  /// - Parameter titleX: where the title's base line is; it is read from below.
  mutating func verticalAxis(_ axis: Axis, _ frame: Frame, titleX: Double = 16) {
    for (tick, label) in zip(axis.scale.ticks, axis.labels) {
      let y = axis.scale(tick)
      line(frame.left, y, frame.right, y, .grid)
      text(label, frame.left - 8, y + 4, .end, ink: .muted)
    }
    line(frame.left, frame.top, frame.left, frame.bottom, .axis)
    if !axis.title.isEmpty {
      text(axis.title, titleX, (frame.top + frame.bottom) / 2, .middle, turned: true)
    }
  }
}
