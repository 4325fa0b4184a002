import Forgetting
import Tabular

/// The customers that rows name, each with a number in order of first sight, and who of them asked to be
/// forgotten.
final class CustomerNumbers {
  /// In place of a number where a field names nobody, and where it says so in a word such as NULL.
  static let none = -1
  static let wordForNone = -2

  let ids = ByteDictionary()
  private let forgotten: ForgottenCheck?
  /// By number, where anyone is forgotten.
  @exclusivity(unchecked) private var isForgotten: [Bool] = []
  private let scratch = FieldScratch()
  private let idScratch = FieldScratch()

  init(forgotten lists: [SuppressionList]) {
    forgotten = ForgottenCheck(lists)
  }

  var count: Int { ids.count }
  var anyoneIsForgotten: Bool { forgotten != nil }

  @inline(__always)
  func isForgotten(_ number: Int) -> Bool { isForgotten[number] }

  /// The number of the customer in a field; `none` or `wordForNone` where there is none.
  ///
  /// - Parameter fold: which IDs are the same.
  func number(of field: UnsafeBufferPointer<UInt8>, fold: Layout.Fold = .email) -> Int {
    if fold != .all, forgotten == nil, let short = ShortText(field) {
      // Longer than every word for nothing, or a number.
      if short.isPlain && (short.count > 4 || short.beginsWithDigit) {
        return ids.index(of: short, at: field)
      }
      if let whole = short.digitsBeforePointZero { return ids.index(of: whole, at: field) }
    }
    return slowNumber(of: field, fold)
  }

  @inline(never)
  private func slowNumber(of field: UnsafeBufferPointer<UInt8>, _ fold: Layout.Fold) -> Int {
    let field = FieldText.plain(field, scratch: scratch)
    let id = CustomerID.normalised(field, scratch: idScratch, fold: fold)
    guard !id.isEmpty else { return CustomerID.isWordForNone(field) ? Self.wordForNone : Self.none }
    let number = ids.index(of: id)
    if let forgotten, number == isForgotten.count { isForgotten.append(forgotten.contains(id)) }
    return number
  }

  /// Asks for the memory in which the customer of a later row will be looked up.
  @inline(__always)
  func prefetch(_ field: UnsafeBufferPointer<UInt8>) {
    ids.prefetch(CustomerID.withoutPointZero(field))
  }

  /// Adds another's customers.
  ///
  /// - Returns: the number here of each of them.
  func merge(_ other: CustomerNumbers) -> [Int] {
    let numbers = ids.merge(other.ids)
    if forgotten != nil {
      for (number, merged) in numbers.enumerated() where merged == isForgotten.count {
        isForgotten.append(other.isForgotten[number])
      }
    }
    return numbers
  }
}
