/// Which layouts fit the first lines of a file.
public struct LayoutRecognition: Sendable {
  /// A layout that fits, and where its header stands.
  public struct Match: Sendable {
    /// The layout that fits.
    public let layout: Layout
    /// Of the lines, from 0.
    public let line: Int
  }

  /// How many lines of a file are looked at.
  public static let lineLimit = 50

  /// The layout that is taken comes first.
  public let matches: [Match]

  /// - Parameters:
  ///   - lines: the first lines of a file, as the fields in them.
  ///   - layouts: by place, then by name: of two that ask for as many headers the first is taken.
  /// - Complexity: O(lines × fields + layouts × their headers).
  public init(of lines: [[String]], among layouts: [Layout]) {
    self.init(of: lines, firstLine: 1, among: layouts)
  }

  /// Which layouts fit the header in one line of a file, from 1.
  init(of header: [String], inLine line: Int, among layouts: [Layout]) {
    self.init(of: [header], firstLine: line, among: layouts)
  }

  private init(of lines: [[String]], firstLine: Int, among layouts: [Layout]) {
    var folded: [Set<String>] = []
    func headers(_ line: Int) -> Set<String> {
      while folded.count <= line {
        folded.append(Set(lines[folded.count].map { FoldedHeader($0).text }).subtracting([""]))
      }
      return folded[line]
    }
    var found: [(match: Match, order: Int)] = []
    for (order, layout) in layouts.enumerated() {
      let recognition = FoldedRecognition(layout.recognise)
      let candidates =
        layout.headerRow.map { [$0 - firstLine] } ?? Array(0..<min(lines.count, Self.lineLimit))
      let line = candidates.first { 0..<lines.count ~= $0 && recognition.fits(headers($0)) }
      if let line { found.append((Match(layout: layout, line: line), order)) }
    }
    matches =
      found
      .sorted {
        let (a, b) = ($0.match.layout.recognise.headers.count, $1.match.layout.recognise.headers.count)
        return a != b ? a > b : $0.order < $1.order
      }
      .map(\.match)
  }
}

/// What a layout is recognised by, folded.
struct FoldedRecognition: Sendable {
  let headers: [Set<String>]
  let without: Set<String>

  init(_ recognition: Layout.Recognition) {
    headers = recognition.headers.map { Set($0.map { FoldedHeader($0).text }) }
    without = Set(recognition.without.map { FoldedHeader($0).text })
  }

  /// - Parameter line: the headers of a line, folded, without those that are none.
  func fits(_ line: Set<String>) -> Bool {
    headers.allSatisfy { !$0.isDisjoint(with: line) } && without.isDisjoint(with: line)
  }
}
