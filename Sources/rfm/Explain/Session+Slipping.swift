import CustomerStore
import Customers
import JSONText
import Segmentation

/// A customer of a list, and what the list says of them.
struct ListedCustomer {
  var id: String
  var rfm: RFM
  var cluster: Int
  /// What the list is ordered by, the least first.
  var order: (Double, Double, Double)
  /// The list's own columns, as text and as JSON.
  var cells: [String]
  var members: [(String, JSON)]
}

/// Who is slipping, who is late, and who is nearly there.
extension Session {
  /// `[SEGMENT] [n]` of a command that lists customers.
  func customerList(
    _ text: String, _ command: PromptCommand, _ list: (Int?, Int) throws(Failure) -> ShownList
  ) throws(Failure) -> ShownList {
    // A number alone is how many.
    if text.isEmpty || Int(text).map({ $0 > 0 }) ?? false {
      if command == .near { throw Failure("which? near SEGMENT [n]") }
      return try list(nil, Int(text) ?? 10)
    }
    let (index, count) = try segmentAndCount(text, command.rawValue)
    return try list(index, count)
  }

  /// The customers whom waiting alone will move to a lower segment soonest, by cluster (the best
  /// first), then day, then monetary.
  func watchList(_ segment: Int?, _ count: Int) throws(Failure) -> ShownList {
    let forecast = SlipForecast(model: model, pack: pack)
    var best = Best<ListedCustomer>(count, goesBefore: Self.goesBefore)
    try scanMembers(of: segment) { row in
      guard let slip = forecast.next(row.rfm) else { return }
      let order = (Double(slip.rank), Double(slip.days), -row.rfm.monetary)
      guard best.mayTake(order) else { return }
      let day = (row.lastDay ?? model.source.asOf.map { $0.day - row.rfm.recency }).map {
        $0 + slip.change.recency
      }
      let date = day.map { Timestamp(seconds: Int64($0) * Timestamp.secondsPerDay).date }
      let when =
        date.map { isPast(day ?? 0) ? "due since \($0)" : "from \($0)" }
        ?? "in \(Figures.counted(slip.days, "day"))"
      let to = name(of: slip.change.place)
      best.offer(
        ListedCustomer(
          id: row.id, rfm: current(row), cluster: slip.cluster, order: order,
          cells: [String(slip.cluster), when, to],
          members: [
            ("days", .integer(slip.days)), ("date", date.map(JSON.string) ?? .null), ("to", .string(to)),
            ("due", .bool(day.map(isPast) ?? false)),
          ]))
    }
    return try list(best.items, "waiting alone moves them to a lower segment", ["cluster", "when", "to"])
  }

  /// Customers by recency over their own mean gap between purchase days, then monetary.
  func overdue(_ segment: Int?, _ count: Int) throws(Failure) -> ShownList {
    var best = Best<ListedCustomer>(count, goesBefore: Self.goesBefore)
    let today = observationDate?.day
    var hasDates = false
    try scanMembers(of: segment) { row in
      guard let first = row.firstDay, let last = row.lastDay else { return }
      hasDates = true
      let rfm = current(row)
      let recency = rfm.recency
      guard today.map({ $0 >= last }) ?? true,
        let ratio = Overdue.ratio(
          recency: recency, firstDay: first, lastDay: last, purchaseDays: row.purchaseDays)
      else { return }
      let order = (-ratio, -row.rfm.monetary, 0.0)
      guard best.mayTake(order) else { return }
      let gap = Double(last - first) / Double(row.purchaseDays - 1)
      best.offer(
        ListedCustomer(
          id: row.id, rfm: rfm, cluster: row.cluster, order: order,
          cells: ["\(Figures.fixed(ratio, digits: 1)) ×", "every \(Figures.fixed(gap, digits: 1)) days"],
          members: [("ratio", .number(ratio)), ("meanGap", .number(gap))]))
    }
    guard hasDates || best.items.count > 0 else {
      throw Failure("this model knows no dates of purchases, so it cannot say who is late")
    }
    return try list(best.items, "late by their own rhythm", ["overdue", "buys"])
  }

