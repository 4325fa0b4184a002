import Customers
import Foundation
import JSONText
import Testing

@testable import Segmentation

/// The packs in Segments/, as they ship.
@Suite struct ShippedPacksTests {
  static let names = ["big-accounts", "lifecycle", "plain", "retail", "rfm-scores", "value-tiers"]

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Segments")

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: "\(name).json")))
  }

  static func pack(_ name: String) throws -> SegmentPack {
    try SegmentPack(reading: bytes(name), file: "\(name).json")
  }

  @Test(arguments: names) func aPackIsWhole(_ name: String) throws {
    let pack = try Self.pack(name)
    #expect(pack.name == name)
    #expect(pack.description != nil)
    for segment in pack.segments {
      #expect(!segment.interpretation.isEmpty)
      #expect((2...4).contains(segment.recommendations.count))
      #expect(segment.color != nil)
    }
    for (index, segment) in pack.segments.enumerated() {
      #expect(try pack.resolve(segment.name).get() == index)
    }
  }

  /// So that a pack which the program writes looks like those that ship, and edits change few lines.
  @Test(arguments: names + ["segment-pack.schema"]) func aFileHasTheLayoutThatTheProgramWrites(_ name: String)
    throws
  {
    let bytes = try Self.bytes(name)
    let json = JSON(try JSONNode.parse(bytes, file: name)).text(.pretty) + "\n"
    #expect(String(decoding: bytes, as: UTF8.self) == json)
    if name != "segment-pack.schema" { #expect(try Self.pack(name).json.text(.pretty) + "\n" == json) }
  }

  @Test func packsFitWhatTheyAreFor() throws {
    let k = ["retail": 4, "value-tiers": 4, "lifecycle": 4, "plain": 5, "big-accounts": 5]
    for name in Self.names { #expect(try Self.pack(name).requirement?.k == k[name]) }
    #expect(try Self.pack("lifecycle").requirement?.log == [.frequency, .monetary])
    #expect(try Self.pack("big-accounts").requirement?.log == [])
    #expect(try Self.pack("big-accounts").requirement?.outliers == TrainingOptions.Outliers.none)
    #expect(try Self.pack("rfm-scores").requirement?.bins == 5)
  }

  // MARK: - Rules

  private func customer(
    cluster: Int = 2, scores: Scores = Scores(recency: 1, frequency: 1, monetary: 1), isOutlier: Bool = false,
    recency: Int = 100, frequency: Int = 3
  ) -> Classification {
    Classification(
      rfm: RFM(recency: recency, frequency: frequency, monetary: 50), point: Point(0, 0, 0), cluster: cluster,
      distances: [], scores: scores, isOutlier: isOutlier)
  }

  @Test func retailAsksTheRulesBeforeTheClusters() throws {
    var pack = try Self.pack("retail")
    // A shop to which people come back after 30 days, and mostly before the 90th.
    for segment in pack.segments.indices {
      for (quantity, limits) in pack.segments[segment].when[0].limits {
        func days(_ limit: Limit?) -> Double? { limit.map { $0 == .gap(.gap50) ? 30 : 90 } }
        pack.segments[segment].when[0].bounds[quantity] = Bounds(
          min: days(limits.min), max: days(limits.max), below: days(limits.below))
      }
    }
    func name(_ classification: Classification) -> String? { pack.segment(of: classification)?.name }
    #expect(name(customer(cluster: 0, recency: 90)) == "Key Accounts, Lapsing")
    #expect(name(customer(cluster: 0, isOutlier: true, recency: 90)) == "Key Accounts, Lapsing")
    #expect(name(customer(cluster: 0, isOutlier: true, recency: 89)) == "Key Accounts")
    #expect(name(customer(cluster: 0, recency: 89)) == "Champions & VIPs")
    #expect(name(customer(cluster: 1, recency: 30, frequency: 1)) == "New Customers")
    #expect(name(customer(cluster: 2, recency: 31, frequency: 1)) == "Occasional Buyers")
    #expect(name(customer(cluster: 1)) == "Loyal & Engaged")
    #expect(name(customer(cluster: 3)) == "At-Risk & Dormant")
  }

  @Test(arguments: ["retail", "value-tiers", "lifecycle", "plain", "big-accounts"])
  func everyClusterHasItsSegment(_ name: String) throws {
    let pack = try Self.pack(name)
    for cluster in 0..<(pack.requirement?.k ?? 0) {
      let index = try #require(pack.index(of: customer(cluster: cluster)))
      if cluster > 0 { #expect(pack.segments[index].when == [Conditions(clusters: [cluster])]) }
      #expect(throws: Never.self) { try pack.resolve("cluster \(cluster)").get() }
    }
  }

  @Test func scoresHaveOneSegmentForEachCell() throws {
    let pack = try Self.pack("rfm-scores")
    var sizes: [String: Int] = [:]
    for recency in 1...5 {
      for frequency in 1...5 {
        for monetary in 1...5 {
          let cell = customer(scores: Scores(recency: recency, frequency: frequency, monetary: monetary))
          let taken = pack.segments.filter { $0.takes(cell) }
          #expect(taken.count == 1, "\(recency) \(frequency) \(monetary): \(taken.map(\.name))")
          sizes[taken.first?.name ?? "", default: 0] += 1
        }
      }
    }
    #expect(
      sizes == [
        "Champions": 8, "Loyal Customers": 28, "Potential Loyalists": 16, "New Customers": 5, "Promising": 8,
        "Need Attention": 8, "About To Sleep": 12, "At Risk": 22, "Can't Lose Them": 8, "Lost": 10,
      ])
  }

  // MARK: - Colours

  @Test(arguments: names) func coloursCanBeToldApart(_ name: String) throws {
    let colors = try Self.pack(name).segments.compactMap { $0.color.flatMap(LinearColor.init) }
    for color in colors {
      #expect((color.luminance + 0.05) / 0.05 >= 3, "on black")
      #expect(1.05 / (color.luminance + 0.05) >= 3, "on white")
    }
    for view in LinearColor.views {
      for (index, one) in colors.enumerated() {
        for other in colors[..<index] {
          #expect(one.seen(by: view).difference(to: other.seen(by: view)) > 20)
        }
      }
    }
  }
}

/// A colour in linear sRGB.
struct LinearColor {
  var red: Double
  var green: Double
  var blue: Double

  init(red: Double, green: Double, blue: Double) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  init?(_ hex: String) {
    guard let number = Int(hex.dropFirst(), radix: 16) else { return nil }
    func linear(_ byte: Int) -> Double {
      let value = Double(byte & 255) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    self.init(red: linear(number >> 16), green: linear(number >> 8), blue: linear(number))
  }

  /// Relative luminance (WCAG 2.2).
  var luminance: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }

  /// Full colour vision, protanopia and deuteranopia (Machado, Oliveira and Fernandes, "A Physiologically-based
  /// Model for Simulation of Color Vision Deficiency", 2009, severity 1.0).
  static let views: [[Double]] = [
    [1, 0, 0, 0, 1, 0, 0, 0, 1],
    [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
    [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
  ]

  func seen(by view: [Double]) -> LinearColor {
    func row(_ i: Int) -> Double { min(max(view[i] * red + view[i + 1] * green + view[i + 2] * blue, 0), 1) }
    return LinearColor(red: row(0), green: row(3), blue: row(6))
  }

  /// CIE 1976 ΔE, white point D65.
  func difference(to other: LinearColor) -> Double {
    zip(lab, other.lab).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
  }

  private var lab: [Double] {
    func root(_ value: Double) -> Double { value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116 }
    let x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
    let y = root(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue)
    let z = root((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
  }
}
