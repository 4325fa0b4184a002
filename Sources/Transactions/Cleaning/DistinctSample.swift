/// A sample of the distinct values among many, in memory that does not grow with them, and how many of it fit.
///
/// A value is in it where its hash is below a limit that is halved whenever there are too many: adaptive
/// sampling (Wegman; Flajolet, "On adaptive sampling", 1990). How often a value stands in the file makes no
/// difference. Up to `capacity` values it holds them all.
struct DistinctSample {
  static let capacity = 1 << 17
  private var fits: [UInt64: Bool] = [:]
  private var limit = UInt64.max

  mutating func add(_ value: UnsafeBufferPointer<UInt8>, fits isFitting: Bool) {
    let hash = Self.hash(value)
    guard hash <= limit else { return }
    fits[hash] = isFitting
    while fits.count > Self.capacity {
      limit >>= 1
      let limit = limit
      fits = fits.filter { $0.key <= limit }
    }
  }

  var fitting: CleaningChoice.Fitting {
    CleaningChoice.Fitting(all: fits.count, fitting: fits.values.count { $0 }, isEstimate: limit < .max)
  }

  /// FNV-1a (Fowler, Noll and Vo), its bits mixed as SplitMix64 does, since the upper ones choose the sample.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    return hash ^ hash >> 31
  }
}
