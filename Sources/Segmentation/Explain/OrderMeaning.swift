import Customers

/// What an order does to the three values, as the model defines them.
///
/// An order sets recency to 0, adds one to frequency and its value to monetary. Where frequency counts lines or
/// days, an order is taken as one line, or as a day of its own. Where monetary is the average per order, it is
/// averaged anew over frequency + 1 orders; with frequency by lines or days the number of orders is not known,
/// and frequency stands in for it.
extension Model {
  /// How the sales were summed up; invoices for a model of an RFM table, which does not say.
  public var frequencyUnit: FrequencyUnit { training.sales.frequency ?? .invoices }

  /// Whether monetary is the average value of an order and not the total.
  public var isMonetaryAverage: Bool { training.sales.monetary == .average }

  /// The values after one order.
  ///
  /// - Parameters:
  ///   - value: in the currency of the sales.
  ///   - rfm: the values before it.
  public func after(order value: Double, _ rfm: RFM) -> RFM {
    let count = Double(rfm.frequency)
    let monetary =
      isMonetaryAverage ? (rfm.monetary * count + value) / (count + 1) : Money.sum(rfm.monetary, value)
    return RFM(recency: 0, frequency: rfm.frequency + 1, monetary: monetary)
  }

  /// The average value of the customer's orders, rounded to the penny, in pennies; nil where it is less than
  /// one, as after returns.
  public func averageOrderPennies(_ rfm: RFM) -> Int? {
    OrderPath.averagePennies(rfm, isAverage: isMonetaryAverage)
  }
}

enum OrderPath {
  static func averagePennies(_ rfm: RFM, isAverage: Bool) -> Int? {
    let average = isAverage ? rfm.monetary : rfm.monetary / Double(rfm.frequency)
    let pennies = (average * 100).rounded()
    return pennies >= 1 && pennies <= Money.limit * 100 ? Int(pennies) : nil
  }
}
