import RFMService
import Segmentation
import Wording

/// What `model` says: which model was taken, where from, how good it is and how its clusters differ.
struct ModelText {
  private let loaded: LoadedModel
  private let style: Style

  init(_ loaded: LoadedModel, _ style: Style) {
    self.loaded = loaded
    self.style = style
  }

  var text: String {
    let model = loaded.model
    let source = model.source
    let files = source.files.map { "\($0.name) (\(Figures.counted($0.rows, "row")))" }.joined(separator: ", ")
    var lines = [
      style.bold(TextLayout.cell(model.name)) + " · \(loaded.path)",
      "  from        \(files)",
    ]
    if let asOf = source.asOf {
      lines.append("  as of       \(asOf)\(source.from.map { ", first purchase \($0)" } ?? "")")
    }
    lines.append(
      "  customers   \(Figures.count(source.customers)), of whom \(Figures.count(source.trainedOn)) trained on"
        + (loaded.storeProblem.map { " · \($0)" } ?? ""))
    lines.append(
      "  quality     inertia \(Figures.fixed(model.quality.inertia, digits: 2)), silhouette \(Figures.fixed(model.quality.silhouette, digits: 3))"
        + (model.quality.silhouetteSample.map {
          " (a sample of \(Figures.count($0.size)), standard error \(Figures.fixed($0.standardError, digits: 3)))"
        } ?? ""))
    let logs = model.logged.map(\.rawValue)
    lines.append(
      "  features    \(logs.isEmpty ? "as they are" : "logarithm of \(logs.joined(separator: ", "))"), scaled"
    )
    if let rhythm = model.rhythm {
      lines.append(
        "  rhythm      half of those who come again do so within \(Figures.counted(Int(rhythm.median), "day")), nine in ten within \(Figures.counted(Int(rhythm.p90), "day"))"
      )
    }
    lines.append("  pack        \(loaded.pack.map { "\($0.name) · \($0.file)" } ?? "none fits")")
    lines.append(ClusterTable(model, style).text)
    lines += model.stabilityLines(style)
    if let again = model.again {
      lines.append(
        TextLayout.wrapped(
          again.words, first: "  again       ", indent: "              ", columns: style.width))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Model {
  /// How surely each cluster is found again, or why that is not known; none where it was not looked for.
  func stabilityLines(_ style: Style) -> [String] {
    guard !quality.stability.isEmpty else {
      guard training.imported != nil else { return [] }
      let why =
        "not known: another program made these clusters, and what it would make of resamples cannot be tried here"
      return [
        TextLayout.wrapped(why, first: "  stability   ", indent: "              ", columns: style.width)
      ]
    }
    let widest = String(k - 1).count
    let lines = zip(quality.stability, clusters).enumerated().map { id, found in
      TextLayout.wrapped(
        found.0.words(ofSize: found.1.size),
        first: "    \(TextLayout.rightAligned(String(id), to: widest))  ",
        indent: String(repeating: " ", count: 6 + widest), columns: style.width)
    }
    return [
      TextLayout.wrapped(
        Stability.limit, first: "  stability   ", indent: "              ", columns: style.width)
    ] + lines
  }
}
