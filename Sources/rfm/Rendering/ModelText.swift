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
      style.bold(Layout.cell(model.name)) + " · \(loaded.path)",
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
    lines.append(ClusterTable(model, names: (0..<model.k).map { loaded.segment(ofCluster: $0)?.name }).text)
    lines += model.stabilityLines(style)
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Model {
  /// How surely each cluster is found again; none where that was not looked for.
  func stabilityLines(_ style: Style) -> [String] {
    guard !quality.stability.isEmpty else { return [] }
    let widest = String(k - 1).count
    let lines = zip(quality.stability, clusters).enumerated().map { id, found in
      Layout.wrapped(
        found.0.words(ofSize: found.1.size),
        first: (id == 0 ? "  stability   " : "              ") + Layout.rightAligned(String(id), to: widest)
          + "  ",
        indent: String(repeating: " ", count: 16 + widest), columns: style.width)
    }
    return lines + [
      Layout.wrapped(
        Stability.limit, first: "              ", indent: "              ", columns: style.width)
    ]
  }
}

/// A row for each cluster: size, shares, means.
struct ClusterTable {
  private let model: Model
  private let names: [String?]

  init(_ model: Model, names: [String?]) {
    self.model = model
    self.names = names
  }

  var text: String {
    let figures = Figures(currency: model.currency)
    let customers = Double(max(1, model.source.customers))
    let revenue = model.clusters.reduce(0) { $0 + $1.all.revenue.double }
    let hasNames = names.contains { $0 != nil }
    let rows = model.clusters.enumerated().map { id, cluster in
      let share = revenue > 0 ? cluster.all.revenue.double / revenue : 0
      return [String(id)] + (hasNames ? [names[id] ?? ""] : []) + [
        Figures.count(cluster.all.size), Figures.percent(Double(cluster.all.size) / customers),
        figures.money(cluster.all.revenue.double), Figures.percent(share),
        Figures.fixed(cluster.all.mean[0], digits: 1), Figures.fixed(cluster.all.mean[1], digits: 2),
        figures.money(cluster.all.mean[2]), Figures.count(cluster.size),
      ]
    }
    let header =
      ["cluster"] + (hasNames ? ["segment"] : []) + [
        "customers", "share", "revenue", "share", "mean R", "mean F", "mean M", "trained on",
      ]
    let firstNumber = hasNames ? 2 : 1
    return Layout.table(header, rows, rightAligned: Set(firstNumber..<header.count))
  }
}
