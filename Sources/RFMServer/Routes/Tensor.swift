import Hummingbird
import JSONText
import NIOCore

/// A named array of numbers of the Open Inference Protocol, as it came.
struct Tensor: Sendable {
  let name: String
  let shape: [Int]
  /// Row by row.
  let values: [Double]

  /// - Parameters:
  ///   - cursor: the tensor in the JSON of a request.
  ///   - binary: what stands behind the JSON; what is this tensor's is taken off its front.
  init(_ cursor: JSONCursor, binary: inout ArraySlice<UInt8>, most: Int) throws {
    let object = try cursor.object()
    name = try object.required("name").string()
    let shape = try object.required("shape").array().map { size throws(JSONError) in
      let number = try size.integer()
      guard (0...1_000_000_000).contains(number) else { throw size.error("expected a size from 0") }
      return number
    }
    guard (1...2).contains(shape.count) else {
      throw try object.required("shape").error("one or two dimensions are expected, not \(shape.count)")
    }
    let count = shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
    guard count <= 3 * most, shape[0] <= most else {
      throw HTTPProblem(
        .contentTooLarge,
        "\(name): \(shape[0]) customers are more than \(most), the most that are taken at once")
    }
    let type = try object.required("datatype").string()
    guard let width = Self.widths[type] else {
      throw try object.required("datatype").error(
        "\(type) is not read; expected \(Self.widths.keys.sorted().joined(separator: ", "))")
    }
    let size = try object["parameters"]?.object()["binary_data_size"]?.integer()
    if let size {
      guard size == count * width, size <= binary.count else {
        throw cursor.error(
          "binary_data_size is \(size), but \(count) values of \(type) in \(binary.count) bytes are \(count * width)"
        )
      }
      values = Self.numbers(binary.prefix(size), type)
      binary = binary.dropFirst(size)
    } else {
      var values: [Double] = []
      try Self.flatten(
        try object.required("data"), shape[...], isInteger: type.hasPrefix("INT"), into: &values)
      guard values.count == count else {
        throw try object.required("data").error("\(values.count) values do not fill the shape \(shape)")
      }
      self.values = values
    }
    self.shape = shape
  }

  /// Bytes for each value.
  private static let widths = ["FP64": 8, "FP32": 4, "INT64": 8, "INT32": 4]

  /// Values, flat or in rows.
  private static func flatten(
    _ cursor: JSONCursor, _ shape: ArraySlice<Int>, isInteger: Bool, into values: inout [Double]
  ) throws(JSONError) {
    for item in try cursor.array() {
      if case .array = item.node.value {
        guard shape.count > 1 else { throw item.error("the shape has one dimension, the data more") }
        let before = values.count
        try flatten(item, shape.dropFirst(), isInteger: isInteger, into: &values)
        guard values.count - before == shape[shape.startIndex + 1] else {
          throw item.error("\(values.count - before) values in a row of \(shape[shape.startIndex + 1])")
        }
      } else {
        values.append(isInteger ? Double(try item.integer()) : try item.number())
      }
    }
  }

  /// Values as they lie in memory, the least byte first.
  private static func numbers(_ bytes: ArraySlice<UInt8>, _ type: String) -> [Double] {
    var buffer = ByteBuffer(bytes: bytes)
    var values: [Double] = []
    while true {
      let value: Double? =
        switch type {
        case "FP64": buffer.readInteger(endianness: .little, as: UInt64.self).map(Double.init(bitPattern:))
        case "FP32":
          buffer.readInteger(endianness: .little, as: UInt32.self).map { Double(Float(bitPattern: $0)) }
        case "INT64": buffer.readInteger(endianness: .little, as: Int64.self).map { Double($0) }
        default: buffer.readInteger(endianness: .little, as: Int32.self).map { Double($0) }
        }
      guard let value else { return values }
      values.append(value)
    }
  }
}
