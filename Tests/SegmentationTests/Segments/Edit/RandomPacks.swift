import JSONText
import Segmentation
import TestSupport

/// Random packs, layouts and edits, the same for a seed on every machine.
struct RandomPacks {
  private var generator: RandomNumbers

  init(seed: UInt64) { generator = RandomNumbers(seed: seed) }

  private mutating func below(_ bound: Int) -> Int { generator.below(bound) }
  private mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  private mutating func text() -> String {
    let words = [
      "Zoë", "best", "🙂👩‍👧", "a \"quoted\" one", "back\\slash", "tab\there", "line\nbreak", "naïve", "顧客", "{",
      "]", ",", "#", "e\u{301}",
      String(repeating: "long ", count: 30),
    ]
    return (0...below(3)).map { _ in words[below(words.count)] }.joined(separator: " ")
  }

  /// In one line, and not too long for a name.
  private mutating func name() -> String {
    let line = text().unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
    return String(line.prefix(150))
  }

  private mutating func color() -> String {
    "#" + (0..<6).map { _ in String(below(16), radix: 16) }.joined()
  }

  private mutating func conditions() -> Conditions {
    var conditions = Conditions()
    if chance(40) { conditions.clusters = Set((0...below(3)).map { _ in below(6) }) }
    if chance(20) { conditions.outlier = chance(50) }
    for quantity in RuleQuantity.allCases where chance(30) {
      let parts = quantity.isScore ? 1.0 : 4.0
      if quantity == .again || quantity.feature != nil && !quantity.isScore && chance(25) {
        let percent = below(50)
        conditions.limits[quantity] =
          chance(50)
          ? Limits(min: .percentile(percent), max: .percentile(percent + 1 + below(50)))
          : Limits(below: .percentile(percent))
        continue
      }
      let min = Double(below(500)) / parts
      let width = Double(1 + below(400)) / parts
      conditions.bounds[quantity] =
        switch below(4) {
        case 0: Bounds(min: min)
        case 1: Bounds(max: min)
        case 2: Bounds(min: min, max: min + width)
        default: Bounds(min: min, below: min + width)
        }
    }
    return conditions
  }

  private mutating func rules() -> [Conditions] {
    (0...(chance(30) ? below(3) : 0)).map { _ in conditions() }
  }

  private mutating func claim() -> Claim {
    var bounds: [RuleQuantity: Limits] = [:]
    for quantity in RuleQuantity.allCases where !quantity.isScore && (bounds.isEmpty || chance(30)) {
      let number = Limit.number(Double(below(500)) / 4)
      let limit: Limit =
        quantity == .recency && chance(40)
        ? .gap(.gap90) : quantity == .again || chance(50) ? .percentile(below(101)) : number
      bounds[quantity] = chance(50) ? Limits(min: limit) : Limits(below: limit)
    }
    let measures: [Claim.Measure] = [.mean, .median, .share(Double(1 + below(100)) / 100)]
    return Claim(bounds, of: measures[below(3)], says: chance(50) ? text() : nil)
  }

  mutating func pack() -> SegmentPack {
    let segments = (0...below(4)).map { number in
      Segment(
        name: "\(name()) \(number)", when: rules(), color: chance(50) ? color() : nil,
        interpretation: chance(50) ? text() : "", recommendations: (0..<below(4)).map { _ in text() },
        claims: chance(50) ? nil : (0..<below(3)).map { _ in claim() })
    }
    return SegmentPack(
      name: "random", title: name(), description: chance(50) ? text() : nil, segments: segments,
      file: "random.json")
  }

  mutating func edit(of pack: SegmentPack) -> PackEdit {
    let index = below(pack.segments.count)
    let count = pack.segments[index].recommendations.count
    let number = { (random: inout RandomPacks) in
      random.below(count + (random.chance(10) ? 3 : 1)) + (random.chance(95) ? 1 : 0)
    }
    let change: PackEdit.Change =
      switch below(9) {
      case 0: .rename(chance(15) ? pack.segments[0].name.uppercased() : "\(name()) \(generator.next())")
      case 1: .describe(chance(20) ? "" : text())
      case 2: .color(chance(90) ? color() : text())
      case 3: .when(rule())
      case 4, 5: .addRecommendation(text())
      case 6: .setRecommendation(number(&self), text())
      case 7: .removeRecommendation(number(&self))
      default: .moveRecommendation(from: number(&self), to: number(&self))
      }
    return PackEdit(segment: index, change: change)
  }

