import Customers
import JSONText

/// How the sales of a model were read, cleaned and summed up.
///
/// `Transactions` has written the options, and reads them all again where other sales are to be read the same
/// way. This module knows what segments, explanations and comparisons need of them.
public struct SalesRecipe: Sendable {
  /// All options as they stand in the model's file, in its order; none for an RFM table that was made by hand.
  public let members: [(String, JSON)]
  /// What frequency counts; nil where the model does not say.
  public let frequency: FrequencyUnit?
  /// What monetary is; nil where the model does not say.
  public let monetary: MonetaryMeasure?
  /// The words for which rows count, and for what becomes of returns; nil where the model does not say.
  public let cleaning: String?
  /// What was done with cancelled sales, `ignore` or `net`; nil where the model does not say.
  public let returns: String?

  /// Options by their keys in a model's file.
  public init(_ members: [(String, JSON)]) {
    self.members = members
    func word(_ key: String) -> String? {
      if case .string(let word)? = members.first(where: { $0.0 == key })?.1 { word } else { nil }
    }
    frequency = word("frequency").flatMap(FrequencyUnit.init)
    monetary = word("monetary").flatMap(MonetaryMeasure.init)
    cleaning = word("clean")
    returns = word("returns")
  }
}
