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

/// Points in single precision, customers × 3, counted from a place in their midst: what matters are the differences
/// between those that lie near each other.
struct SinglePoints: Sendable {
  let origin: Point
  private let x: [Float]
  private let y: [Float]
  private let z: [Float]

  var count: Int { x.count }

  /// - Parameter rows: which of the points; not none.
  init(_ points: Points, _ rows: Range<Int>) {
    func mean(_ column: [Double]) -> Double {
      column[rows].reduce(0, +) / Double(rows.count)
    }
    func singles(_ column: [Double], from origin: Double) -> [Float] {
      column[rows].map { Float($0 - origin) }
    }
    origin = Point(mean(points.x), mean(points.y), mean(points.z))
    x = singles(points.x, from: origin.x)
    y = singles(points.y, from: origin.y)
    z = singles(points.z, from: origin.z)
  }

  /// A point as these ones are.
  func single(_ point: Point) -> [Float] {
    [Float(point.x - origin.x), Float(point.y - origin.y), Float(point.z - origin.z)]
  }

  @inline(__always)
  func withColumns(_ body: (distance_columns_single) -> Void) {
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        z.withUnsafeBufferPointer { z in
          guard let x = x.baseAddress, let y = y.baseAddress, let z = z.baseAddress else { return }
          body(distance_columns_single(x: x, y: y, z: z))
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
