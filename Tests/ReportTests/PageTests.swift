import Segmentation
import Testing

@testable import Report

/// The page and its pictures as a browser, a screen reader and a printer get them.
@Suite struct PageTests {
  private static let hostile = [
    "<script>alert(1)</script>", "A & B \"quoted\" 'single'", "]]> --> &amp; \u{0}\u{1B}[31m",
    "Ein ungewöhnlich langer Name für ein Segment, der nirgends hineinpasst, auch nicht in die Legende",
  ]

  private func page(_ report: ModelReport) throws -> XMLNode {
    try XMLReader.read(report.rendered(withFiles: false).page)
  }

  private func check(_ page: XMLNode, pictures: Int) throws {
    #expect(page.attributes["lang"] == "en")
    #expect(page.all("script").isEmpty)
    let images = page.all("svg").filter { $0.attributes["role"] == "img" }
    #expect(images.count == pictures)
    for image in images { try check(image) }
    let ids = page.all.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count, "\(ids)")
    for link in page.all("a") {
      #expect(ids.contains(String(try #require(link.attributes["href"]).dropFirst())))
    }
    // One h1, and no level left out on the way down.
    let levels = page.all.map(\.name).filter { ["h1", "h2", "h3", "h4"].contains($0) }
      .compactMap { Int($0.dropFirst()) }
    #expect(levels.count { $0 == 1 } == 1 && levels.first == 1)
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "\(levels)")
    for table in page.all("table") {
      #expect(table.all("caption").count == 1)
      #expect(table.all("th").allSatisfy { $0.attributes["scope"] != nil })
      #expect(!table.all("th").isEmpty)
    }
    for node in page.all {
      for (name, value) in node.attributes where ["src", "href"].contains(name) {
        #expect(value.hasPrefix("#") || value == "data:,", "\(node.name) \(value)")
      }
      #expect(!node.attributes.keys.contains { $0.hasPrefix("on") })
    }
  }

  private func check(_ image: XMLNode) throws {
    let title = try #require(image.all("title").first)
    let message = try #require(image.all("desc").first)
    #expect(!title.text.isEmpty)
    #expect(message.text.contains { $0.isNumber }, "\(title.text): \(message.text)")
    let labels = image.attributes["aria-labelledby"]?.split(separator: " ").map(String.init)
    #expect(labels == [title, message].compactMap { $0.attributes["id"] })
    for node in image.all {
      for (name, value) in node.attributes {
        #expect(!value.contains("nan") && !value.contains("inf"), "\(node.name) \(name)=\(value)")
      }
    }
  }

  @Test func aPageHasAllThatItShould() throws {
    let shop = try InventedShop.shop()
    let page = try page(try shop.report())
    try check(page, pictures: 12)
    let text = page.wholeText
    for words in ["missing customer", "10.0 % dropped", "Do more.", "They are 2.", "2010-12-09"] {
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test("Revenue and what to do come first, how the clusters were made last")
  func moneyFirst() throws {
    let text = try page(try InventedShop.shop().report()).all("main")[0].wholeText
    func place(_ words: String) throws -> String.Index { try #require(text.range(of: words)).lowerBound }
    let places = try [
      "The segments", "Do more.", "Where the revenue comes from", "Appendix: the data and the model",
      "Appendix: how many clusters",
    ].map(place)
    #expect(places == places.sorted())
    #expect(try !text[..<place("Appendix")].lowercased().contains("silhouette"))
    #expect(try !text[..<place("Appendix")].lowercased().contains("inertia"))
  }

  @Test("What is wider than a telephone says so")
  func narrowScreens() throws {
    let style = try page(try InventedShop.shop().report()).all("style")[0].wholeText
    let narrow = try #require(style.range(of: "max-width:42rem"))
    #expect(style[narrow.upperBound...].contains("move it sideways"))
  }

  @Test func nothingGetsInUnescaped() throws {
    var shop = try InventedShop.shop()
    shop.model.name = Self.hostile[0]
    shop.model.source.files[0].name = "\"><img src=x onerror=alert(1)>&.csv"
    shop.model.source.dropped[0].reason = "</td><script>"
    let segments = Self.hostile.map { name in
      ReportSegment(
        name: name, color: "\"/><script>", rule: name, interpretation: name, recommendations: [name])
    }
    let report = ModelReport(
      shop.model, packTitle: Self.hostile[1], segments: segments, customers: shop.columns,
      curve: try ClusterCurve(shop.model, shop.columns, threads: 1), words: .plain)
    let rendered = report.rendered(withFiles: true)
    let page = try XMLReader.read(rendered.page)
    try check(page, pictures: 12)
    #expect(page.all("h3").map { $0.wholeText }.prefix(2) == Self.hostile.prefix(2))
    #expect(page.all("img").isEmpty)
    for picture in rendered.pictures { try check(try XMLReader.read(picture.bytes)) }
  }

  @Test func theSameCustomersGiveTheSameBytes() throws {
    let shop = try InventedShop.shop()
    let first = shop.plainReport(shop.repeated(40)).rendered(withFiles: true)
    let second = shop.plainReport(shop.repeated(40)).rendered(withFiles: true)
    #expect(first.pictures.count == 10)
    #expect(first.page == second.page)
    #expect(first.pictures.map(\.bytes) == second.pictures.map(\.bytes))
  }

  @Test func aPictureIsTheSameAloneAndInThePage() throws {
    let report = try InventedShop.shop().report()
    let rendered = report.rendered(withFiles: true)
    let page = try XMLReader.read(rendered.page)
    #expect(Set(rendered.pictures.map(\.name)).count == 12)
    for picture in rendered.pictures {
      let alone = try XMLReader.read(picture.bytes)
      #expect(alone.all("style").count == 1)
      #expect(picture.name == (alone.attributes["id"] ?? "") + ".svg")
      let inside = try #require(page.all("svg").first { $0.attributes["id"] == alone.attributes["id"] })
      let drawn = alone.all.filter { $0.name != "style" }.map { $0.attributes }
      #expect(drawn == inside.all.map { $0.attributes })
    }
  }

  @Test func manyCustomersAreSampledAndTheScatterSaysSo() throws {
    let shop = try InventedShop.shop()
    let page = try page(shop.plainReport(shop.repeated(40)))
    let scatter = try #require(page.all("svg").first { $0.attributes["id"] == "scatter-recency-monetary" })
    #expect(scatter.all("title")[0].text.contains("sample of 5000 customers"))
    #expect(scatter.all("desc")[0].text.contains("random sample of 5000 customers of 6400"))
    // The signs and not those of the legend, which are one to a path.
    let signs = scatter.all("path").map { ($0.attributes["d"] ?? "").count { $0 == "M" } }.filter { $0 > 1 }
    #expect(signs.reduce(0, +) == ScatterPicture.limit)
    let few = shop.plainReport(shop.columns).rendered(withFiles: false).page
    #expect(!String(decoding: few, as: UTF8.self).contains("sample of"))
  }

  @Test func withoutCustomersThePageSaysWhatIsMissing() throws {
    let shop = try InventedShop.shop()
    let page = try page(ModelReport(shop.model, clusters: shop.segments(), words: .plain))
    try check(page, pictures: 2)
    #expect(page.wholeText.contains("store of customers is not at hand"))
    #expect(page.wholeText.contains("elbow and silhouette"))
    var swept = shop.model
    swept.quality.sweep = try ClusterCurve(shop.model, shop.columns, threads: 1).steps
    let withCurve = try self.page(ModelReport(swept, clusters: shop.segments(), words: .plain))
    try check(withCurve, pictures: 4)
  }

  /// Shops at the edge of what can be drawn.
  @Test(arguments: [
    "ten customers", "one frequency", "all alike but one", "returns", "huge", "twelve clusters",
    "no outliers left out, logarithms", "a hundred scores",
  ])
  func strangeShopsHaveAPage(_ kind: String) throws {
    let values = InventedShop.values(120)
    let shop =
      switch kind {
      case "ten customers": try InventedShop(Array(values.prefix(10)), k: 3, outliers: .none)
      case "one frequency": try InventedShop(values.map { ($0.0, 1, $0.2) })
      case "all alike but one":
        try InventedShop([(3, 1, 9.5), (3, 1, 9.5), (4, 1, 9.5)], k: 2, outliers: .none)
      case "returns": try InventedShop(values.enumerated().map { ($1.0, $1.1, $0 % 5 == 0 ? -$1.2 : $1.2) })
      case "huge": try InventedShop(values.map { ($0.0 * 1_000, $0.1 * 100_000, $0.2 * 1e12) })
      case "twelve clusters": try InventedShop(values, k: 12)
      case "a hundred scores": try InventedShop(values, bins: 100)
      default: try InventedShop(values, outliers: .none, log: [.frequency, .monetary])
      }
    try check(try page(try shop.report()), pictures: 12)
  }

  @Test func anEmptySegmentIsInTheTableAndInNoPicture() throws {
    let shop = try InventedShop.shop()
    var segments = shop.segments()
    segments.append(
      ReportSegment(name: "Nobody", color: nil, rule: "", interpretation: "", recommendations: []))
    let report = ModelReport(
      shop.model, packTitle: nil, segments: segments, customers: shop.columns, curve: nil, words: .plain)
    let page = try page(report)
    try check(page, pictures: 10)
    #expect(page.all("h3").contains { $0.wholeText == "Nobody" })
    #expect(page.wholeText.contains("No customer is in this segment."))
    #expect(page.all("svg").allSatisfy { !$0.wholeText.contains("Nobody") })
  }
}
