import Exchange
import Foundation
import Testing

/// The files of the model that ships, to the byte: what other programs were proved to read. A change of either is made
/// anew with RFM_WRITE_GOLDEN=1, and proved with make proof ROWS=pmml,onnx.
@Suite struct GoldenFileTests {
  private func check(_ bytes: [UInt8], _ name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
    if ProcessInfo.processInfo.environment["RFM_WRITE_GOLDEN"] == "1" { try Data(bytes).write(to: file) }
    #expect(Array(try Data(contentsOf: file)) == bytes)
  }

  @Test func pmml() throws {
    let model = try PMMLModel(try ShippedModel.model(), try ShippedModel.pack(), version: "0.1.0")
    try check(Array(model.text.utf8), "model.pmml")
  }

  @Test func onnx() throws {
    try check(try ONNXModel(try ShippedModel.model(), try ShippedModel.pack()).bytes, "model.onnx")
  }

  @Test("A name with signs of XML stands in CDATA, and one with control characters is still XML")
  func namesInXML() throws {
    let pack = ShippedModel.pack(named: ["R&D <x> ]]>", "a\u{1}b"])
    let text = try PMMLModel(try ShippedModel.model(), pack, version: "1").text
    #expect(text.contains("<![CDATA[R&D <x> ]]]]><![CDATA[>]]>"))
    #expect(text.contains(">a\u{FFFD}b</Constant>"))
    let read = try ForeignModel(reading: Array(text.utf8), file: "m.pmml")
    #expect(read.centroids.count == 4)
  }
}
