import CustomerStore
import Customers
import Segmentation

/// Who is slipping, who is late, and who is nearly there.
extension Inquiry {
  /// The customers whom waiting alone will move to a lower segment soonest, by segment (that worth most first, see
  /// `PlaceWorth`), then day, then monetary.
  ///
  /// - Parameters:
  ///   - segment: only its customers; nil for all.
  ///   - count: how many at most.
  public func watchList(_ segment: Int?, count: Int) throws(Problem) -> CustomerListing {
    var worth = PlaceWorth(model: model, pack: pack)
    try scan { worth.add($0.rfm) }
    let forecast = SlipForecast(worth)
    var best = FirstCustomers(count)
    try scanMembers(of: segment) { row in
      guard let slip = forecast.next(row.rfm) else { return }
      let order = (Double(slip.rank), Double(slip.days), -row.rfm.monetary)
      guard best.mayTake(order) else { return }
      let day = (row.lastDay ?? model.source.asOf.map { $0.day - row.rfm.recency }).map {
        $0 + slip.change.recency
      }
      best.offer(
        Candidate(
          id: row.id, rfm: current(row), cluster: slip.cluster, order: order,
          standing: .slipping(
            days: slip.days, date: day.map(Timestamp.init(day:)), isDue: day.map(isPast) ?? false,
            to: loaded.name(of: slip.change.place))))
    }
    return try listing(.watchList, best)
  }

  /// Customers by recency over their own mean gap between purchase days, then monetary.
  public func overdue(_ segment: Int?, count: Int) throws(Problem) -> CustomerListing {
    var best = FirstCustomers(count)
    let today = observationDate?.day
    var hasDates = false
    try scanMembers(of: segment) { row in
      guard let first = row.firstDay, let last = row.lastDay else { return }
      hasDates = true
      let rfm = current(row)
      guard today.map({ $0 >= last }) ?? true,
        let ratio = Overdue.ratio(
          recency: rfm.recency, firstDay: first, lastDay: last, purchaseDays: row.purchaseDays)
      else { return }
      let order = (-ratio, -row.rfm.monetary, 0.0)
      guard best.mayTake(order) else { return }
      let gap = Double(last - first) / Double(row.purchaseDays - 1)
      best.offer(
        Candidate(
          id: row.id, rfm: rfm, cluster: row.cluster, order: order,
          standing: .late(ratio: ratio, meanGap: gap)))
    }
    guard hasDates || !best.items.isEmpty else {
      throw Problem("this model knows no dates of purchases, so it cannot say who is late")
    }
    return try listing(.overdue, best)
  }

  /// Customers who need the fewest orders of their own average value to enter a segment.
  public func near(_ segment: Int, count: Int) throws(Problem) -> CustomerListing {
    let near = NearSegment(model: model, pack: pack, target: .segment(segment))
    var best = FirstCustomers(count)
    try scan { row in
      let most = best.isFull ? Int(best.items.last?.order.0 ?? .infinity) : Int.max
      guard let orders = near.fewestOrders(row.rfm, within: most), orders > 0 else { return }
      let order = (Double(orders), -row.rfm.monetary, 0.0)
      guard best.mayTake(order) else { return }
      let value = model.averageOrderPennies(row.rfm).map { Double($0) / 100 } ?? 0
      best.offer(
        Candidate(
          id: row.id, rfm: current(row), cluster: row.cluster, order: order,
          standing: .needs(orders: orders, value: value)))
    }
    return try listing(.near(segment: loaded.name(of: .segment(segment))), best)
  }

  // MARK: Lists

  /// The values of a customer, with recency counted to the observation date in force where it is not the model's;
  /// never below 0.
  private func current(_ row: CustomerStore.ScannedRow) -> RFM {
    var rfm = row.rfm
    if case .model = asOf { return rfm }
    if let last = row.lastDay, let today = observationDate?.day { rfm.recency = max(0, today - last) }
    return rfm
  }

  /// All customers, or those of one segment.
  private func scanMembers(of segment: Int?, _ body: (CustomerStore.ScannedRow) -> Void) throws(Problem) {
    let pack = pack
    try scan { row in
      if let segment, pack?.index(of: model.classify(row.rfm)) != segment { return }
      body(row)
    }
  }

  /// The list as it is given, with what is kept of each.
  func listing(_ kind: CustomerListing.Kind, _ first: FirstCustomers) throws(Problem) -> CustomerListing {
    var rows: [CustomerListing.Row] = []
    for item in first.items {
      let classification = model.classify(item.rfm)
      rows.append(
        .init(
          id: item.id, rfm: item.rfm, scores: classification.scores, cluster: item.cluster,
          segment: loaded.name(of: classification.place(in: pack)), kept: try kept(of: item.id),
          standing: item.standing))
    }
    return CustomerListing(kind: kind, rows: rows, keptColumns: loaded.keptColumns)
  }
}
