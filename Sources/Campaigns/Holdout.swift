import Customers

/// Who of a list is left without the campaign, so that its effect can be measured.
///
/// Stratified by segment: in each, the share of controls is right to within one customer, and over the whole
/// list to within half a customer. Who it is hangs on the seed and on the customer's ID alone, so the order of
/// the rows is of no matter, and the controls of 10 % are among those of 20 % with the same seed but for the
/// rounding of each segment.
public struct Holdout: Sendable, Hashable {
  /// The share of controls in hundredths of a percent: 1…9999.
  public let hundredths: Int
  /// Another seed leaves out other customers.
  public let seed: UInt64

  /// - Parameter hundredths: of a percent: 1000 for 10 %.
  /// - Returns: nil for a share that leaves nobody on one side.
  public init?(hundredths: Int, seed: UInt64) {
    guard 1...9999 ~= hundredths else { return nil }
    self.hundredths = hundredths
    self.seed = seed
  }

  /// Which customers are controls.
  ///
  /// O(n log n) in the size of the largest segment.
  ///
  /// - Parameters:
  ///   - ids: each once.
  ///   - segments: a number for each customer's segment, from 0.
  public func controls(_ ids: IDColumn, segments: [Int]) -> [Bool] {
    var members = [[Int]](repeating: [], count: (segments.max() ?? -1) + 1)
    for (row, segment) in segments.enumerated() { members[segment].append(row) }
    let quotas = quotas(members.map(\.count))
    var isControl = [Bool](repeating: false, count: segments.count)
    for (rows, quota) in zip(members, quotas) where quota > 0 {
      var ranked = rows.map { row in (rank: ids.withBytes(of: row) { rank($0) }, row: row) }
      ranked.sort { a, b in
        if a.rank != b.rank { return a.rank < b.rank }
        return ids.withBytes(of: a.row) { x in
          ids.withBytes(of: b.row) { y in x.lexicographicallyPrecedes(y) }
        }
      }
      for place in ranked.prefix(quota) { isControl[place.row] = true }
    }
    return isControl
  }

  /// How many controls each segment has: its share rounded down, and what is then missing of the rounded share
  /// of all goes to the largest remainders (Hamilton's method), the first of equal ones before the others.
  public func quotas(_ sizes: [Int]) -> [Int] {
    var quotas = sizes.map { $0 * hundredths / 10_000 }
    let wanted = (sizes.reduce(0, +) * hundredths + 5_000) / 10_000
    let byRemainder = sizes.indices.sorted { a, b in
      let (x, y) = (sizes[a] * hundredths % 10_000, sizes[b] * hundredths % 10_000)
      return x == y ? a < b : x > y
    }
    for segment in byRemainder.prefix(max(0, wanted - quotas.reduce(0, +))) { quotas[segment] += 1 }
    return quotas
  }

  /// A number that looks like chance and is the same for the same seed and ID on every machine.
  private func rank(_ id: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var state = Self.mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
    var word: UInt64 = 0
    for (i, byte) in id.enumerated() {
      word = word << 8 | UInt64(byte)
      if i % 8 == 7 {
        state = Self.mixed(state ^ word)
        word = 0
      }
    }
    return Self.mixed(Self.mixed(state ^ word) &+ UInt64(id.count))
  }

  /// The finisher of SplitMix64 (Steele, Lea and Flood, 2014).
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
