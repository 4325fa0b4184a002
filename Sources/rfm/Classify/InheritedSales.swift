import Customers
import JSONText
import Segmentation
import Transactions
import Wording

/// How the sales of a file are read for a model: as those that it was trained on, so that scoring cannot drift
/// from training, but for what the user says otherwise.
struct InheritedSales {
  let options: SalesOptions
  /// The same for a file that is an RFM table already: only what the user said.
  let tableOptions: SalesOptions
  /// `--returns net (the model: ignore)`
  let overridden: [String]
  /// The observation date of training, where it is a literal one that is not taken over.
  let leftBehind: Timestamp?
  private let source: Source
  private let currency: String?

  init(_ model: Model, _ given: SalesArguments) throws {
    source = model.source
    currency = model.currency
    var inherited = try SalesOptions(reading: model.training.sales)
    if inherited.cleaning == .auto, let settled = Self.cleaning(of: source) { inherited.cleaning = settled }
    var options = inherited
    var isDated: Timestamp?
    if case .moment(let moment) = inherited.asOf {
      isDated = moment
      options.asOf = .last
    }
    try given.apply(to: &options)
    var tableOptions = SalesOptions()
    try given.apply(to: &tableOptions)
    self.options = options
    self.tableOptions = tableOptions
    leftBehind = given.asOf == nil ? isDated : nil
    var overridden: [String] = []
    for (key, new, old) in Self.pairs(options, inherited) {
      guard new != old, key != "asOf" || given.asOf != nil else { continue }
      overridden.append(
        "\(Self.option(key)) \(Self.word(new, for: key)) (the model: \(Self.word(old, for: key)))")
    }
    self.overridden = overridden
  }

  /// What the options and those of the model say under each key.
  private static func pairs(
    _ options: SalesOptions, _ inherited: SalesOptions
  ) -> [(key: String, new: String, old: String)] {
    let (new, old) = (options.json, inherited.json)
    let keys = new.map(\.0) + old.map(\.0).filter { key in !new.contains { $0.0 == key } }
    func text(_ members: [(String, JSON)], _ key: String) -> String {
      switch members.first(where: { $0.0 == key })?.1 ?? .null {
      case .array(let values): values.map { Self.plain($0.text(.spaced)) }.joined(separator: " and ")
      case let value: value.text(.spaced)
      }
    }
    return keys.map { ($0, text(new, $0), text(old, $0)) }
  }

  /// Which rules `auto` came to in training, as far as the rows that were dropped tell.
  static func cleaning(of source: Source) -> SalesOptions.Cleaning? {
    let reasons = Set(source.dropped.map(\.reason))
    if !reasons.isDisjoint(with: [DropReason.otherInvoice.name, DropReason.notAProduct.name]) {
      return .products
    }
    return reasons.isDisjoint(with: [DropReason.quantity.name, DropReason.price.name]) ? nil : .sales
  }

  /// The option of the command line that sets what stands in a model under a key.
  private static func option(_ key: String) -> String {
    switch key {
    case "columns": "--column"
    case "windowDays": "--window"
    default: "--" + key.flatMap { $0.isUppercase ? "-\($0.lowercased())" : String($0) }
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

  /// Sentences for standard error, once the sales are read.
  func notes(_ report: SalesReport) -> [String] {
    // An RFM table has no sales that options could be about.
    guard let asOf = report.asOf else {
      return report.notes.map { "note: \($0)" } + [currencyWarning(report)].compactMap { $0 }
    }
    var notes: [String] = []
    if !overridden.isEmpty {
      notes.append("note: not as the model was trained: \(overridden.joined(separator: ", "))")
    }
    if let leftBehind {
      notes.append(
        "note: the model's --as-of \(leftBehind) is not taken over; recency is counted to the last purchase, \(asOf) (--as-of says otherwise)"
      )
    }
    notes += report.notes.map { "note: \($0)" }
    return notes + [spanWarning(report), currencyWarning(report)].compactMap { $0 }
  }

  /// Money of another kind is measured by the wrong yard, too.
  private func currencyWarning(_ report: SalesReport) -> String? {
    guard let currency, let code = otherCurrency(report) else { return nil }
    return "warning: the amounts are in \(code), those of the model in \(currency)"
  }

  /// The currency of the amounts; nil where it is the model's, or one of the two is not known.
  func otherCurrency(_ report: SalesReport) -> String? {
    guard let currency, let code = report.currencySign.flatMap(Figures.code(of:)) else { return nil }
    return code == currency ? nil : code
  }

  /// Frequency and monetary grow with history, so a file of another length is measured by the wrong yard.
  private func spanWarning(_ report: SalesReport) -> String? {
    guard let trained = HistorySpan(from: source.from, asOf: source.asOf),
      let here = HistorySpan(from: report.from, asOf: report.asOf), !here.isLike(trained)
    else { return nil }
    let advice =
      here.isLonger(than: trained) && trained.days > 0
      ? "; --window \(trained.days)d takes as much history"
      : "; give as much history, or train a model on this"
    return
      "warning: the sales span \(Figures.counted(here.days, "day")), those of the model \(Figures.counted(trained.days, "day")): frequency and monetary grow with history, so segments are not comparable\(advice)"
  }
}
