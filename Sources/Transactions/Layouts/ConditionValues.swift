import Tabular
import Wording

/// The values that a condition has met in its column, each looked at once.
final class ConditionValues {
  private let condition: BoundLayout.Condition
  private let names = ByteDictionary()
  @exclusivity(unchecked) private var holds: [Bool] = []
  /// By value, what it is counted under; -1 while it is not.
  private var numbers: [Int] = []
  private let holdsForEmpty: Bool
  /// Beyond these, values are looked at one by one: a column of dates has as many as rows.
  private static let limit = 4096

  init(_ condition: BoundLayout.Condition) {
    self.condition = condition
    holdsForEmpty = condition.holds(for: "")
  }

  var columns: [Int] { condition.columns }

  /// Whether the condition holds for a field, which may have quotes.
  @inline(__always)
  func holds(for field: UnsafeBufferPointer<UInt8>) -> Bool {
    if FilledFields.isEmpty(field) { return holdsForEmpty }
    guard names.count < Self.limit else { return condition.holds(for: FieldText.string(field)) }
    let number = names.index(of: field)
    if number == holds.count {
      holds.append(condition.holds(for: FieldText.string(field)))
      numbers.append(-1)
    }
    return holds[number]
  }

  /// What a field is counted under.
  ///
  /// - Parameter look: gives a text its number.
  func number(of field: UnsafeBufferPointer<UInt8>, _ look: (String) -> Int) -> Int {
    guard !FilledFields.isEmpty(field), names.count < Self.limit else {
      return look(FieldText.string(field).trimmed)
    }
    let number = names.index(of: field)
    guard number < numbers.count else { return look(FieldText.string(field).trimmed) }
    if numbers[number] < 0 { numbers[number] = look(FieldText.string(field).trimmed) }
    return numbers[number]
  }
}