  /// Customers who need the fewest orders of their own average value to enter a segment.
  func near(_ segment: Int?, _ count: Int) throws(Failure) -> ShownList {
    guard let segment, pack != nil else { throw Failure("which? near SEGMENT [n]") }
    let near = NearSegment(model: model, pack: pack, target: .segment(segment))
    var best = Best<ListedCustomer>(count, goesBefore: Self.goesBefore)
    try scanMembers(of: nil) { row in
      let most = best.isFull ? Int(best.items.last?.order.0 ?? .infinity) : Int.max
      guard let orders = near.fewestOrders(row.rfm, within: most), orders > 0 else { return }
      let order = (Double(orders), -row.rfm.monetary, 0.0)
      guard best.mayTake(order) else { return }
      let value = model.averageOrderPennies(row.rfm).map { Double($0) / 100 } ?? 0
      best.offer(
        ListedCustomer(
          id: row.id, rfm: current(row), cluster: row.cluster, order: order,
          cells: ["\(Figures.counted(orders, "order")) of \(Figures(currency: model.currency).money(value))"],
          members: [("orders", .integer(orders)), ("value", .number(value))]))
    }
    return try list(best.items, "nearest to \(name(of: .segment(segment)))", ["needs"])
  }

  // MARK: Lists

  private static func goesBefore(_ a: ListedCustomer, _ b: ListedCustomer) -> Bool {
    a.order == b.order ? a.id.utf8.lexicographicallyPrecedes(b.id.utf8) : a.order < b.order
  }

  /// The values of a customer, with recency counted to the observation date in force where it is not the
  /// model's; never below 0.
  private func current(_ row: CustomerStore.ScannedRow) -> RFM {
    var rfm = row.rfm
    if case .model = asOf { return rfm }
    if let last = row.lastDay, let today = observationDate?.day { rfm.recency = max(0, today - last) }
    return rfm
  }

  /// All customers, or those of one segment.
  private func scanMembers(of segment: Int?, _ body: (CustomerStore.ScannedRow) -> Void) throws(Failure) {
    try scanRows { row in
      if let segment, pack?.index(of: model.classify(row.rfm)) != segment { return }
      body(row)
    }
  }

  private func list(
    _ customers: [ListedCustomer], _ title: String, _ columns: [String]
  ) throws(Failure) -> ShownList {
    func segment(_ rfm: RFM) -> String { name(of: model.classify(rfm).place(in: pack)) }
    let ids = customers.map(\.id)
    if isJSON {
      var rows: [JSON] = []
      for customer in customers {
        rows.append(
          .object(
            [
              ("customer", .string(customer.id)), ("recency", .integer(customer.rfm.recency)),
              ("frequency", .integer(customer.rfm.frequency)), ("monetary", .number(customer.rfm.monetary)),
              ("cluster", .integer(customer.cluster)), ("segment", .string(segment(customer.rfm))),
            ] + customer.members + (try keptMembers(of: customer.id))))
      }
      return ShownList(text: jsonLine(.array(rows)), ids: ids)
    }
    guard !customers.isEmpty else { return ShownList(text: "nobody: \(title)\n", ids: []) }
    let words = FeatureWords(model)
    let rows = zip(customers, try keptCells(of: ids)).map { customer, kept in
      [customer.id] + kept + [
        segment(customer.rfm), words.recency(customer.rfm.recency), words.frequency(customer.rfm.frequency),
        words.monetary(customer.rfm.monetary),
      ] + customer.cells
    }
    let kept = keptColumns.map { Layout.cell($0) }
    let table = Layout.table(
      ["customer"] + kept + ["segment", "recency", "frequency", "monetary"] + columns, rows,
      rightAligned: Set(kept.count + 2..<kept.count + 5))
    return ShownList(text: "\(title)\n\(table)\n", ids: ids)
  }
}

extension Best where Item == ListedCustomer {
  /// False where a customer with this place in the order would not be kept: saves making the rest.
  func mayTake(_ order: (Double, Double, Double)) -> Bool {
    guard isFull, let last = items.last else { return true }
    return order <= last.order
  }
}
