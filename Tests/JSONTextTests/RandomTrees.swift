import JSONText
import TestSupport

extension JSON {
  /// A tree of values of every kind, at most so deep.
  static func random(depth: Int, using generator: inout RandomNumbers) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .integer(Int.random(in: .min ... .max, using: &generator))
    case 3:
      let number = Double(bitPattern: generator.next())
      return .number(number.isFinite ? number : 0)
    case 4: return .number(Double(Int.random(in: -1000...1000, using: &generator)) / 8)
    case 5: return .string(randomText(using: &generator))
    case 6, 7:
      return .array(
        (0..<Int.random(in: 0...5, using: &generator)).map { _ in random(depth: depth - 1, using: &generator)
        })
    default:
      var keys: Set<String> = []
      var members: [(String, JSON)] = []
      for _ in 0..<Int.random(in: 0...20, using: &generator) {
        let key = randomText(using: &generator)
        guard keys.insert(key).inserted else { continue }
        members.append((key, random(depth: depth - 1, using: &generator)))
      }
      return .object(members)
    }
  }

  private static func randomText(using generator: inout RandomNumbers) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...12, using: &generator) {
      let ranges: [ClosedRange<UInt32>] = [
        0...0x1F, 0x20...0x7F, 0x20...0x7F, 0x80...0x7FF, 0x800...0x10FFFF,
      ]
      let range = ranges[Int.random(in: 0..<ranges.count, using: &generator)]
      if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The tree as text with blank space and escapes wherever JSON allows them.
  func noisyText(using generator: inout RandomNumbers) -> String {
    func blank(_ generator: inout RandomNumbers) -> String {
      let blanks = ["", "", " ", "\n", "\r\n", "\t \n\n"]
      return blanks[Int.random(in: 0..<blanks.count, using: &generator)]
    }
    func noisy(_ text: String, _ generator: inout RandomNumbers) -> String {
      var result = "\""
      for scalar in text.unicodeScalars {
        if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || Bool.random(using: &generator) {
          for unit in String(Character(scalar)).utf16 {
            let digits = String(unit, radix: 16, uppercase: Bool.random(using: &generator))
            result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
          }
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
      return result + "\""
    }
    let value: String
    switch self {
    case .string(let text): value = noisy(text, &generator)
    case .array(let elements):
      value =
        "[" + elements.map { $0.noisyText(using: &generator) }.joined(separator: ",") + blank(&generator)
        + "]"
    case .object(let members):
      let texts = members.map { key, value in
        blank(&generator) + noisy(key, &generator) + blank(&generator) + ":"
          + value.noisyText(using: &generator)
      }
      value = "{" + texts.joined(separator: ",") + blank(&generator) + "}"
    default: value = text(.compact)
    }
    return blank(&generator) + value + blank(&generator)
  }
}

/// Whether a tree that was read is the tree that was written, scalar for scalar and bit for bit.
func same(_ json: JSON, _ node: JSONNode) -> Bool {
  switch (json, node.value) {
  case (.null, .null): true
  case (.bool(let left), .bool(let right)): left == right
  case (.integer(let left), .number(let right)): Int(right) == left
  case (.number(let left), .number(let right)): Double(right)?.bitPattern == left.bitPattern
  case (.string(let left), .string(let right)): left.unicodeScalars.elementsEqual(right.unicodeScalars)
  case (.array(let left), .array(let right)):
    left.count == right.count && zip(left, right).allSatisfy { same($0, $1) }
  case (.object(let left), .object(let right)):
    left.count == right.count
      && zip(left, right).allSatisfy { member, read in
        member.0.unicodeScalars.elementsEqual(read.key.unicodeScalars) && same(member.1, read.node)
      }
  default: false
  }
}
