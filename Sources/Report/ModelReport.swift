import Segmentation

/// A model and its customers as one page with pictures.
///
/// Pure: figures in, bytes out. The same content gives the same bytes.
public struct ModelReport: Sendable {
  /// What the report is on.
  public let model: Model
  /// The title of the pack whose segments these are; nil where they are the model's clusters.
  public let packTitle: String?
  /// In the order of the page.
  public let segments: [ReportSegment]
  /// How figures are written.
  public let words: ReportWords
  /// Nil where there are none to be had.
  let customers: CustomerColumns?
  let curve: ClusterCurve?
  let summaries: [SegmentSummary]
  let theme: Theme

  /// A report on the customers of a model.
  ///
  /// - Parameters:
  ///   - model: what the report is on.
  ///   - packTitle: nil where the segments are clusters.
  ///   - segments: what the customers' `segment` counts.
  ///   - customers: who the pictures are of.
  ///   - curve: inertia and silhouette over k; nil for none.
  ///   - words: how figures are written.
  public init(
    _ model: Model, packTitle: String?, segments: [ReportSegment], customers: CustomerColumns,
    curve: ClusterCurve?, words: ReportWords
  ) {
    self.init(
      model, packTitle, segments, customers, curve,
      SegmentSummary.summaries(segments, customers, model), words)
  }

  /// A report without customers: what the model itself knows of its clusters.
  ///
  /// - Parameters:
  ///   - model: what the report is on.
  ///   - clusters: a segment for each cluster, by its id.
  ///   - words: how figures are written.
  public init(_ model: Model, clusters: [ReportSegment], words: ReportWords) {
    self.init(
      model, nil, clusters, nil, ClusterCurve(model), SegmentSummary.clusters(clusters, model), words)
  }

  private init(
    _ model: Model, _ packTitle: String?, _ segments: [ReportSegment], _ customers: CustomerColumns?,
    _ curve: ClusterCurve?, _ summaries: [SegmentSummary], _ words: ReportWords
  ) {
    self.model = model
    self.packTitle = packTitle
    self.segments = segments
    self.customers = customers
    self.curve = curve
    self.summaries = summaries
    self.words = words
    theme = Theme(segments.map(\.color))
  }

  /// A picture as a file of its own.
  public struct PictureFile: Sendable {
    /// With its ending.
    public let name: String
    /// SVG, with its own styles.
    public let bytes: [UInt8]
  }

  /// The page and the same pictures by themselves.
  public struct Rendered: Sendable {
    /// HTML with everything in it: nothing is loaded from elsewhere.
    public let page: [UInt8]
    /// Empty where they were not asked for.
    public let pictures: [PictureFile]
  }

  /// A picture for another page, whose style sheet is that of `Theme`.
  public struct Drawn: Sendable {
    /// What it is of.
    public let title: String
    /// What it shows, in numbers.
    public let message: String
    /// SVG.
    public let markup: Markup
  }

  /// Some pictures by the names of their files, those that there are.
  ///
  /// - Parameters:
  ///   - names: such as `revenue-treemap`.
  ///   - links: by segment, where its part of a picture leads to.
  public func pictures(of names: [String], links: [Int: String] = [:]) -> [Drawn] {
    Chapter.all(self).flatMap(\.pictures).filter { names.contains($0.name) }.map {
      Drawn(title: $0.title, message: $0.message, markup: $0.svg(theme, isStandalone: false, links: links))
    }
  }

  /// What is on the page, for a page with a frame of its own and the style sheets of `Theme` and `PageStyle`.
  public var content: Markup { ReportPage(self, Chapter.all(self)).content }

  /// Draws everything once. O(n log n) for n customers.
  ///
  /// - Parameter withFiles: whether pictures are wanted as files, too.
  public func rendered(withFiles: Bool) -> Rendered {
    let chapters = Chapter.all(self)
    let pictures = withFiles ? chapters.flatMap(\.pictures) : []
    let files = pictures.map { picture -> PictureFile in
      var bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
      bytes += picture.svg(theme, isStandalone: true).bytes
      return PictureFile(name: picture.name + ".svg", bytes: bytes)
    }
    return Rendered(page: ReportPage(self, chapters).bytes, pictures: files)
  }
}
