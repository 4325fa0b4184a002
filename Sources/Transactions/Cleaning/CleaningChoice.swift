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
    if stocks.all == 0 {
      why = "there is no stock code"
      return
    }
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
