import RFMService
import Segmentation
import Wording

/// The segments of the pack in use and who is in them, as a person reads it.
struct SegmentsText {
  private let overview: SegmentsOverview
  private let model: Model
  private let style: Style

  init(_ overview: SegmentsOverview, _ model: Model, _ style: Style) {
    self.overview = overview
    self.model = model
    self.style = style
  }

  var text: String {
    let pack = overview.pack
    let title = "\(pack.title) · pack \(pack.name) · \(pack.file)\n"
    guard let groups = overview.groups else {
      let rows = pack.segments.enumerated().map { [String($0 + 1), $1.name] }
      return title + style.table(["", "segment"], rows, rightAligned: [0]) + "\n"
    }
    let all = max(1, groups.reduce(0) { $0 + $1.customers })
    let allMoney = groups.reduce(0) { $0 + $1.monetary }
    let figures = Figures(currency: model.currency)
    let rows = groups.enumerated().compactMap { i, group -> [String]? in
      guard i < pack.segments.count || group.customers > 0 else { return nil }
      return [
        i < pack.segments.count ? String(i + 1) : "",
        i < pack.segments.count ? pack.segments[i].name : "(no segment)", Figures.count(group.customers),
        Figures.percent(Double(group.customers) / Double(all)), figures.money(group.monetary),
        Figures.percent(allMoney > 0 ? group.monetary / allMoney : 0),
      ]
    }
    return title
      + style.table(
        ["", "segment", "customers", "share", "revenue", "share"], rows, rightAligned: [0, 2, 3, 4, 5]) + "\n"
  }
}

/// One segment, as a person reads it.
struct SegmentText {
  private let overview: SegmentOverview
  private let model: Model
  private let style: Style

  init(_ overview: SegmentOverview, _ model: Model, _ style: Style) {
    self.overview = overview
    self.model = model
    self.style = style
  }

  var text: String {
    let segment = overview.segment
    let clusters = overview.clusters.map(String.init).joined(separator: ", ")
    let place = clusters.isEmpty ? "" : "cluster \(clusters)"
    var lines = [
      TextLayout.spread(
        segment.name, place, style.width, shownLeft: style.tinted(segment.name, segment.color, bold: true),
        shownRight: style.dim(place))
    ]
    lines.append(
      TextLayout.wrapped(
        RuleWords(model).words(segment), first: "  when ", indent: "       ", columns: style.width))
    if let customers = overview.customers, let means = overview.means {
      lines.append(
        "  \(Figures.counted(customers, "customer")) · mean recency \(Figures.fixed(means[0], digits: 0)) days · frequency \(Figures.fixed(means[1], digits: 1)) · monetary \(FeatureWords(model).monetary(means[2]))"
      )
    }
    if !segment.interpretation.isEmpty {
      lines.append(
        TextLayout.wrapped(segment.interpretation, first: "  ", indent: "  ", columns: style.width))
    }
    for recommendation in segment.recommendations {
      lines.append(
        TextLayout.wrapped(recommendation, first: "    • ", indent: "      ", columns: style.width))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
