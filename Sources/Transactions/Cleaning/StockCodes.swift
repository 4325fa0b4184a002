import Tabular

/// The stock codes that rows name, each with a number in order of first sight, and which are those of products.
final class StockCodes {
  let names = ByteDictionary()
  /// By number.
  @exclusivity(unchecked) private var fits: [Bool] = []
  private let scratch = FieldScratch()

  /// Whether the stock code in a field is that of a product, where it is a plain name that was seen before; nil
  /// where `isProduct` has to take a closer look.
  @inline(__always)
  func isKnownProduct(_ field: UnsafeBufferPointer<UInt8>) -> Bool? {
    guard let short = ShortText(field), short.isPlain else { return nil }
    let number = names.index(of: short, at: field)
    return number < fits.count ? fits[number] : nil
  }

  /// Whether the stock code in a field is that of a product.
  ///
  /// - Parameter judge: of a code that was not seen before.
  func isProduct(
    _ field: UnsafeBufferPointer<UInt8>, judge: (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Bool {
    let name = FormulaGuard.removed(from: FieldText.plain(field, scratch: scratch))
    let number = names.index(of: name)
    if number == fits.count { fits.append(judge(name)) }
    return fits[number]
  }

  /// Adds another's codes.
  func merge(_ other: StockCodes) {
    for number in 0..<other.names.count where names.index(of: other.names[number]) == fits.count {
      fits.append(other.fits[number])
    }
  }

  /// How many are those of products.
  var fitting: CleaningChoice.Fitting { CleaningChoice.Fitting(all: fits.count, fitting: fits.count { $0 }) }

  /// Adds all of them to a sample.
  func add(to sample: inout DistinctSample) {
    for (number, isFitting) in fits.enumerated() { sample.add(names[number], fits: isFitting) }
  }
}
