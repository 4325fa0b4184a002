import Tabular

/// The invoices that rows name, each with a number in order of first sight, and what their names look like.
final class InvoiceNumbers {
  enum Kind: UInt8 {
    case ordinary, cancelled, adjustment, other
  }

  let names = ByteDictionary()
  /// By number.
  @exclusivity(unchecked) private(set) var kinds: [Kind] = []
  /// The first file that each stands in, and which stand in another one, too: sales that may be counted twice.
  @exclusivity(unchecked) private var files: [Int] = []
  private(set) var repeated: Set<Int> = []
  private let scratch = FieldScratch()

  /// The number of the invoice in a field.
  ///
  /// - Parameters:
  ///   - file: the number of the file that the row stands in.
  ///   - kind: what a name that was not seen before looks like.
  func number(
    of field: UnsafeBufferPointer<UInt8>, file: Int, kind: (UnsafeBufferPointer<UInt8>) -> Kind
  ) -> Int {
    if let short = ShortText(field), short.isPlain {
      let number = names.index(of: short, at: field)
      if number < files.count, files[number] == file { return number }
    }
    let name = Self.name(in: field, scratch: scratch)
    let number = names.index(of: name)
    if number == kinds.count { kinds.append(kind(name)) }
    note(number, file: file)
    return number
  }

  /// The name of the invoice in a field.
  static func name(
    in field: UnsafeBufferPointer<UInt8>, scratch: FieldScratch
  ) -> UnsafeBufferPointer<UInt8> {
    CustomerID.withoutPointZero(FormulaGuard.removed(from: FieldText.plain(field, scratch: scratch)))
  }

  private func note(_ number: Int, file: Int) {
    if number == files.count {
      files.append(file)
    } else if files[number] != file {
      repeated.insert(number)
    }
  }

  /// Asks for the memory in which the invoice of a later row will be looked up.
  @inline(__always)
  func prefetch(_ field: UnsafeBufferPointer<UInt8>) { names.prefetch(field) }

  /// Adds another's invoices.
  ///
  /// - Returns: the number here of each of them.
  func merge(_ other: InvoiceNumbers) -> [Int] {
    let numbers = names.merge(other.names)
    for (number, merged) in numbers.enumerated() {
      if merged == kinds.count { kinds.append(other.kinds[number]) }
      note(merged, file: other.files[number])
    }
    for number in other.repeated { repeated.insert(numbers[number]) }
    return numbers
  }

  /// How many look like those of sales of products, cancellations and adjustments apart.
  var fitting: CleaningChoice.Fitting {
    CleaningChoice.Fitting(
      all: kinds.count { $0 == .ordinary || $0 == .other }, fitting: kinds.count { $0 == .ordinary })
  }

  /// Adds the same names to a sample.
  func add(to sample: inout DistinctSample) {
    for (number, kind) in kinds.enumerated() where kind == .ordinary || kind == .other {
      sample.add(names[number], fits: kind == .ordinary)
    }
  }
}
