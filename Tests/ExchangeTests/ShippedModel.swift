import Foundation
import Segmentation

/// The model that ships, and packs for it.
enum ShippedModel {
  private static func bytes(_ path: String) throws -> [UInt8] {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 1...3 { root.deleteLastPathComponent() }
    return Array(try Data(contentsOf: root.appending(path: path)))
  }

  static func model() throws -> Model {
    try Model(reading: try bytes("Models/online-retail-2009-2010.json"), file: "model")
  }

  static func pack(_ name: String = "retail") throws -> SegmentPack {
    try SegmentPack(reading: try bytes("Segments/\(name).json"), file: "\(name).json").resolved(by: model())
  }

  /// A pack with a segment for each score of recency and each of these names.
  static func pack(named names: [String]) -> SegmentPack {
    SegmentPack(
      name: "p", title: "P",
      segments: names.enumerated().map { place, name in
        let day = Double(place)
        return Segment(
          name: name, when: [Conditions(bounds: [.recency: Bounds(min: day, max: day)])])
      }, file: "p.json")
  }
}
