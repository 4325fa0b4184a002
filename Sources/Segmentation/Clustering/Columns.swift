import CDistance

extension distance_path {
  static let fastest = distance_fastest_path()
}

extension Points {
  /// The columns in memory, from row `start` on.
  @inline(__always)
  func withColumns<Result>(from start: Int = 0, _ body: (distance_columns) -> Result) -> Result? {
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        z.withUnsafeBufferPointer { z in
          guard let x = x.baseAddress, let y = y.baseAddress, let z = z.baseAddress else { return nil }
          guard let weights else {
            return body(distance_columns(x: x + start, y: y + start, z: z + start, weight: nil))
          }
          return weights.withUnsafeBufferPointer { weights in
            body(
              distance_columns(
                x: x + start, y: y + start, z: z + start, weight: weights.baseAddress.map { $0 + start }))
          }
        }
      }
    }
  }
}

extension [Point] {
  /// Rows of three numbers.
  var rows: [Double] { flatMap(\.values) }
}

/// Memory that threads write different parts of.
struct SharedColumn<Element: BitwiseCopyable>: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Element>

  /// The pointer must outlive the column.
  init(_ base: UnsafeMutablePointer<Element>) { self.base = base }

  func from(_ start: Int) -> UnsafeMutablePointer<Element> { base + start }
}
