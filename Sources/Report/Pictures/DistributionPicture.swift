import Customers
import Segmentation

/// How the values of one feature lie: histogram and box plot of everyone, and of those trained on.
struct DistributionPicture: Picture {
  /// One group of customers.
  private struct Panel {
    let heading: String
    let scale: Scale
    let histogram: Histogram
    let box: BoxSummary?
    /// Beyond these nobody was trained on.
    let fence: Fence?
  }

  let feature: FeatureName
  private let words: ReportWords
  private let panels: [Panel]
  let message: String

  var name: String { "distribution-\(feature.rawValue)" }
  var title: String {
    panels.count > 1
      ? "\(feature.rawValue.capitalizedFirst) before and after the outliers"
      : "\(feature.rawValue.capitalizedFirst) of all customers"
  }
  var height: Double { Self.top + Double(panels.count) * Self.panelHeight + 4 }

  private static let panelHeight = 244.0

  init(_ feature: FeatureName, _ customers: CustomerColumns, _ model: Model, _ words: ReportWords) {
    self.feature = feature
    self.words = words
    let all = customers.sorted(feature)
    let trained = customers.sorted(feature, trainedOnly: true)
    let hasOutliers = trained.count < all.count && !trained.isEmpty
    var panels = [
      Self.panel(
        hasOutliers
          ? "before: all \(words.counted(all.count, "customer"))"
          : "all \(words.counted(all.count, "customer"))",
        all, feature, hasOutliers ? model.feature(feature).fence : nil)
    ]
    if hasOutliers {
      panels.append(
        Self.panel(
          "after: the \(words.counted(trained.count, "customer")) trained on", trained, feature, nil))
    }
    self.panels = panels
    message = Self.message(feature, panels, all, trained, hasOutliers, words)
  }

  private static func panel(
    _ heading: String, _ sorted: [Double], _ feature: FeatureName, _ fence: Fence?
  ) -> Panel {
    let isWhole = feature != .monetary
    // Days are time, which nobody reads on a logarithmic scale.
    let kind = feature == .recency ? .linear : Scale.kind(for: sorted)
    let round = Scale(
      kind, from: sorted.first ?? 0, to: sorted.last ?? 0, start: 0, end: 1, isWhole: isWhole, count: 9)
    let (left, right) = (64.0, width - 28)
    // A bar of one whole number reaches half a step beyond it to both sides.
    var before = 14.0
    var after = 14.0
    let steps = round.high - round.low
    if isWhole, kind == .linear, steps <= 40 {
      before = max(before, (right - left) / (steps + 1) / 2)
      after = before
    } else if isWhole, kind != .linear {
      before = 40
    }
    let scale = round.between(left + before, right - after)
    return Panel(
      heading: heading, scale: scale, histogram: Histogram(sorted, scale, isWhole: isWhole),
      box: BoxSummary(sorted), fence: fence)
  }

  private static func message(
    _ feature: FeatureName, _ panels: [Panel], _ all: [Double], _ trained: [Double], _ hasOutliers: Bool,
    _ words: ReportWords
  ) -> String {
    func spread(_ panel: Panel) -> String {
      guard let box = panel.box else { return "" }
      return
        "the median is \(words.value(feature, box.median)), and half of them lie between \(words.value(feature, box.q1)) and \(words.value(feature, box.q3))"
    }
    var text =
      "Of all \(words.counted(all.count, "customer")), \(spread(panels[0])); the range is \(words.value(feature, all.first ?? 0)) to \(words.value(feature, all.last ?? 0))."
    if hasOutliers {
      text +=
        " Without the \(words.counted(all.count - trained.count, "outlier")), \(spread(panels[1])); the range is \(words.value(feature, trained.first ?? 0)) to \(words.value(feature, trained.last ?? 0))."
    }
    return text
  }

  func draw(_ drawing: inout Drawing) {
    for (i, panel) in panels.enumerated() {
      draw(panel, top: Self.top + Double(i) * Self.panelHeight, &drawing)
    }
  }

  private func draw(_ panel: Panel, top: Double, _ drawing: inout Drawing) {
    drawing.text(panel.heading, 16, top + 10, ink: .muted, isBold: true)
    let scale = panel.scale
    let frame = Frame(left: 64, top: top + 24, right: Self.width - 28, bottom: top + 144)
    let y = Scale(
      .linear, from: 0, to: Double(panel.histogram.counts.max() ?? 1), start: frame.bottom, end: frame.top,
      isWhole: true, count: 4)
    drawing.verticalAxis(Axis(y, title: "customers", label: words.tick(nil, y)), frame)
    for (i, count) in panel.histogram.counts.enumerated() where count > 0 {
      let left = max(scale.place(panel.histogram.edges[i]), frame.left)
      let right = min(scale.place(panel.histogram.edges[i + 1]), frame.right)
      let y = min(y(Double(count)), frame.bottom - 1)
      let gap = right - left > 4 ? 0.5 : 0
      drawing.rect(left + gap, y, max(right - left - 2 * gap, 0.5), frame.bottom - y, fill: .figure)
    }
    drawing.line(frame.left, frame.bottom, frame.right, frame.bottom, .axis)

    let strip = Frame(left: frame.left, top: frame.bottom + 6, right: frame.right, bottom: frame.bottom + 44)
    drawing.horizontalAxis(
      Axis(scale, title: words.title(feature, scale.kind), label: words.tick(feature, scale)), strip)
    if let box = panel.box { draw(box, scale, strip, &drawing) }
    if let fence = panel.fence { draw(fence, scale, frame, strip, &drawing) }
  }

  private func draw(_ box: BoxSummary, _ scale: Scale, _ strip: Frame, _ drawing: inout Drawing) {
    let middle = (strip.top + strip.bottom) / 2
    let (q1, q3) = (scale(box.q1), scale(box.q3))
    drawing.line(scale(box.low), middle, q1, middle, .figure, width: 1.5)
    drawing.line(q3, middle, scale(box.high), middle, .figure, width: 1.5)
    for end in [box.low, box.high] {
      drawing.line(scale(end), middle - 6, scale(end), middle + 6, .figure, width: 1.5)
    }
    drawing.rect(q1, middle - 11, max(q3 - q1, 1), 22, fill: .soft, stroke: .figure)
    drawing.line(scale(box.median), middle - 11, scale(box.median), middle + 11, .text, width: 2.5)
    // Thousands of them fall on few pixels.
    var data = ""
    var last = -Double.infinity
    for value in box.beyond {
      let x = scale(value)
      guard x - last >= 1 else { continue }
      last = x
      data += "M\(Coordinate.text(x)) \(Coordinate.text(middle))h0"
    }
    if !data.isEmpty {
      drawing.path(data, stroke: .figure, width: 4, [("stroke-linecap", "round"), ("stroke-opacity", "0.6")])
    }
  }

  private func draw(
    _ fence: Fence, _ scale: Scale, _ frame: Frame, _ strip: Frame, _ drawing: inout Drawing
  ) {
    for (bound, isUpper) in [(fence.low, false), (fence.high, true)] {
      guard bound > scale.low, bound < scale.high else { continue }
      let x = scale(bound)
      drawing.line(x, frame.top - 4, x, strip.bottom, .mark, width: 1.5, dash: "5 4")
      let label = "fence \(words.value(feature, bound))"
      let width = TextWidth.of(label, size: 12)
      let fits = isUpper ? x + 6 + width < frame.right : x - 6 - width < frame.left
      drawing.text(
        label, fits ? x + 6 : x - 6, frame.top + 6, fits ? .start : .end, ink: .mark,
        hasHalo: true)
    }
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
