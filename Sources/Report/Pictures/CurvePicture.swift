import Segmentation

/// Inertia or silhouette over the number of clusters.
struct CurvePicture: Picture {
  enum Measure {
    case inertia, silhouette
  }

  let measure: Measure
  let curve: ClusterCurve
  let model: Model
  let words: ReportWords

  var name: String { measure == .inertia ? "elbow" : "silhouette" }
  var height: Double { 320 }

  var title: String {
    measure == .inertia
      ? "Elbow: how the inertia falls with the number of clusters"
      : "Silhouette: how far apart the clusters stand"
  }

  private func value(_ step: Sweep.Step) -> Double {
    measure == .inertia ? step.inertia : step.silhouette
  }

  /// The k that this measure speaks for.
  private var best: Int? {
    measure == .inertia ? Sweep.elbow(curve.steps) : Sweep.bestSilhouette(curve.steps)
  }

  private func text(_ value: Double) -> String { words.number(value, measure == .inertia ? 2 : 3) }

  private func step(_ k: Int) -> Sweep.Step? { curve.steps.first { $0.k == k } }

  var message: String {
    guard let first = curve.steps.first, let last = curve.steps.last else { return "" }
    var sentences: [String] = []
    switch measure {
    case .inertia:
      sentences.append(
        "The inertia, the sum of squared distances to the centroids, falls from \(text(first.inertia)) at k = \(first.k) to \(text(last.inertia)) at k = \(last.k)."
      )
      sentences.append(
        best.flatMap(step).map { "It bends most at k = \($0.k) (\(text($0.inertia)))." }
          ?? "It has no elbow.")
    case .silhouette:
      if let best = best.flatMap(step) {
        sentences.append(
          "The mean silhouette, from -1 to 1, is best at k = \(best.k) with \(text(best.silhouette)).")
      }
    }
    let own = measure == .inertia ? model.quality.inertia : model.quality.silhouette
    sentences.append("The model has k = \(model.k), with \(text(own)).")
    if let sample = curve.sample {
      sentences.append(
        "The curve is estimated from a random sample of \(words.count(sample)) of the \(words.counted(model.source.trainedOn, "customer")) trained on."
      )
    }
    return sentences.joined(separator: " ")
  }

  func draw(_ drawing: inout Drawing) {
    let values = curve.steps.map(value)
    guard let first = curve.steps.first, let last = curve.steps.last, let top = values.max(),
      let bottom = values.min()
    else { return }
    var frame = Frame(left: 80, top: Self.top + 10, right: Self.width - 24, bottom: height - 52)
    let y = Scale(
      .linear, from: min(0, bottom), to: max(top, 0), start: frame.bottom, end: frame.top + 40, count: 5)
    let yAxis = Axis(
      y, title: measure == .inertia ? "inertia" : "mean silhouette", label: words.tick(nil, y))
    frame.left = 28 + Axis.room(yAxis.labels)
    drawing.verticalAxis(yAxis, frame)

    // Each k has its place; the axis is of ks and not of round numbers.
    let (low, high) = (Double(first.k), Double(max(last.k, first.k + 1)))
    func x(_ k: Int) -> Double {
      frame.left + 24 + (frame.width - 48) * (Double(k) - low) / (high - low)
    }
    var free = -Double.infinity
    for step in curve.steps {
      let place = x(step.k)
      drawing.line(place, frame.bottom, place, frame.bottom + 5, .axis)
      guard place > free else { continue }
      drawing.text(String(step.k), place, frame.bottom + 18, .middle, ink: .muted)
      free = place + 24
    }
    drawing.line(frame.left, frame.bottom, frame.right, frame.bottom, .axis)
    drawing.text("k (number of clusters)", (frame.left + frame.right) / 2, frame.bottom + 38, .middle)

    let points = curve.steps.map { (x: x($0.k), y: y(value($0)), k: $0.k) }
    let data = points.enumerated().map { i, point in
      "\(i == 0 ? "M" : "L")\(Coordinate.text(point.x)) \(Coordinate.text(point.y))"
    }.joined()
    drawing.path(data, stroke: .figure, width: 2, [("stroke-linejoin", "round")])
    for point in points { drawing.circle(point.x, point.y, 3.5, fill: .figure) }
    marks(&drawing, points, frame)
  }

  /// What this measure speaks for, and what the model has: a ring, and words above the curve.
  private func marks(
    _ drawing: inout Drawing, _ points: [(x: Double, y: Double, k: Int)], _ frame: Frame
  ) {
    let word = measure == .inertia ? "elbow" : "best"
    var marks: [(k: Int, text: String)] = []
    if let best {
      marks.append((best, best == model.k ? "k = \(best): \(word), and this model" : "k = \(best): \(word)"))
    }
    if best != model.k { marks.append((model.k, "k = \(model.k): this model")) }
    marks.sort { $0.k < $1.k }
    // Words go to the right of their line, the first ones above the line of the next; near the right end they
    // go to the left, the other way round.
    let isLeft = marks.map { mark in
      let x = points.first { $0.k == mark.k }?.x ?? 0
      return x + 8 + TextWidth.of(mark.text, size: 12, isBold: true) > frame.right
    }
    let rows = isLeft.allSatisfy { $0 } ? Array(marks.indices.reversed()) : Array(marks.indices)
    for (i, mark) in marks.enumerated() {
      guard let point = points.first(where: { $0.k == mark.k }) else { continue }
      let y = frame.top + 4 + Double(rows[i]) * 18
      drawing.line(point.x, y - 6, point.x, point.y - 7, .mark, dash: "2 3")
      drawing.circle(point.x, point.y, 7, fill: nil, stroke: .mark, width: 2)
      drawing.text(
        mark.text, isLeft[i] ? point.x - 8 : point.x + 8, y + 4, isLeft[i] ? .end : .start, ink: .mark,
        isBold: true, hasHalo: true)
    }
  }
}
