/// The fields of a message of Protocol Buffers, as `ProtobufMessage` writes them.
struct ProtobufReader {
  /// A field's content.
  enum Content {
    case number(UInt64)
    case bytes(ArraySlice<UInt8>)
  }

  /// By number, in the order of the message.
  private(set) var fields: [(number: Int, content: Content)] = []

  /// Nil where the bytes are no such message.
  init?(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while !rest.isEmpty {
      guard let tag = Self.varint(&rest), tag >> 3 > 0 else { return nil }
      let content: Content
      switch tag & 7 {
      case 0:
        guard let number = Self.varint(&rest) else { return nil }
        content = .number(number)
      case 1, 5:
        let width = tag & 7 == 1 ? 8 : 4
        guard rest.count >= width else { return nil }
        content = .bytes(rest.prefix(width))
        rest = rest.dropFirst(width)
      case 2:
        guard let count = Self.varint(&rest), count <= UInt64(rest.count) else { return nil }
        content = .bytes(rest.prefix(Int(count)))
        rest = rest.dropFirst(Int(count))
      default: return nil
      }
      fields.append((Int(truncatingIfNeeded: tag >> 3), content))
    }
  }

  static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = rest.popFirst() {
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
      if shift > 63 { return nil }
    }
    return nil
  }

  func bytes(_ number: Int) -> [ArraySlice<UInt8>] {
    fields.compactMap { field -> ArraySlice<UInt8>? in
      guard field.number == number, case .bytes(let bytes) = field.content else { return nil }
      return bytes
    }
  }

  func numbers(_ number: Int) -> [UInt64] {
    fields.flatMap { field -> [UInt64] in
      guard field.number == number else { return [] }
      switch field.content {
      case .number(let number): return [number]
      case .bytes(var packed):
        var numbers: [UInt64] = []
        while let number = Self.varint(&packed) { numbers.append(number) }
        return numbers
      }
    }
  }

  func text(_ number: Int) -> String? { bytes(number).first.map { String(decoding: $0, as: UTF8.self) } }

  func messages(_ number: Int) -> [ProtobufReader] { bytes(number).compactMap { ProtobufReader($0) } }
}

extension ArraySlice<UInt8> {
  /// Doubles of eight bytes each, the lowest first.
  var doubles: [Double] {
    stride(from: startIndex, to: endIndex - 7, by: 8).map { start in
      Double(bitPattern: (0..<8).reduce(0) { $0 | UInt64(self[start + $1]) << (8 * UInt64($1)) })
    }
  }

  /// Single-precision numbers of four bytes each, the lowest first.
  var floats: [Double] {
    stride(from: startIndex, to: endIndex - 3, by: 4).map { start in
      Double(Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(self[start + $1]) << (8 * UInt32($1)) }))
    }
  }
}
