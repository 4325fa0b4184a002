/// A message of Protocol Buffers on its way to bytes: the few kinds of fields that ONNX has.
///
/// The generated code of a library would cost a first build minutes, for forty lines; the encoding is that of
/// <https://protobuf.dev/programming-guides/encoding/>.
struct ProtobufMessage {
  private(set) var bytes: [UInt8] = []

  private enum WireType: UInt64 {
    case varint = 0
    case lengthDelimited = 2
  }

  private mutating func appendVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func appendTag(_ field: Int, _ type: WireType) {
    appendVarint(UInt64(field) << 3 | type.rawValue)
  }

  mutating func add(_ field: Int, _ number: Int) {
    appendTag(field, .varint)
    appendVarint(UInt64(bitPattern: Int64(number)))
  }

  mutating func add(_ field: Int, bytes content: [UInt8]) {
    appendTag(field, .lengthDelimited)
    appendVarint(UInt64(content.count))
    bytes += content
  }

  mutating func add(_ field: Int, _ text: String) { add(field, bytes: Array(text.utf8)) }

  mutating func add(_ field: Int, _ message: ProtobufMessage) { add(field, bytes: message.bytes) }
}
