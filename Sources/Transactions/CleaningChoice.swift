/// Which rules `auto` takes, and why: those for products where at least 95 % of the distinct invoices
/// (cancellations and adjustments apart) and of the distinct stock codes look like those of a shop's sales of
/// products, else those for sales.
struct CleaningChoice {
  let cleaning: SalesOptions.Cleaning
  let why: String

  /// - Parameters:
  ///   - columns: of each file.
  ///   - invoices, stocks: how many there are, and how many look like those of products.
  init(_ columns: [ColumnMap], invoices: Fitting, stocks: Fitting) {
    let needed: [ColumnRole] = [.invoice, .stock]
    if let lacking = needed.first(where: { role in columns.contains { $0[role] == nil } }) {
      cleaning = .sales
      why = "there is no \(lacking == .stock ? "stock code" : "invoice") column"
      return
    }
    cleaning = invoices.isEnough && stocks.isEnough ? .products : .sales
    why =
      "\(invoices.isEstimate ? "about " : "")\(invoices.percent) of the invoices and \(stocks.isEstimate ? "about " : "")\(stocks.percent) of the stock codes look like those of products (95 % are needed)"
  }

  /// How many of some values look like those of products.
  struct Fitting {
    var all = 0
    var fitting = 0
    /// Counted over a sample.
    var isEstimate = false

    var isEnough: Bool { all > 0 && fitting * 100 >= all * 95 }

    /// Rounded down, so that 94.96 % is not said to be 95 %.
    var percent: String {
      guard all > 0 else { return "0 %" }
      let tenths = fitting * 1000 / all
      return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }
  }
}

extension SalesAggregation {
  var choice: (invoices: CleaningChoice.Fitting, stocks: CleaningChoice.Fitting) {
    (
      CleaningChoice.Fitting(
        all: invoiceKinds.count { $0 == .ordinary || $0 == .other },
        fitting: invoiceKinds.count { $0 == .ordinary }),
      CleaningChoice.Fitting(all: stockFits.count, fitting: stockFits.count { $0 })
    )
  }
}

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
