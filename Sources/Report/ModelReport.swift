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
  /// - Parameter segments: what the customers' `segment` counts.
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
  /// - Parameter clusters: a segment for each cluster, by its id.
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
