import Hummingbird
import JSONText
import NIOCore

/// The outputs of the Open Inference Protocol: names, types, shapes, values as JSON or as bytes.
enum InferenceOutput: String, CaseIterable, Sendable {
  case cluster, segment, distances, scores, margin

  var type: String {
    switch self {
    case .cluster, .scores: "INT64"
    case .segment: "BYTES"
    case .distances, .margin: "FP64"
    }
  }

  /// - Parameter rows: how many customers; -1 for any number.
  func shape(_ rows: Int, k: Int) -> [Int] {
    switch self {
    case .cluster, .segment, .margin: [rows]
    case .distances: [rows, k]
    case .scores: [rows, 3]
    }
  }

  /// The values, row by row.
  func data(_ scored: Scored) -> [JSON] {
    scored.answers.flatMap { answer -> [JSON] in
      let scores = answer.classification.scores
      return switch self {
      case .cluster: [.integer(answer.classification.cluster)]
      case .segment: [.string(answer.segmentName)]
      case .distances: answer.classification.distances.map(JSON.number)
      case .scores: [.integer(scores.recency), .integer(scores.frequency), .integer(scores.monetary)]
      case .margin: [answer.margin.margin.map(JSON.number) ?? .null]
      }
    }
  }

  /// The same as they lie in memory, the least byte first; a text has its length in four bytes in front of it.
  func bytes(_ scored: Scored) -> ByteBuffer {
    var buffer = ByteBuffer()
    for value in data(scored) {
      switch value {
      case .integer(let number): buffer.writeInteger(Int64(number), endianness: .little)
      case .number(let number): buffer.writeInteger(number.bitPattern, endianness: .little)
      case .string(let text):
        buffer.writeInteger(UInt32(text.utf8.count), endianness: .little)
        buffer.writeString(text)
      default: buffer.writeInteger(Double.nan.bitPattern, endianness: .little)
      }
    }
    return buffer
  }
}

/// What an inference is asked for.
struct InferenceRequest: Sendable {
  let id: String?
  /// Recency, frequency and monetary.
  let columns: [[Double]]
  /// Which outputs, and which of them as bytes.
  let outputs: [(output: InferenceOutput, isBinary: Bool)]

  /// - Parameters:
  ///   - body: the JSON of the request.
  ///   - binary: what stands behind it.
  init(_ body: JSONCursor, binary: ArraySlice<UInt8>, most: Int) throws {
    let object = try body.object()
    id = try ValuesReading.text(object, "id")
    var rest = binary
    let tensors = try object.required("inputs").array().map { try Tensor($0, binary: &rest, most: most) }
    guard rest.isEmpty else {
      throw HTTPProblem(.badRequest, "\(rest.count) bytes behind the inputs belong to none")
    }
    columns = try Self.columns(tensors, try object.required("inputs"))
    let isBinary = try object["parameters"]?.object()["binary_data_output"]?.bool() ?? false
    guard let wanted = object["outputs"] else {
      outputs = InferenceOutput.allCases.map { ($0, isBinary) }
      return
    }
    outputs = try wanted.array().map { item throws(JSONError) in
      let object = try item.object()
      let name = try object.required("name").string()
      guard let output = InferenceOutput(rawValue: name) else {
        throw try object.required("name").error(
          "there is no output '\(name)'; there are \(InferenceOutput.allCases.map(\.rawValue).joined(separator: ", "))"
        )
      }
      let own = try object["parameters"]?.object()["binary_data"]?.bool()
      return (output, own ?? isBinary)
    }
  }

  /// Three tensors by their names, or one of rows of three.
  private static func columns(_ tensors: [Tensor], _ cursor: JSONCursor) throws(JSONError) -> [[Double]] {
    if tensors.count == 1, let only = tensors.first {
      guard only.shape.count == 2, only.shape[1] == 3 else {
        throw cursor.error(
          "one input has the shape [n, 3] of recency, frequency and monetary; this has \(only.shape)")
      }
      return (0..<3).map { column in
        stride(from: column, to: only.values.count, by: 3).map { only.values[$0] }
      }
    }
    var columns: [[Double]] = []
    for name in Scored.features {
      guard let tensor = tensors.first(where: { $0.name == name }) else {
        throw cursor.error(
          "the input '\(name)' is missing; expected recency, frequency and monetary, or one of [n, 3]")
      }
      guard tensor.shape.count == 1 || tensor.shape[1] == 1 else {
        throw cursor.error("\(name): the shape [n] or [n, 1] is expected, not \(tensor.shape)")
      }
      columns.append(tensor.values)
    }
    guard tensors.count == 3 else { throw cursor.error("three inputs are expected, not \(tensors.count)") }
    guard columns.allSatisfy({ $0.count == columns[0].count }) else {
      throw cursor.error("the inputs are of different lengths")
    }
    return columns
  }

  /// The answer, and how many of its bytes are JSON where some are not.
  func answer(_ scored: Scored, name: String, version: String) -> (bytes: ByteBuffer, json: Int?) {
    var binary = ByteBuffer()
    let list: [JSON] = outputs.map { output, isBinary in
      let shape = output.shape(scored.answers.count, k: scored.k)
      var members: [(String, JSON)] = [
        ("name", .string(output.rawValue)), ("datatype", .string(output.type)),
        ("shape", .array(shape.map(JSON.integer))),
      ]
      if isBinary {
        var bytes = output.bytes(scored)
        members.append(("parameters", ["binary_data_size": .integer(bytes.readableBytes)]))
        binary.writeBuffer(&bytes)
      } else {
        members.append(("data", .array(output.data(scored))))
      }
      return .object(members)
    }
    var members: [(String, JSON)] = [("model_name", .string(name)), ("model_version", .string(version))]
    if let id { members.append(("id", .string(id))) }
    members.append(("outputs", .array(list)))
    var bytes = ByteBuffer(string: JSON.object(members).line)
    guard outputs.contains(where: \.isBinary) else { return (bytes, nil) }
    let json = bytes.readableBytes
    bytes.writeBuffer(&binary)
    return (bytes, json)
  }
}
