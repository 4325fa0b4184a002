import Customers
import Segmentation
import Wording

/// A scaler and centroids that another program has trained, as they stand in its file: nothing is computed yet.
public struct ForeignModel: Sendable {
  /// What the file is, for a person.
  public var kind: String
  /// The names of the columns, in the order of the numbers below; empty where the file does not say.
  public var features: [String] = []
  /// Which columns are taken to log(1 + value), by place; nil where the file does not say.
  public var isLogged: [Bool]?
  /// What is taken off each column, and what the rest is divided by (3 numbers each).
  public var mean: [Double] = []
  /// Above 0.
  public var scale: [Double] = []
  /// In scaled units (k × 3).
  public var centroids: [[Double]] = []
  /// Customers of each cluster; nil where the file does not say.
  public var sizes: [Int]?
  /// The sum of squared distances; nil where the file does not say.
  public var inertia: Double?
  /// Whether its numbers are in single precision.
  public var isSingle = false

  /// What stands for a file that would run code while it is read.
  private static let pickle: UInt8 = 0x80

  /// Reads JSON of the snippet, PMML, ONNX or skops, whichever the bytes are. Never a pickle.
  ///
  /// - Parameters:
  ///   - bytes: of the file.
  ///   - file: its name, for errors.
  /// - Throws: `ForeignModelProblem` where it is none of them, or has no scaler and centroids of three columns.
  public init(reading bytes: [UInt8], file: String) throws(ForeignModelProblem) {
    let start = bytes.drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
    switch start.first {
    case UInt8(ascii: "{"): self = try .json(bytes, file: file)
    case UInt8(ascii: "<"): self = try .pmml(bytes, file: file)
    case UInt8(ascii: "P") where bytes.starts(with: Array("PK".utf8)): self = try .skops(bytes, file: file)
    case Self.pickle:
      throw ForeignModelProblem(
        file,
        "this is a pickle, which runs whatever code is in it, and is not read; make JSON of it with the snippet that \(OptionName.snippet) prints"
      )
    case nil: throw ForeignModelProblem(file, "the file is empty")
    default: self = try .onnx(bytes, file: file)
    }
    try check(file)
  }

  init(kind: String) { self.kind = kind }

  private func check(_ file: String) throws(ForeignModelProblem) {
    func fail(_ what: String) -> ForeignModelProblem { ForeignModelProblem(file, what) }
    guard mean.count == 3, scale.count == 3 else {
      throw fail("a scaler of three columns is expected, not of \(mean.count)")
    }
    guard mean.allSatisfy(\.isFinite), scale.allSatisfy({ $0.isFinite && $0 >= 1e-20 }) else {
      throw fail("the scaler has a mean that is no number, or a scale that is not above 0")
    }
    guard !centroids.isEmpty else { throw fail("there are no centroids") }
    guard centroids.allSatisfy({ $0.count == 3 && $0.allSatisfy { abs($0) <= 1e9 } }) else {
      throw fail("each centroid should have three numbers in scaled units")
    }
    guard features.isEmpty || features.count == 3 else {
      throw fail("three columns are expected, not \(features.count)")
    }
    if let sizes, sizes.count != centroids.count {
      throw fail("there are \(sizes.count) sizes and \(centroids.count) centroids")
    }
  }

  /// The same with its columns in the order recency, frequency, monetary.
  ///
  /// - Parameters:
  ///   - order: what each of the file's columns is.
  ///   - logged: the features that are taken to their logarithm.
  public func clustering(_ order: [FeatureName], logged: Set<FeatureName>) -> GivenClustering {
    let places = FeatureName.allCases.map { order.firstIndex(of: $0) ?? $0.index }
    return GivenClustering(
      mean: places.map { mean[$0] }, scale: places.map { scale[$0] }, logged: logged,
      centroids: centroids.map { Point($0[places[0]], $0[places[1]], $0[places[2]]) })
  }

  /// What each of the file's columns is, by its name; nil where the names do not tell.
  public var order: [FeatureName]? {
    let found = features.compactMap(Self.feature)
    return found.count == 3 && Set(found).count == 3 ? found : nil
  }

  /// The feature that a name speaks of: `Recency`, `recency_days`, `R`, `log_monetary`.
  private static func feature(_ name: String) -> FeatureName? {
    let name = name.lowercased()
    let named = FeatureName.allCases.filter { name.contains($0.rawValue) || name == $0.rawValue.prefix(1) }
    return named.count == 1 ? named[0] : nil
  }
}

/// Why a file of another program cannot be taken.
public struct ForeignModelProblem: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ file: String, _ what: String) { description = "\(file): \(what)" }
}
