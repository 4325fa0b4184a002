import JSONText

/// One segment in the text of a pack: where its values stand, and how its lines are laid out.
struct SegmentText {
  let bytes: [UInt8]
  let node: JSONNode
  private let members: [JSONMember]

  init(_ bytes: [UInt8], _ node: JSONNode) {
    self.bytes = bytes
    self.node = node
    members = if case .object(let members) = node.value { members } else { [] }
  }

  /// The order in which a segment's keys are written.
  private static let order = ["name", "when", "color", "interpretation", "recommendations", "claims"]

  var list: RecommendationsText {
    RecommendationsText(segment: self, node: members.first { $0.key == "recommendations" }?.node)
  }

  /// Gives a key a value.
  func setting(_ key: String, to value: JSON) -> Splice {
    setting(key) { indent, column in lay(value, indent: indent, column: column) }
  }

  /// Gives a key a value: in the place of the one it has, or on a line of its own after the keys that are
  /// written before it.
  ///
  /// - Parameter value: The text, from the indent of the line on which it begins and the columns that are taken.
  func setting(_ key: String, _ value: (_ indent: String, _ column: Int) -> String) -> Splice {
    if let member = members.first(where: { $0.key == key }) {
      let range = member.node.range
      let indent = layout.indent(ofLineAt: member.keyRange.lowerBound)
      return Splice(range, value(indent, layout.column(of: range.lowerBound)))
    }
    let earlier = Self.order.prefix { $0 != key }
    // A segment has a name and a rule, so there is one before, and there are two.
    let index = members.lastIndex { earlier.contains($0.key) } ?? members.count - 1
    let lead = layout.lead(before: members[max(index, 1)].keyRange.lowerBound)
    let start = JSON.string(key).text(.compact) + colon(after: members[index])
    let end = members[index].node.range.upperBound
    let column = (lead.isNewLine ? lead.indent : "").unicodeScalars.count + start.unicodeScalars.count
    return Splice(end..<end, "," + lead.text + start + value(lead.indent, column))
  }

  /// What stands between a key and its value, as this segment has it.
  private func colon(after member: JSONMember) -> String {
    let between = bytes[member.keyRange.upperBound..<member.node.range.lowerBound]
    return between.contains(UInt8(ascii: "\n")) ? ": " : String(decoding: between, as: UTF8.self)
  }
}

// MARK: - Layout

extension SegmentText {
  var layout: TextLayout { TextLayout(bytes) }

  /// Whether the segment takes more than one line, so that what is put in may too.
  var isOnLines: Bool { bytes[node.range].contains(UInt8(ascii: "\n")) }

  /// Whether no blank follows a colon.
  private var isCompact: Bool {
    !isOnLines && members.allSatisfy { $0.node.range.lowerBound == $0.keyRange.upperBound + 1 }
  }

  /// The style of a value on one line.
  var lineStyle: JSON.Style { isCompact ? .compact : .spaced }

  /// By how much the lines of the segment are indented more than its brace.
  var indentUnit: String {
    let outer = layout.indent(ofLineAt: node.range.lowerBound)
    for member in members {
      let lead = layout.lead(before: member.keyRange.lowerBound)
      if lead.isNewLine, lead.indent.count > outer.count, lead.indent.hasPrefix(outer) {
        return String(lead.indent.dropFirst(outer.count))
      }
    }
    return "  "
  }

  /// A value as text: on one line if it fits there or the segment has only one, else a line for each of its
  /// values.
  ///
  /// - Parameters:
  ///   - indent: That of the line on which the value begins.
  ///   - column: How many columns of that line are taken.
  func lay(_ value: JSON, indent: String, column: Int) -> String {
    let line = value.text(lineStyle)
    guard isOnLines, column + line.unicodeScalars.count > Self.lineWidth else { return line }
    let inner = indent + indentUnit
    let width = inner.unicodeScalars.count
    switch value {
    case .array(let elements) where !elements.isEmpty:
      return lines("[", elements.map { lay($0, indent: inner, column: width) }, "]", indent: indent)
    case .object(let members) where !members.isEmpty:
      let texts = members.map { key, value in
        let start = JSON.string(key).text(.compact) + ": "
        return start + lay(value, indent: inner, column: width + start.unicodeScalars.count)
      }
      return lines("{", texts, "}", indent: indent)
    default: return line
    }
  }

  func lines(_ open: String, _ texts: [String], _ close: String, indent: String) -> String {
    let lead = layout.newline + indent
    return open + texts.map { lead + indentUnit + $0 }.joined(separator: ",") + lead + close
  }

  /// The widest line on which an array or object is put, as in the packs that `JSON` writes.
  private static let lineWidth = 100
}

/// How a text breaks and indents its lines.
struct TextLayout {
  private let bytes: [UInt8]
  let newline: String

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let first = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? 0
    newline = first > 0 && bytes[first - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
  }

  /// What stands before a value: blanks on the same line, or a new line and its indent.
  struct Lead {
    var text: String
    var indent: String
    var isNewLine: Bool
  }

  func lead(before offset: Int) -> Lead {
    let start = (bytes[..<offset].lastIndex { !Self.isBlank($0) } ?? -1) + 1
    let blank = bytes[start..<offset]
    guard let lineFeed = blank.lastIndex(of: UInt8(ascii: "\n")) else {
      return Lead(
        text: String(decoding: blank, as: UTF8.self), indent: indent(ofLineAt: offset), isNewLine: false)
    }
    let indent = String(decoding: blank[(lineFeed + 1)...], as: UTF8.self)
    return Lead(text: newline + indent, indent: indent, isNewLine: true)
  }

  func indent(ofLineAt offset: Int) -> String {
    String(
      decoding: bytes[lineStart(offset)...].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") },
      as: UTF8.self)
  }

  /// How many columns stand before a byte on its line.
  func column(of offset: Int) -> Int {
    String(decoding: bytes[lineStart(offset)..<offset], as: UTF8.self).unicodeScalars.count
  }

  private func lineStart(_ offset: Int) -> Int {
    (bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
}
