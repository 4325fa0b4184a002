import Wording

extension ForeignModel {
  /// ONNX as this program writes it, or as skl2onnx does of a StandardScaler and a KMeans.
  static func onnx(_ bytes: [UInt8], file: String) throws(ForeignModelProblem) -> ForeignModel {
    guard let root = ProtobufReader(bytes[...]), let graph = root.messages(7).first, !graph.bytes(1).isEmpty
    else {
      throw ForeignModelProblem(
        file,
        "this is neither JSON of the snippet, PMML, ONNX nor skops; \(OptionName.snippet) prints the snippet")
    }
    var metadata: [String: String] = [:]
    for entry in root.messages(14) { metadata[entry.text(1) ?? ""] = entry.text(2) ?? "" }
    var model = ForeignModel(kind: "ONNX")
    let tensors = graph.messages(5).map(Tensor.init)
    func named(_ name: String) -> Tensor? { tensors.first { $0.name == name } }
    if let mean = named("mean"), let scale = named("scale"), let centroids = named("centroids"),
      let features = metadata["rfm_features"]
    {
      model.features = features.split(separator: ",").map(String.init)
      let logged = (metadata["rfm_log"] ?? "").split(separator: ",").map(String.init)
      model.isLogged = model.features.map(logged.contains)
      (model.mean, model.scale) = (mean.values, scale.values)
      model.sizes = metadata["rfm_sizes"].map { $0.split(separator: ",").compactMap { Int($0) } }
      model.centroids = rows(centroids.values)
      return model
    }
    try readConverted(graph, tensors, &model, file)
    return model
  }

  /// The scaler is a node Scaler (x − offset) · scale, or constants of its own; the centroids are the one k × 3.
  private static func readConverted(
    _ graph: ProtobufReader, _ tensors: [Tensor], _ model: inout ForeignModel, _ file: String
  ) throws(ForeignModelProblem) {
    guard let scaler = graph.messages(1).first(where: { $0.text(4) == "Scaler" }) else {
      throw ForeignModelProblem(file, "there is no scaler in this graph: a Scaler of ai.onnx.ml is expected")
    }
    for attribute in scaler.messages(5) {
      // AttributeProto.floats, packed or one by one.
      let floats = attribute.bytes(7).flatMap(\.floats)
      if attribute.text(1) == "offset" { model.mean = floats }
      if attribute.text(1) == "scale" { model.scale = floats.map { 1 / $0 } }
    }
    let tables = tensors.filter {
      $0.shape.count == 2 && $0.shape[1] == 3 && $0.values.count == $0.shape[0] * 3
    }
    guard tables.count == 1 else {
      throw ForeignModelProblem(
        file, "one table of centroids with three columns is expected, not \(tables.count)")
    }
    model.centroids = rows(tables[0].values)
    // Scaler gives single precision, whatever the centroids are in.
    model.isSingle = true
  }

  private static func rows(_ values: [Double]) -> [[Double]] {
    stride(from: 0, to: values.count - values.count % 3, by: 3).map { Array(values[$0..<$0 + 3]) }
  }

  /// A constant of the graph (`TensorProto`); no values where it is none of numbers.
  private struct Tensor {
    let name: String
    let shape: [Int]
    let values: [Double]

    init(_ message: ProtobufReader) {
      name = message.text(8) ?? ""
      shape = message.numbers(1).map { Int(truncatingIfNeeded: $0) }
      let raw = message.bytes(9).first
      switch message.numbers(2).first {
      case 1: values = raw?.floats ?? message.bytes(4).flatMap(\.floats)
      case 11: values = raw?.doubles ?? message.bytes(10).flatMap(\.doubles)
      default: values = []
      }
    }
  }
}
