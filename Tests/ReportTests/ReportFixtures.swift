import Customers
import Foundation
import Segmentation
import TestSupport

@testable import Report

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A shop that does not exist, its model, and the report on it.
struct InventedShop {
  var table = RFMTable()
  var model: Model
  var columns = CustomerColumns()

  /// - Parameters:
  ///   - values: recency, frequency and monetary of each customer.
  ///   - outliers: which rule training leaves customers out by.
  init(
    _ values: [(Int, Int, Double)], k: Int = 4, outliers: TrainingOptions.Outliers = .iqr,
    log: Set<FeatureName> = [], bins: Int = 5, sales: [(String, String)] = []
  ) throws {
    table.revenueScale = 2
    for (i, value) in values.enumerated() {
      table.ids.append("c\(i)")
      table.recency.append(Int32(value.0))
      table.frequency.append(Int32(value.1))
      table.monetary.append(value.2)
      table.revenue.append(Int128((value.2 * 100).rounded()))
    }
    var options = TrainingOptions()
    options.stability = 0
    options.clusters = .fixed(k)
    options.maxK = 6
    options.outliers = outliers
    options.log = log
    options.scoreBins = bins
    let result = try Trainer(options: options, threads: 1).train(on: table)
    model = Model(
      name: "shop", pack: nil, currency: "GBP", store: nil, features: result.features,
      clustering: result.clustering, clusters: result.clusters, scores: result.scores,
      quality: result.quality,
      source: Source(
        files: [Source.File(name: "sales.csv", bytes: 100, rows: 500)], rowsRead: 500, rowsKept: 450,
        dropped: [
          Source.Dropped(reason: "missing customer", rows: 30),
          Source.Dropped(reason: "not a product", rows: 20),
        ], from: Timestamp(seconds: 1_260_000_000), asOf: Timestamp(seconds: 1_291_924_860),
        customers: values.count, trainedOn: result.trainedOn),
      training: Training(options: options, sales: SalesRecipe(sales.map { ($0.0, .string($0.1)) })))
    for row in values.indices {
      columns.append(table[row], segment: Int(result.labels[row]), isOutlier: result.isOutlier[row])
    }
  }

  /// Customers of four kinds, and a few who buy far more than all others.
  static func values(_ count: Int, seed: UInt64 = 1) -> [(Int, Int, Double)] {
    var random = RandomNumbers(seed: seed)
    return (0..<count).map { i in
      let kind = i % 4
      let orders = 1 + random.below([12, 6, 3, 1][kind])
      let isGiant = i % 20 == 0
      let money = (random.unit() * 20_000 + 500).rounded() / 100 * Double(orders) * (isGiant ? 200 : 1)
      return (
        random.below([30, 60, 120, 365][kind]), orders * (isGiant ? 8 : 1),
        (money * 100).rounded() / 100
      )
    }
  }

  static func shop(_ count: Int = 160, k: Int = 4) throws -> InventedShop {
    try InventedShop(values(count), k: k)
  }

  /// A segment for each cluster.
  func segments(_ names: [String] = [], colors: [String?] = []) -> [ReportSegment] {
    (0..<model.k).map { i in
      ReportSegment(
        name: i < names.count ? names[i] : "Segment \(i)", color: i < colors.count ? colors[i] : nil,
        rule: "cluster \(i)", interpretation: "They are \(i).", recommendations: ["Do \(i).", "Do more."])
    }
  }

  func report(_ names: [String] = [], colors: [String?] = []) throws -> ModelReport {
    ModelReport(
      model, packTitle: "Pack", segments: segments(names, colors: colors), customers: columns,
      curve: try ClusterCurve(model, columns, threads: 2), words: .plain)
  }

  /// The same customers many times over: training takes no longer for it.
  func repeated(_ times: Int) -> CustomerColumns {
    var many = CustomerColumns()
    for _ in 0..<times {
      for row in 0..<columns.count {
        many.append(
          table[row], segment: Int(columns.segment[row]), isOutlier: columns.isOutlier[row])
      }
    }
    return many
  }

  /// A report without the curve, which takes longest.
  func plainReport(_ customers: CustomerColumns) -> ModelReport {
    ModelReport(
      model, packTitle: nil, segments: segments(), customers: customers, curve: nil, words: .plain)
  }

  var summaries: [SegmentSummary] { SegmentSummary.summaries(segments(), columns, model) }
}

extension ReportWords {
  /// Numbers as they are, money in pounds.
  static let plain = ReportWords(
    frequencyNoun: "order", isAverage: false,
    money: { amount, digits in "£" + fixed(amount, digits ?? 2) }, number: { fixed($0, $1) })

  private static func fixed(_ number: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", number)
  }
}

/// An element of a document that was read back.
final class XMLNode {
  let name: String
  let attributes: [String: String]
  fileprivate(set) var children: [XMLNode] = []
  fileprivate(set) var text = ""

  init(_ name: String, _ attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  /// This element and all in it, in the order of the document.
  var all: [XMLNode] { [self] + children.flatMap(\.all) }

  func all(_ name: String) -> [XMLNode] { all.filter { $0.name == name } }

  /// All text in it.
  var wholeText: String { text + children.map(\.wholeText).joined() }
}

/// Reads a document strictly.
final class XMLReader: NSObject, XMLParserDelegate {
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  private var open: [XMLNode] = [XMLNode("document", [:])]

  static func read(_ bytes: [UInt8]) throws -> XMLNode {
    let reader = XMLReader()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = reader
    guard parser.parse(), let root = reader.open[0].children.first else {
      throw Fault(
        description:
          "line \(parser.lineNumber), column \(parser.columnNumber): \(String(describing: parser.parserError))"
      )
    }
    return root
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    let node = XMLNode(name, attributes)
    open[open.count - 1].children.append(node)
    open.append(node)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) { open[open.count - 1].text += text }
}
