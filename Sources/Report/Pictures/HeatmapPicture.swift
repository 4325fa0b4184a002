import Segmentation

/// Mean monetary by recency and frequency score.
struct HeatmapPicture: Picture {
  private let grid: ScoreGrid
  private let words: ReportWords
  private let shades: Scale
  let message: String

  var name: String { "score-heatmap" }
  var title: String { "Mean monetary by recency and frequency score" }
  var height: Double { Self.top + Double(grid.recency.count) * rowHeight + 62 }
  private var rowHeight: Double { grid.recency.count > 6 ? 46 : 58 }

  /// From little to much: one hue, so that the order is seen with any colour vision and in grey.
  private static let ramp = ["#eaf2fb", "#c3daf1", "#8cb9e2", "#5191cb", "#256aa8", "#0f4678", "#082c50"]
    .compactMap(Colour.init(hex:))

  init(_ grid: ScoreGrid, _ words: ReportWords) {
    self.grid = grid
    self.words = words
    let means = grid.cells.joined().compactMap(\.mean).sorted()
    shades = Scale(
      Scale.kind(for: means, spread: 5), from: means.first ?? 0, to: means.last ?? 0, start: 0, end: 1,
      count: 6)

    var cells: [(mean: Double, customers: Int, name: String)] = []
    for (r, row) in grid.cells.enumerated() {
      for (f, cell) in row.enumerated() {
        guard let mean = cell.mean else { continue }
        cells.append(
          (
            mean, cell.customers,
            "recency score \(Self.label(grid.recency[r])), frequency score \(Self.label(grid.frequency[f]))"
          ))
      }
    }
    var sentences: [String] = []
    if let most = cells.max(by: { $0.mean < $1.mean }) {
      sentences.append(
        "Customers with \(most.name) spend most: \(words.money(most.mean, nil)) on average (\(words.counted(most.customers, "customer")))."
      )
    }
    if cells.count > 1, let least = cells.min(by: { $0.mean < $1.mean }) {
      sentences.append(
        "Those with \(least.name) spend least: \(words.money(least.mean, nil)) (\(words.counted(least.customers, "customer")))."
      )
    }
    if let fullest = cells.max(by: { $0.customers < $1.customers }) {
      sentences.append("Most customers, \(words.count(fullest.customers)), have \(fullest.name).")
    }
    sentences.append(
      "The highest score is the best." + (shades.kind == .linear ? "" : " The shades are logarithmic."))
    message = sentences.joined(separator: " ")
  }

  private static func label(_ scores: ClosedRange<Int>) -> String {
    scores.count == 1 ? "\(scores.lowerBound)" : "\(scores.lowerBound)–\(scores.upperBound)"
  }

  func draw(_ drawing: inout Drawing) {
    let tick = words.tick(.monetary, shades)
    let key = shades.ticks.map(tick)
    let keyRoom = 34 + (key.map { TextWidth.of($0, size: 12) }.max() ?? 0)
    let frame = Frame(
      left: 62, top: Self.top, right: Self.width - 24 - keyRoom,
      bottom: Self.top + Double(grid.recency.count) * rowHeight)
    let columnWidth = frame.width / Double(grid.frequency.count)
    for (r, row) in grid.cells.enumerated() {
      // The best score on top.
      let top = frame.bottom - Double(r + 1) * rowHeight
      drawing.text(
        Self.label(grid.recency[r]), frame.left - 10, top + rowHeight / 2 + 4, .end, ink: .muted)
      for (f, cell) in row.enumerated() {
        draw(cell, x: frame.left + Double(f) * columnWidth, y: top, width: columnWidth, &drawing)
      }
    }
    for (f, scores) in grid.frequency.enumerated() {
      drawing.text(
        Self.label(scores), frame.left + (Double(f) + 0.5) * columnWidth, frame.bottom + 18, .middle,
        ink: .muted)
    }
    drawing.text("frequency score", (frame.left + frame.right) / 2, frame.bottom + 38, .middle)
    drawing.text("recency score", 16, (frame.top + frame.bottom) / 2, .middle, turned: true)
    drawKey(key, frame, &drawing)
  }

  private func draw(_ cell: ScoreGrid.Cell, x: Double, y: Double, width: Double, _ drawing: inout Drawing) {
    guard let mean = cell.mean else {
      drawing.rect(x + 1, y + 1, width - 2, rowHeight - 2, fill: nil, stroke: .grid)
      drawing.text("–", x + width / 2, y + rowHeight / 2 + 4, .middle, ink: .muted)
      return
    }
    let colour = shade(shades(mean))
    drawing.rect(x + 1, y + 1, width - 2, rowHeight - 2, fill: .fixed(colour))
    let ink = Ink.fixed(colour.textColour)
    let middle = y + rowHeight / 2
    for (text, line, size) in [
      (money(mean, width - 8), middle - 2, 13.0), (customers(cell.customers, width - 8), middle + 15, 11),
    ] {
      drawing.text(text, x + width / 2, line, .middle, size: size, ink: ink, isBold: size == 13)
    }
  }

  /// As many digits as there is room for.
  private func money(_ amount: Double, _ room: Double) -> String {
    let forms = [words.money(amount, nil), words.money(amount, 0), words.number(amount, 0)]
    return forms.first { TextWidth.of($0, size: 13, isBold: true) <= room } ?? forms[2]
  }

  private func customers(_ count: Int, _ room: Double) -> String {
    let whole = words.counted(count, "customer")
    return TextWidth.of(whole, size: 11) <= room ? whole : words.count(count)
  }

  private func shade(_ share: Double) -> Colour {
    let place = min(max(share, 0), 1) * Double(Self.ramp.count - 1)
    let i = min(Int(place), Self.ramp.count - 2)
    return Self.ramp[i].mixed(with: Self.ramp[i + 1], place - Double(i))
  }

  /// What the shades mean.
  private func drawKey(_ labels: [String], _ frame: Frame, _ drawing: inout Drawing) {
    let left = frame.right + 18
    let steps = 40
    let height = frame.height / Double(steps)
    for i in 0..<steps {
      drawing.rect(
        left, frame.bottom - Double(i + 1) * height, 14, height + 0.5,
        fill: .fixed(shade((Double(i) + 0.5) / Double(steps))))
    }
    var free = Double.infinity
    for (tick, label) in zip(shades.ticks, labels) {
      let y = frame.bottom - shades(tick) * frame.height
      guard y < free else { continue }
      drawing.line(left + 14, y, left + 18, y, .axis)
      drawing.text(label, left + 22, min(max(y + 4, frame.top + 10), frame.bottom), ink: .muted)
      free = y - 14
    }
  }
}
