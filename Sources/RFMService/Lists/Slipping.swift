import CustomerStore
import Customers
import Segmentation

/// Who is slipping, who is late, who will buy again, and who is nearly there.
extension Inquiry {
  /// The customers whom waiting alone will move to a lower segment soonest, by segment (that worth most first, see
  /// `PlaceWorth`), then day, then monetary.
  ///
  /// - Parameters:
  ///   - segment: only its customers; nil for all.
  ///   - count: how many at most.
  public func watchList(_ segment: Int?, count: Int) throws(Problem) -> CustomerListing {
    var worth = PlaceWorth(model: model, pack: pack)
    try scan { worth.add($0.rfm, history: $0.history) }
    let forecast = SlipForecast(worth)
    var best = FirstCustomers(count)
    try scanMembers(of: segment) { row in
      guard let slip = forecast.next(row.rfm, history: row.history) else { return }
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
            to: loaded.name(of: slip.change.place)), history: row.history(recency: current(row).recency)))
    }
    return try listing(.watchList, best)
  }

  /// Customers who came back at least once, by how late they are: recency over the gap between purchase days that is
  /// expected of them (`Overdue.gap`). Two scans: the shop's own gap comes first.
  ///
  /// - Parameters:
  ///   - segment: only its customers; nil for all.
  ///   - order: `money` lists those who missed a purchase, by monetary.
  ///   - count: how many at most.
  public func overdue(
    _ segment: Int?, by order: OverdueOrder = .lateness, count: Int
  ) throws(Problem) -> CustomerListing {
    var typical = TypicalGap()
    var hasDates = false
    try scan { row in
      guard let first = row.firstDay, let last = row.lastDay else { return }
      hasDates = true
      typical.add(firstDay: first, lastDay: last, purchaseDays: row.purchaseDays)
    }
    guard hasDates else {
      throw Problem("this model knows no dates of purchases, so it cannot say who is late")
    }
    var best = FirstCustomers(count)
    guard let typicalGap = typical.days else { return try listing(.overdue(by: order), best) }
    let today = observationDate?.day
    try scanMembers(of: segment) { row in
      guard let first = row.firstDay, let last = row.lastDay, today.map({ $0 >= last }) ?? true,
        let gap = Overdue.gap(
          firstDay: first, lastDay: last, purchaseDays: row.purchaseDays, typicalGap: typicalGap)
      else { return }
      let rfm = current(row)
      let ratio = Overdue.ratio(recency: rfm.recency, gap: gap)
      let place: (Double, Double, Double)
      switch order {
      case .lateness: place = (-ratio, -rfm.monetary, 0)
      case .money:
        guard ratio >= Overdue.missed else { return }
        place = (-rfm.monetary, -ratio, 0)
      }
      guard best.mayTake(place) else { return }
      best.offer(
        Candidate(
          id: row.id, rfm: rfm, cluster: row.cluster, order: place, standing: .late(ratio: ratio, gap: gap),
          history: row.history(recency: rfm.recency)))
    }
    return try listing(.overdue(by: order), best)
  }

  /// The customers who are likeliest to buy within `BuyingAgain.days`, the likeliest first.
  ///
  /// - Parameters:
  ///   - segment: only its customers; nil for all.
  ///   - count: how many at most.
  public func again(_ segment: Int?, count: Int) throws(Problem) -> CustomerListing {
    let again = try BuyingAgainColumn.Forecast(model, asOf: observationDate)
    var best = FirstCustomers(count)
    try scanMembers(of: segment) { row in
      guard let probability = again.probability(row) else { return }
      let order = (-probability, -row.rfm.monetary, 0.0)
      guard best.mayTake(order) else { return }
      best.offer(
        Candidate(
          id: row.id, rfm: current(row), cluster: row.cluster, order: order,
          standing: .buying(rank: 0, probability: probability),
          history: row.history(recency: current(row).recency)))
    }
    return try listing(.again(says: again.model.words), best) { place, candidate in
      .buying(rank: place + 1, probability: again.model.isPercentage ? -candidate.order.0 : nil)
    }
  }

  /// Customers who need the fewest orders of their own average value to enter a segment.
  public func near(_ segment: Int, count: Int) throws(Problem) -> CustomerListing {
    let near = NearSegment(model: model, pack: pack, target: .segment(segment))
    var best = FirstCustomers(count)
    try scan { row in
      let most = best.isFull ? Int(best.items.last?.order.0 ?? .infinity) : Int.max
      guard let orders = near.fewestOrders(row.rfm, history: row.history, within: most), orders > 0 else {
        return
      }
      let order = (Double(orders), -row.rfm.monetary, 0.0)
      guard best.mayTake(order) else { return }
      let value = model.averageOrderPennies(row.rfm).map { Double($0) / 100 } ?? 0
      best.offer(
        Candidate(
          id: row.id, rfm: current(row), cluster: row.cluster, order: order,
          standing: .needs(orders: orders, value: value), history: row.history(recency: current(row).recency))
      )
    }
    return try listing(.near(segment: loaded.name(of: .segment(segment))), best)
  }

  // MARK: Lists

  /// All customers, or those of one segment.
  private func scanMembers(of segment: Int?, _ body: (CustomerStore.ScannedRow) -> Void) throws(Problem) {
    let pack = pack
    try scan { row in
      if let segment, pack?.index(of: model.classify(row.rfm, history: row.history)) != segment { return }
      body(row)
    }
  }

  /// The list as it is given, with what is kept of each.
  ///
  /// - Parameter standing: what is said of a customer, by the place on the list.
  func listing(
    _ kind: CustomerListing.Kind, _ first: FirstCustomers,
    _ standing: (Int, Candidate) -> CustomerListing.Standing = { $1.standing }
  ) throws(Problem) -> CustomerListing {
    var rows: [CustomerListing.Row] = []
    for (place, item) in first.items.enumerated() {
      let classification = model.classify(item.rfm, history: item.history)
      rows.append(
        .init(
          id: item.id, rfm: item.rfm, scores: classification.scores, cluster: item.cluster,
          segment: loaded.name(of: classification.place(in: pack)), kept: try kept(of: item.id),
          standing: standing(place, item)))
    }
    return CustomerListing(kind: kind, rows: rows, keptColumns: loaded.keptColumns)
  }
}
