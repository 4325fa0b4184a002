/// The nodes and constants of a graph of ONNX, in the order in which they are computed (onnx.proto, IR version 8).
struct ONNXGraph {
  /// The kinds of elements, by their numbers in `TensorProto.DataType`.
  enum Element: Int {
    case int64 = 7
    case string = 8
    case bool = 9
    case double = 11
  }

  private var nodes: [ProtobufMessage] = []
  private var constants: [ProtobufMessage] = []
  private var inputs: [ProtobufMessage] = []
  private var outputs: [ProtobufMessage] = []
  private var count = 0

  // MARK: Values

  /// A place for values from outside, one for each row.
  mutating func input(_ name: String, _ element: Element) -> String {
    inputs.append(Self.valueInfo(name, element, []))
    return name
  }

  /// - Parameter shape: behind the rows.
  mutating func output(_ value: String, _ name: String, _ element: Element, _ shape: [Int] = []) {
    _ = node("Identity", [value], named: name)
    outputs.append(Self.valueInfo(name, element, shape))
  }

  mutating func constant(_ values: [Double], _ shape: [Int], named name: String? = nil) -> String {
    constant(.double, shape, named: name) { tensor in
      tensor.add(9, bytes: values.flatMap { Self.littleEndian($0.bitPattern) })
    }
  }

  mutating func constant(_ values: [Int], _ shape: [Int], named name: String? = nil) -> String {
    constant(.int64, shape, named: name) { tensor in
      tensor.add(9, bytes: values.flatMap { Self.littleEndian(UInt64(bitPattern: Int64($0))) })
    }
  }

  mutating func constant(_ values: [Bool], _ shape: [Int], named name: String? = nil) -> String {
    constant(.bool, shape, named: name) { tensor in tensor.add(9, bytes: values.map { $0 ? 1 : 0 }) }
  }

  mutating func constant(_ values: [String], named name: String? = nil) -> String {
    constant(.string, [values.count], named: name) { tensor in
      for value in values { tensor.add(6, value) }
    }
  }

  private mutating func constant(
    _ element: Element, _ shape: [Int], named name: String?, _ fill: (inout ProtobufMessage) -> Void
  ) -> String {
    let name = name ?? newName("constant")
    var tensor = ProtobufMessage()
    for dimension in shape { tensor.add(1, dimension) }
    tensor.add(2, element.rawValue)
    fill(&tensor)
    tensor.add(8, name)
    constants.append(tensor)
    return name
  }

  private static func littleEndian(_ bits: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
  }

  private mutating func newName(_ stem: String) -> String {
    count += 1
    return "\(stem)_\(count)"
  }

  // MARK: Nodes

  /// Adds a node with one result.
  ///
  /// - Parameters:
  ///   - attributes: whole numbers by name.
  ///   - name: of the result; nil for one that is made.
  mutating func node(
    _ type: String, _ inputs: [String], _ attributes: [(String, Int)] = [], named name: String? = nil
  ) -> String {
    let result = name ?? newName(type)
    var node = ProtobufMessage()
    for input in inputs { node.add(1, input) }
    node.add(2, result)
    node.add(3, "make_\(result)")
    node.add(4, type)
    for (key, value) in attributes {
      var attribute = ProtobufMessage()
      attribute.add(1, key)
      attribute.add(3, value)
      // AttributeProto.INT
      attribute.add(20, 2)
      node.add(5, attribute)
    }
    nodes.append(node)
    return result
  }

  private static func valueInfo(_ name: String, _ element: Element, _ shape: [Int]) -> ProtobufMessage {
    var dimensions = ProtobufMessage()
    var rows = ProtobufMessage()
    rows.add(2, "rows")
    dimensions.add(1, rows)
    for size in shape {
      var dimension = ProtobufMessage()
      dimension.add(1, size)
      dimensions.add(1, dimension)
    }
    var tensor = ProtobufMessage()
    tensor.add(1, element.rawValue)
    tensor.add(2, dimensions)
    var type = ProtobufMessage()
    type.add(1, tensor)
    var value = ProtobufMessage()
    value.add(1, name)
    value.add(2, type)
    return value
  }

  // MARK: The file

  /// The model of this graph (`ModelProto`).
  ///
  /// - Parameter metadata: texts by name, for whoever opens the file.
  func file(metadata: [(String, String)]) -> [UInt8] {
    var graph = ProtobufMessage()
    for node in nodes { graph.add(1, node) }
    graph.add(2, "rfm")
    for constant in constants { graph.add(5, constant) }
    for input in inputs { graph.add(11, input) }
    for output in outputs { graph.add(12, output) }
    var opset = ProtobufMessage()
    opset.add(1, "")
    opset.add(2, 17)
    var model = ProtobufMessage()
    model.add(1, 8)
    model.add(2, "rfm")
    model.add(7, graph)
    model.add(8, opset)
    for (key, value) in metadata {
      var entry = ProtobufMessage()
      entry.add(1, key)
      entry.add(2, value)
      model.add(14, entry)
    }
    return model.bytes
  }
}
