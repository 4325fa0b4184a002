import RFMService
import Segmentation
import Wording

/// What `train` says at its end.
struct TrainText {
  let trained: TrainedModel
  let work: Work

  /// The segments of the pack that the model is used with, and who is in them; nil where none fits.
  private var segments: SegmentsOverview? {
    let loaded = try? Folders.library.model(named: trained.path)
    return loaded.flatMap { try? Inquiry($0, work: work.silent).segments() }
  }

  private var model: Model { trained.model }

  func text(_ style: Style) -> String {
    let source = model.source
    var lines = [style.bold(TextLayout.cell(model.name)) + (source.asOf.map { " · as of \($0)" } ?? "")]
    lines += source.lines
    if let under = trained.netUnderHalf, under > 0 {
      lines.append(
        "  returns     \(Figures.counted(under, "customer")) whose net is under half of what they bought")
    }
    lines.append(
      "  quality     k = \(model.k), inertia \(Figures.fixed(model.quality.inertia, digits: 2)), silhouette \(Figures.fixed(model.quality.silhouette, digits: 3))"
        + (model.quality.silhouetteSample.map {
          " (a sample of \(Figures.count($0.size)), standard error \(Figures.fixed($0.standardError, digits: 3)))"
        } ?? ""))
    if !model.quality.sweep.isEmpty { lines.append(sweep(style)) }
    lines.append(ClusterTable(model, style).text)
    lines += model.stabilityLines(style)
    for note in trained.notes {
      lines.append(style.note(note))
    }
    lines.append("  wrote \(trained.path)\(trained.storePath.map { " and \($0)" } ?? "")")
    if let segments { lines.append("\n" + SegmentsText(segments, model, style).text.trimmed) }
    let name = Library.modelName(trained.path)
    let path = trained.path.hasPrefix("Models/") ? name : trained.path
    lines += ["", "Next: rfm --model \(path)", "      rfm report --model \(path) -o \(name).html"]
    return lines.joined(separator: "\n")
  }

  private func sweep(_ style: Style) -> String {
    let best = Sweep.bestSilhouette(model.quality.sweep)
    let elbow = Sweep.elbow(model.quality.sweep)
    let rows = model.quality.sweep.map { step in
      let marks = [step.k == best ? "best silhouette" : nil, step.k == elbow ? "elbow" : nil].compactMap {
        $0
      }
      return [
        String(step.k), Figures.grouped(step.inertia, digits: 2), Figures.fixed(step.silhouette, digits: 3),
        marks.joined(separator: ", "),
      ]
    }
    return style.table(["k", "inertia", "silhouette", ""], rows, rightAligned: [0, 1, 2], indent: "    ")
  }
}