  private mutating func rule() -> String {
    let json = Segment(name: "", when: rules()).json
    guard case .object(let members) = json, let rule = members.first(where: { $0.0 == "when" })?.1 else {
      return ""
    }
    let style: JSON.Style = chance(30) ? .compact : chance(50) ? .spaced : .pretty
    return rule.text(style) + (chance(10) ? "x" : "")
  }

  // MARK: - Layouts

  struct Layout {
    var style: JSON.Style
    var indent: String
    var isCRLF: Bool
    var start: String
    var end: String

    /// Blanks and line breaks in any place where JSON allows them, from this seed.
    var noise: UInt64?

    var isOnLines: Bool { style == .pretty && noise == nil }

    func text(_ json: JSON) -> String {
      if let noise { return start + Self.noisy(json.text(.compact), seed: noise) + end }
      let lines = json.text(style).split(separator: "\n").map { line in
        let spaces = line.prefix { $0 == " " }
        return String(repeating: indent, count: spaces.count / 2) + line.dropFirst(spaces.count)
      }
      return start + lines.joined(separator: isCRLF ? "\r\n" : "\n") + end
    }

    private static func noisy(_ text: String, seed: UInt64) -> String {
      var random = RandomNumbers(seed: seed)
      func blank() -> String { ["", "", " ", "\n", "\r\n\t", "\t \n\n  "][random.below(6)] }
      var result = ""
      var isInString = false
      var isEscaped = false
      for scalar in text.unicodeScalars {
        let isMark = !isInString && "{}[],:".unicodeScalars.contains(scalar)
        if isMark { result += blank() }
        result.unicodeScalars.append(scalar)
        if isMark { result += blank() }
        if scalar == "\"", !isEscaped { isInString.toggle() }
        isEscaped = scalar == "\\" && !isEscaped
      }
      return result
    }
  }

  mutating func layout() -> Layout {
    let noise = chance(20) ? generator.next() : nil
    let isCRLF = noise == nil && chance(25)
    let end = chance(80) ? (isCRLF ? "\r\n" : "\n") : ""
    return Layout(
      style: chance(70) ? .pretty : chance(50) ? .spaced : .compact,
      indent: ["  ", "    ", "\t", " "][below(4)],
      isCRLF: isCRLF, start: chance(15) ? "\u{FEFF}" : "", end: end, noise: noise)
  }

  // MARK: - Applying a diff

  /// The text after the hunks of a diff, as `patch` would make it.
  static func patched(_ old: [UInt8], with diff: String) -> [UInt8] {
    let oldLines = lines(old)
    var result: [UInt8] = []
    var next = 0
    var last: [UInt8] = []
    for line in lines(Array(diff.utf8)) {
      switch line.first.map({ Character(Unicode.Scalar($0)) }) {
      case "@":
        let start = String(decoding: line, as: UTF8.self).split(separator: " ")[1].dropFirst()
        let numbers = start.split(separator: ",").compactMap { Int($0) }
        let first = numbers.count == 2 && numbers[1] == 0 ? numbers[0] : numbers[0] - 1
        while next < first {
          result += oldLines[next]
          next += 1
        }
      case "\\": if last.first != UInt8(ascii: "-"), result.last == 10 { result.removeLast() }
      case "-": next += 1
      case "+": result += line.dropFirst()
      default:
        result += line.dropFirst()
        next += 1
      }
      last = line
    }
    while next < oldLines.count {
      result += oldLines[next]
      next += 1
    }
    return result
  }

  private static func lines(_ text: [UInt8]) -> [[UInt8]] {
    var lines = text.split(separator: 10, omittingEmptySubsequences: false).map { Array($0) + [10] }
    if text.last == 10 || text.isEmpty { lines.removeLast() } else { lines[lines.count - 1].removeLast() }
    return lines
  }
}
