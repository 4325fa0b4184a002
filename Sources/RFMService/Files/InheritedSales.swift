import Customers
import JSONText
import Segmentation
import Transactions
import Wording

/// How the sales of a file are read for a model: as those that it was trained on, so that scoring cannot drift
/// from training, but for what is said otherwise.
public struct InheritedSales: Sendable {
  /// What is not as it was in training.
  public struct Difference: Sendable, Hashable {
    /// Which option.
    public let option: OptionName
    /// As one would type it behind the option.
    public let value: String
    /// The same of the model.
    public let trained: String
  }

  /// How raw sales are read.
  public let options: SalesOptions
  /// The same for a file that is an RFM table already: only what was said.
  public let tableOptions: SalesOptions
  /// In the order of the options in a model.
  public let differences: [Difference]
  /// The observation date of training, where it is a literal one that is not taken over.
  public let leftBehind: Timestamp?
  private let source: Source
  private let currency: String?

  /// - Parameters:
  ///   - loaded: the model whose options are taken over.
  ///   - changes: what is said otherwise.
  /// - Throws: `Problem` where the model's options are none, or a pattern has no rules that it belongs to.
  public init(_ loaded: LoadedModel, _ changes: SalesChanges) throws(Problem) {
    source = loaded.model.source
    currency = loaded.model.currency
    let trained = try Self.trained(loaded)
    if let option = changes.patternWithoutRules(in: trained) {
      throw Problem("\(option) belongs to \(OptionName.clean) products or auto")
    }
    var inherited = trained
    if case .moment(let moment) = trained.asOf {
      leftBehind = changes.asOf == nil ? moment : nil
      inherited.asOf = .last
    } else {
      leftBehind = nil
    }
    let options = changes.applied(to: inherited)
    self.options = options
    tableOptions = changes.applied(to: SalesOptions())
    differences = Self.pairs(options, trained).compactMap { key, new, old in
      guard new != old, key != "asOf" || changes.asOf != nil, let option = Self.option(key) else {
        return nil
      }
      return Difference(
        option: option, value: Self.word(new, for: key), trained: Self.word(old, for: key))
    }
  }

  /// How the sales of a model were read, with the rules of cleaning that `auto` came to.
  ///
  /// - Throws: `Problem` where what stands in the model's file are no such options.
  public static func trained(_ loaded: LoadedModel) throws(Problem) -> SalesOptions {
    do throws(SalesOptionsProblem) {
      var options = try SalesOptions(reading: loaded.model.training.sales.members)
      if options.cleaning == .auto, !options.hasLayoutRules, let settled = cleaning(of: loaded.model.source) {
        (options.cleaning, options.isCleaningSettled) = (settled, true)
      }
      return options
    } catch {
      throw Problem("\(loaded.path): \(error)")
    }
  }

  /// What the options and those of the model say under each key.
  private static func pairs(
    _ options: SalesOptions, _ trained: SalesOptions
  ) -> [(key: String, new: String, old: String)] {
    let (new, old) = (options.json, trained.json)
    let keys = new.map(\.0) + old.map(\.0).filter { key in !new.contains { $0.0 == key } }
    func text(_ members: [(String, JSON)], _ key: String) -> String {
      switch members.first(where: { $0.0 == key })?.1 ?? .null {
      case .array(let values): values.map { Self.plain($0.text(.spaced)) }.joined(separator: " and ")
      // A layout is said by its name; a table of rates has none.
      case .object(let members) where key == "layout" || key == "rates":
        members.first { $0.0 == "name" }?.1.text(.spaced) ?? "another table"
      case let value: value.text(.spaced)
      }
    }
    return keys.map { ($0, text(new, $0), text(old, $0)) }
  }

  /// Which rules `auto` came to in training: as the model says, else as far as the rows that were dropped tell.
  public static func cleaning(of source: Source) -> SalesOptions.Cleaning? {
    // Sales that were put into plain ones by a layout count by its rules alone, in the word `customers`.
    if let reading = source.reading, let cleaning = SalesOptions.Cleaning(rawValue: reading.cleaning),
      cleaning != .customers
    {
      return cleaning
    }
    let reasons = Set(source.dropped.map(\.reason))
    if !reasons.isDisjoint(with: [DropReason.otherInvoice.name, DropReason.notAProduct.name]) {
      return .products
    }
    return reasons.isDisjoint(with: [
      DropReason.quantity.name, DropReason.price.name, DropReason.negativeAmount.name,
    ]) ? nil : .sales
  }

  /// The option that sets what stands in a model under a key; nil where there is none.
  static func option(_ key: String) -> OptionName? {
    switch key {
    case "columns": .column
    case "windowDays": .window
    default:
      OptionName(rawValue: key.reduce(into: "") { $0 += $1.isUppercase ? "-\($1.lowercased())" : "\($1)" })
    }
  }

  /// A value as one would type it behind the option.
  private static func word(_ json: String, for key: String) -> String {
    switch (key, json) {
    case ("where", "null"), ("windowDays", "null"): "all"
    case (_, "null"): "not given"
    case ("windowDays", _): json + "d"
    default: plain(json)
    }
  }

  private static func plain(_ json: String) -> String {
    json.hasPrefix("\"") ? String(json.dropFirst().dropLast()) : json
  }

  // MARK: - What a person should know

  /// What a person should know of sales that were read so.
  public func notes(_ result: SalesResult) -> [SalesNote] {
    let report = result.report
    let reading = report.notes.map(SalesNote.reading)
    let currency = otherCurrency(report).flatMap { code in
      self.currency.map { SalesNote.otherCurrency(code, trained: $0) }
    }
    // An RFM table has no sales that options could be about.
    guard let sales = result.sales else { return reading + [currency].compactMap { $0 } }
    var notes: [SalesNote] = differences.isEmpty ? [] : [.notAsTrained(differences)]
    if let leftBehind { notes.append(.dateLeftBehind(leftBehind, countedTo: sales.asOf)) }
    return notes + reading + [otherSpan(sales), overlap(sales), currency].compactMap { $0 }
  }

  /// The currency of the amounts; nil where it is the model's, or one of the two is not known.
  public func otherCurrency(_ report: SalesReport) -> String? {
    guard let currency, let code = report.currency else { return nil }
    return code == currency ? nil : code
  }

  /// Sales that begin before the model's end and go on after it: who bought only up to that end is no returner.
  private func overlap(_ sales: SummedSales) -> SalesNote? {
    guard let asOf = source.asOf, sales.from <= asOf else { return nil }
    let customers = sales.table.lastPurchase.count { $0 <= asOf }
    // Where nothing was bought after it, these are sales of the model's own time.
    guard customers < sales.table.count else { return nil }
    return .overlap(from: sales.from, trainedTo: asOf, customers: customers)
  }

  /// Frequency and monetary grow with history, so a file of another length is measured by the wrong yard.
  private func otherSpan(_ sales: SummedSales) -> SalesNote? {
    guard let trained = HistorySpan(from: source.from, asOf: source.asOf),
      let here = HistorySpan(from: sales.from, asOf: sales.asOf), !here.isLike(trained)
    else { return nil }
    return .otherSpan(days: here.days, trained: trained.days, isLonger: here.isLonger(than: trained))
  }
}
