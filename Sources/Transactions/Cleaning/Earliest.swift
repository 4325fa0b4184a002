import Tabular

/// A place in the input, ordered as the rows are.
struct RowPosition: Comparable, Sendable {
  var file: Int
  var block: Int
  var offset: Int

  static func < (a: RowPosition, b: RowPosition) -> Bool {
    (a.file, a.block, a.offset) < (b.file, b.block, b.offset)
  }
}

/// The first of several things to happen, in the order of the input and not of the threads.
struct Earliest<Content: Sendable>: Sendable {
  private(set) var position: RowPosition?
  private(set) var content: Content?

  /// Keeps `content` where nothing earlier is kept yet.
  mutating func offer(at position: RowPosition, _ content: () -> Content) {
    if let known = self.position, known <= position { return }
    self.position = position
    self.content = content()
  }

  mutating func merge(_ other: Earliest) {
    if let position = other.position, let content = other.content { offer(at: position) { content } }
  }
}
