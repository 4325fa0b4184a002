import Wording

/// A value of a condition, made ready to be compared with the fields of a column.
///
/// Values are compared folded like headers, so `partially_paid` is `Partially Paid`. A `*` at an end stands for any
/// text. The empty value is an empty field, and an empty field is nothing else.
struct FoldedValue: Sendable, Hashable {
  private let text: String
  /// Whether the value folds to nothing, such as `-`, and is compared as it stands.
  private let isVerbatim: Bool
  private let hasAnyBefore: Bool
  private let hasAnyBehind: Bool

  init(_ value: String) {
    var rest = value.trimmed[...]
    hasAnyBefore = rest.hasPrefix("*")
    if hasAnyBefore { rest = rest.dropFirst() }
    hasAnyBehind = rest.hasSuffix("*") || (rest.isEmpty && hasAnyBefore)
    if rest.hasSuffix("*") { rest = rest.dropLast() }
    let folded = FoldedHeader(String(rest)).text
    isVerbatim = folded.isEmpty
    text = isVerbatim ? String(rest) : folded
  }

  /// - Parameter field: the text of a field.
  func fits(_ field: String) -> Bool {
    let trimmed = field.trimmed
    if trimmed.isEmpty { return text.isEmpty && !hasAnyBefore && !hasAnyBehind }
    let other = isVerbatim ? trimmed : FoldedHeader(field).text
    switch (hasAnyBefore, hasAnyBehind) {
    case (false, false): return other == text
    case (false, true): return other.hasPrefix(text)
    case (true, false): return other.hasSuffix(text)
    case (true, true): return text.isEmpty || other.contains(text)
    }
  }
}
