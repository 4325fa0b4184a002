import Customers
import Exchange
import Foundation
import Segmentation
import Testing

/// What other programs have written is read as numbers, and nothing in it is run.
@Suite struct ForeignModelTests {
  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Foreign")
    return Array(try Data(contentsOf: folder.appending(path: name)))
  }

  private func read(_ name: String) throws -> ForeignModel {
    try ForeignModel(reading: try Self.bytes(name), file: name)
  }

  @Test("One k-means of scikit-learn is the same in JSON and skops")
  func sameNumbers() throws {
    let (json, other) = (try read("snippet.json"), try read("pipeline.skops"))
    #expect(other.mean == json.mean && other.scale == json.scale && other.centroids == json.centroids)
    #expect(other.sizes == json.sizes && other.inertia == json.inertia)
  }

  @Test("PMML of sklearn2pmml has the same, to the last digit but one")
  func ofOtherPMML() throws {
    let (json, pmml) = (try read("snippet.json"), try read("pipeline.pmml"))
    #expect(pmml.order == FeatureName.allCases && pmml.isLogged == [false, false, false])
    #expect(pmml.sizes == json.sizes)
    let own = json.mean + json.scale + json.centroids.joined()
    for (a, b) in zip(pmml.mean + pmml.scale + pmml.centroids.joined(), own) {
      #expect(abs(a - b) <= 1e-12 * max(1, abs(b)))
    }
  }

  @Test("ONNX of skl2onnx is in single precision, and said to be")
  func singlePrecision() throws {
    let (json, onnx) = (try read("snippet.json"), try read("pipeline.onnx"))
    #expect(onnx.isSingle)
    for (a, b) in zip(
      onnx.mean + onnx.scale + onnx.centroids.joined(), json.mean + json.scale + json.centroids.joined())
    {
      #expect(abs(a - b) <= 1e-6 * max(1, abs(b)))
    }
  }

  @Test("What export writes, import reads", arguments: [[], [FeatureName.monetary], FeatureName.allCases])
  func roundTrips(logged: [FeatureName]) throws {
    var model = try ShippedModel.model()
    for name in logged { model.features[name.index].transform = .log1p }
    let pmml = try ForeignModel(
      reading: Array(try PMMLModel(model, nil, version: "1").text.utf8), file: "m.pmml")
    let onnx = try ForeignModel(reading: try ONNXModel(model, nil).bytes, file: "m.onnx")
    for read in [pmml, onnx] {
      #expect(read.order == FeatureName.allCases)
      #expect(read.isLogged == FeatureName.allCases.map(logged.contains))
      #expect(read.mean == model.features.map(\.mean))
      #expect(read.scale == model.features.map(\.scale))
      #expect(read.centroids == model.clustering.centres.map(\.values))
      #expect(read.sizes == model.clusters.map(\.size))
    }
  }

  @Test("A pickle is named, and not read")
  func pickle() {
    #expect(throws: ForeignModelProblem.self) { try ForeignModel(reading: [0x80, 4, 0x95], file: "m.pkl") }
  }

  @Test(
    "Files that are cut or damaged anywhere are refused, and end nothing",
    arguments: [
      "snippet.json", "pipeline.skops", "pipeline.onnx",
    ])
  func damaged(file: String) throws {
    let bytes = try Self.bytes(file)
    for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) {
      _ = try? ForeignModel(reading: Array(bytes.prefix(length)), file: file)
      var changed = bytes
      changed[length] ^= 0xFF
      _ = try? ForeignModel(reading: changed, file: file)
    }
    #expect(throws: ForeignModelProblem.self) {
      try ForeignModel(reading: Array(bytes.prefix(bytes.count / 2)), file: file)
    }
  }

  @Test("Columns in another order are put into ours")
  func otherOrder() throws {
    let json = try read("snippet.json")
    let given = json.clustering([.monetary, .recency, .frequency], logged: [])
    #expect(given.mean == [json.mean[1], json.mean[2], json.mean[0]])
    #expect(given.centroids[0].values == [json.centroids[0][1], json.centroids[0][2], json.centroids[0][0]])
  }
}
