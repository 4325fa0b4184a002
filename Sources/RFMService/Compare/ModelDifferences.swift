import Customers
import JSONText
import Segmentation
import Wording

/// What a person should know before comparing two models: where they do not measure alike.
struct ModelDifferences {
  let sentences: [String]

  init(_ a: Model, _ pathA: String, _ b: Model, _ pathB: String) {
    var sentences: [String] = []
    if let sentence = Self.order(a.source.asOf, b.source.asOf, pathA, pathB) { sentences.append(sentence) }
    if let spanA = HistorySpan(from: a.source.from, asOf: a.source.asOf),
      let spanB = HistorySpan(from: b.source.from, asOf: b.source.asOf), !spanB.isLike(spanA)
    {
      sentences.append(
        "warning: the sales of A span \(Figures.counted(spanA.days, "day")) and those of B \(Figures.counted(spanB.days, "day")): frequency and monetary grow with history, so some who moved did not change"
      )
    }
    let options = Self.options(a, b)
    if !options.isEmpty {
      sentences.append(
        "warning: A and B were not made alike: \(options.joined(separator: ", ")); what differs is no change of the customers"
      )
    }
    if (a.currency == nil) != (b.currency == nil) {
      let (named, unnamed) = a.currency == nil ? (b, "A") : (a, "B")
      sentences.append("warning: \(unnamed) names no currency; it is taken for \(named.currency ?? "")")
    }
    self.sentences = sentences
  }

  /// A sentence where B is the earlier one.
  static func order(_ a: Timestamp?, _ b: Timestamp?, _ pathA: String, _ pathB: String) -> String? {
    guard let a, let b, b < a else { return nil }
    return
      "warning: B is as of \(b.date), before A (\(a.date)): who fell here rose; to go forward in time, swap \(pathA) and \(pathB)"
  }

  /// `log none in A, frequency in B`: options that change what the figures mean.
  private static func options(_ a: Model, _ b: Model) -> [String] {
    func words(_ model: Model) -> [(OptionName, String)] {
      let log = model.logged.map(\.rawValue)
      let sales = model.training.sales
      // Which rules auto came to, as far as it can be told.
      let clean =
        sales.cleaning == "auto" ? InheritedSales.cleaning(of: model.source)?.rawValue : sales.cleaning
      return [
        (.log, log.isEmpty ? "none" : log.joined(separator: ",")),
        (.outliers, model.training.options.outliers.rawValue), (.clean, clean ?? ""),
        (.returns, sales.returns ?? ""), (.frequency, sales.frequency?.rawValue ?? ""),
        (.monetary, sales.monetary?.rawValue ?? ""),
      ]
    }
    return zip(words(a), words(b)).compactMap { a, b in
      a.1 == b.1 || a.1.isEmpty || b.1.isEmpty ? nil : "\(a.0) \(a.1) in A, \(b.1) in B"
    }
  }
}
