import Tabular
import Wording

/// Finds the columns of a file without a layout: by the words of its header, and by what its rows say.
///
/// Where the two disagree, the rows are believed: a column that is empty is no invoice, one that has no dates is no
/// date, and a name is no customer beside a number or an e-mail.
struct ColumnFinder {
  private let header: [String]
  private let sample: ColumnSample
  private let mayCountOrders: Bool
  private let candidates: [Candidate]
  private(set) var found: [ColumnRole: Int]
  /// Whether the amount counts, and not quantity × price.
  private(set) var usesAmount = false
  /// Whether the amount is that of the whole order, which stands on each of its rows.
  private(set) var amountPer = Layout.Unit.line
  /// Columns of money that was given back.
  private(set) var refunds: [Int] = []
  /// What was found by less than the words of a header.
  private(set) var notes: [String] = []

  /// What a column may be.
  private struct Candidate {
    var role: ColumnRole
    var column: Int
    var meaning: HeaderWords.Meaning
    /// The less, the likelier; whole numbers are the ranks of the words.
    var weight: Double
    var place: Int
  }

  /// - Parameters:
  ///   - chosen: the columns that the user named.
  ///   - mayCountOrders: whether amounts may be those of orders, and less what was given back.
  init(header: [String], sample: ColumnSample, chosen: [ColumnRole: Int], mayCountOrders: Bool) {
    self.header = header
    self.mayCountOrders = mayCountOrders
    self.sample = sample
    found = chosen
    var candidates: [Candidate] = []
    var guessed: Set<Int> = []
    for (column, name) in header.enumerated() {
      var meanings = HeaderWords.all.meanings(of: name)
      let isGuess = meanings.isEmpty
      if isGuess { meanings = HeaderWords.all.guesses(of: name) }
      for (meaning, standing) in meanings {
        guard let role = meaning.role else { continue }
        if isGuess { guessed.insert(column) }
        candidates.append(
          Candidate(
            role: role, column: column, meaning: meaning,
            weight: Self.weight(meaning, standing.rank, sample[column]), place: standing.place))
      }
    }
    let sorted = candidates.sorted {
      ($0.weight, $0.role.order, $0.place, $0.column) < ($1.weight, $1.role.order, $1.place, $1.column)
    }
    self.candidates = sorted
    // First what the rows agree with; then, for what must be there, what the header says.
    let accepted = sorted.filter(accepts)
    take(accepted.filter { $0.role != .invoice })
    // An invoice is looked at beside the customer.
    take(accepted)
    take(sorted.filter { $0.role.isNeeded && sample[$0.column].filled > 0 && !guessed.contains($0.column) })
    take(sorted.filter { $0.role.isNeeded && !guessed.contains($0.column) })
    if chosen[.customer] == nil { preferFuller() }
    chooseMoney(chosen)
    dropTimeOfDates(chosen)
    for role in [ColumnRole.date, .amount] where chosen[role] == nil && (role != .amount || usesAmount) {
      if let column = found[role], guessed.contains(column) {
        notes.append(
          "the \(role.rawValue) is '\(legible(header[column]))'; \(OptionName.column) \(role.rawValue)=HEADER takes another"
        )
      }
    }
  }

  /// A number goes before an e-mail, and both before a name, whatever their words.
  private static func weight(
    _ meaning: HeaderWords.Meaning, _ rank: HeaderWords.Rank, _ values: ColumnSample.Values
  ) -> Double {
    let strength: Double = rank == .strong ? 0 : rank == .usual ? 1 : 2
    switch meaning {
    case .email: return strength + 0.25
    case .name: return 1.5 + strength / 10
    case .customer where rank == .usual:
      // "Customer" may be a number, or a name.
      return values.isMost(values.numbers) ? 0.1 : values.isMost(values.phrases) ? 1.4 : 1
    default: return strength
    }
  }

  /// Gives each role without a column its likeliest, among those that pass.
  private mutating func take(_ candidates: [Candidate]) {
    for candidate in candidates
    where found[candidate.role] == nil && !found.values.contains(candidate.column)
      && (candidate.role != .invoice || isInvoice(candidate, sample[candidate.column]))
    {
      found[candidate.role] = candidate.column
    }
  }

  /// Whether the rows agree with the header.
  private func accepts(_ candidate: Candidate) -> Bool {
    let values = sample[candidate.column]
    guard sample.rowCount > 0 else { return true }
    guard values.filled > 0 else { return false }
    switch candidate.role {
    case .customer: return !isOutdone(candidate)
    case .invoice: return true
    case .date: return values.isMost(values.dates)
    case .time: return values.isMost(values.clocks) && !values.isMost(values.dates)
    case .quantity, .price, .amount: return values.isMost(values.numbers)
    case .currency: return values.distinct <= 20 && !values.isMost(values.numbers)
    default: return true
    }
  }

  /// Whether a column says far less who bought than another does: the users of a till, the accounts of a ledger, or the
  /// shop's own e-mail.
  private func isOutdone(_ candidate: Candidate) -> Bool {
    guard sample.rowCount >= 10 else { return false }
    let values = sample[candidate.column]
    return candidates.contains { other in
      guard other.role == .customer, other.column != candidate.column else { return false }
      let others = sample[other.column]
      if values.distinct == 1 { return others.distinct >= 3 && !others.isMost(others.dates) }
      let isPerson = other.meaning == .email || (other.meaning == .customer && other.weight < 1)
      return candidate.weight >= 1 && candidate.meaning == .customer && isPerson
        && others.filled * 2 >= values.filled && values.distinct * 3 <= others.distinct
    }
  }

  /// Whether a column numbers the customers: each has one value in it, in rows of several days.
  private func numbersCustomers(_ column: Int) -> Bool {
    guard let customer = found[.customer], let date = found[.date] else { return false }
    var values: [String: String] = [:]
    var customers: [String: String] = [:]
    var days: [String: String] = [:]
    var several = 0
    for row in 0..<sample.rowCount {
      let (who, value, day) = (sample.text(row, customer), sample.text(row, column), sample.text(row, date))
      guard !who.isEmpty, !value.isEmpty else { continue }
      guard values[who] ?? value == value, customers[value] ?? who == who else { return false }
      (values[who], customers[value]) = (value, who)
      if let known = days[who], known != day { several += 1 }
      days[who] = day
    }
    return several >= 3
  }

  private func isInvoice(_ candidate: Candidate, _ values: ColumnSample.Values) -> Bool {
    // Some rows of one order are alike in it; rows of several customers are not one order.
    let customers = found[.customer].map { sample[$0].distinct } ?? 1
    if sample.rowCount > 0, values.filled == 0 { return false }
    if values.distinct == 1, sample.rowCount > 1, customers > 1 { return false }
    if numbersCustomers(candidate.column) { return false }
    guard candidate.weight >= 2 else { return true }
    return !values.isRunningCount && values.distinct >= customers
  }

  /// An e-mail that more rows have than the number joins what a customer bought as a guest; a name that more rows have
  /// than the number for taxes names those who have none.
  private mutating func preferFuller() {
    guard let customer = found[.customer], sample[customer].emails == 0 else { return }
    let filled = sample[customer].filled
    guard filled < sample.rowCount else { return }
    let isUsual = candidates.contains { $0.column == customer && $0.meaning == .customer && $0.weight >= 1 }
    let fuller = candidates.first { candidate in
      let values = sample[candidate.column]
      guard !found.values.contains(candidate.column), values.filled > filled else { return false }
      return candidate.meaning == .email
        ? values.isMost(values.emails) : isUsual && candidate.meaning == .name
    }
    if let fuller { found[.customer] = fuller.column }
  }

  /// Quantity × price, or the amount: what the user named, else what the rows tell, else quantity × price.
  private mutating func chooseMoney(_ chosen: [ColumnRole: Int]) {
    let isAmountChosen = chosen[.amount] != nil
    let areLinesChosen = chosen[.quantity] != nil || chosen[.price] != nil
    if !isAmountChosen, !areLinesChosen {
      takeWholePrice()
      if mayCountOrders { takeAmountOfOrder() }
      takeGross()
    }
    if mayCountOrders { takeRefunds() }
    guard let amount = found[.amount] else { return }
    guard let quantity = found[.quantity], let price = found[.price] else {
      usesAmount = true
      return
    }
    if isAmountChosen {
      usesAmount = chosen[.quantity] == nil || chosen[.price] == nil
    } else if !areLinesChosen {
      usesAmount =
        amountPer == .order || isAmountOfLine(amount: amount, quantity: quantity, price: price)
    }
  }

  private func isWeak(_ column: Int) -> Bool {
    !candidates.contains { $0.column == column && $0.role == .amount && $0.weight < 2 }
  }

  /// A price without a quantity is what was paid, where nothing better says it.
  private mutating func takeWholePrice() {
    guard found[.quantity] == nil, let price = found[.price], found[.amount].map(isWeak) ?? true,
      candidates.contains(where: { $0.column == price && $0.role == .price && $0.weight == 1 })
    else { return }
    (found[.amount], found[.price]) = (price, nil)
  }

  /// An amount that is the same on all rows of each order, where orders have several, is the order's, and what the
  /// customer paid; not a net one, if there is another.
  private mutating func takeAmountOfOrder() {
    guard let invoice = found[.invoice], sample.rowCount > 3 else { return }
    var orders: [String: [Int]] = [:]
    for row in 0..<sample.rowCount {
      let order = sample.text(row, invoice)
      if !order.isEmpty { orders[order, default: []].append(row) }
    }
    let several = orders.values.filter { $0.count > 1 }
    guard several.count >= 3 else { return }
    // Rows that are alike in all columns are no lines of an order.
    let areLines = several.filter { rows in
      header.indices.contains { column in
        rows.contains { sample.text($0, column) != sample.text(rows[0], column) }
      }
    }
    guard areLines.count * 2 > several.count else { return }
    func isOfOrder(_ column: Int) -> Bool {
      var sums: Set<String> = []
      for rows in several {
        let values = Set(rows.map { sample.text($0, column) }).subtracting([""])
        guard values.count == 1, let value = values.first else { return false }
        sums.insert(value)
      }
      return sums.count >= 3 && sums.count * 2 > several.count
    }
    let amounts = candidates.filter {
      $0.role == .amount && accepts($0) && (found[.amount] == $0.column || !found.values.contains($0.column))
    }
    guard let amount = amounts.first(where: { isOfOrder($0.column) }) else { return }
    // Beside amounts of lines a net one says less.
    let hasLines = found[.quantity] != nil && found[.price] != nil || found[.amount] != amount.column
    if hasLines, isWeak(amount.column) { return }
    found[.amount] = amount.column
    amountPer = .order
    notes.append(
      "'\(legible(header[amount.column]))' is the same on all rows of an order, and counts once for each")
  }

  /// Where the amount is net, and another column is what it comes to with a column of tax, that one counts.
  private mutating func takeGross() {
    guard let net = found[.amount], isWeak(net), sample.rowCount > 0 else { return }
    let columns = header.indices.filter { column in
      let values = sample[column]
      return column != net && values.filled > 0 && values.isMost(values.numbers)
    }
    let taxes = columns.filter { HeaderWords.all.meanings(of: header[$0])[.tax] != nil }
    func adds(_ tax: Int, to gross: Int) -> Bool {
      var isMore = false
      for row in 0..<sample.rowCount {
        guard let a = number(row, net), let b = number(row, tax), let c = number(row, gross) else {
          return false
        }
        guard c.isEqual(to: a.plus(b)) else { return false }
        if !b.isZero { isMore = true }
      }
      return isMore
    }
    for tax in taxes {
      if let gross = columns.first(where: { $0 != tax && !found.values.contains($0) && adds(tax, to: $0) }) {
        found[.amount] = gross
        return
      }
    }
  }

  /// Columns of money given back.
  private mutating func takeRefunds() {
    refunds = header.indices.filter { column in
      let values = sample[column]
      return !found.values.contains(column) && HeaderWords.all.meanings(of: header[column])[.refund] != nil
        && values.isMost(values.numbers)
        && (0..<sample.rowCount).contains { number($0, column).map { !$0.isZero } ?? false }
    }
    // Of several the first says it.
    refunds = Array(refunds.prefix(1))
    if let column = refunds.first {
      notes.append("'\(legible(header[column]))' is taken from what was sold")
    }
  }

  private func number(_ row: Int, _ column: Int) -> DecimalValue? {
    ColumnSample.number(sample.text(row, column))
  }

  /// Whether the amount is that of the row, and quantity × price is not: less by a discount, or more by a tax; or the
  /// price is that of all pieces.
  private func isAmountOfLine(amount: Int, quantity: Int, price: Int) -> Bool {
    if isPriceOfLine(amount: amount, quantity: quantity, price: price) { return true }
    guard !isWeak(amount) else { return false }
    var (looked, same) = (0, 0)
    for row in 0..<sample.rowCount {
      guard let sum = number(row, amount)?.magnitude, let pieces = number(row, quantity)?.magnitude,
        let one = number(row, price)?.magnitude, !pieces.isZero, !one.isZero
      else { continue }
      let list = pieces.times(one)
      looked += 1
      if sum.isEqual(to: list) { same += 1 }
      // A discount of all, and a tax of a half.
      let most = list.times(DecimalValue(mantissa: 15, scale: 1))
      guard most.plus(sum.negated).mantissa >= 0 else { return false }
    }
    return looked >= 3 && same < looked
  }

  /// Whether the price is that of all pieces of the row, as rows with more than one piece tell.
  private func isPriceOfLine(amount: Int, quantity: Int, price: Int) -> Bool {
    var (several, same) = (0, 0)
    for row in 0..<sample.rowCount {
      guard let pieces = ColumnSample.number(sample.text(row, quantity)), pieces.scale == 0,
        pieces.mantissa > 1,
        let sum = ColumnSample.number(sample.text(row, amount)),
        let one = ColumnSample.number(sample.text(row, price)), one.mantissa != 0
      else { continue }
      several += 1
      if sum.isEqual(to: one) { same += 1 }
    }
    return several > 0 && same * 10 >= several * 9
  }

  /// A time of day beside dates that have theirs is another one, such as that of a delivery.
  private mutating func dropTimeOfDates(_ chosen: [ColumnRole: Int]) {
    guard chosen[.time] == nil, found[.time] != nil, let date = found[.date] else { return }
    let withTime = (0..<sample.rowCount).count { sample.text($0, date).contains(":") }
    if withTime * 2 > sample.rowCount { found[.time] = nil }
  }

  /// Whether the rows speak against columns that were found by the usual spellings of their headers.
  func disproves(_ map: ColumnMap) -> Bool {
    if let customer = map[.customer], let found = found[.customer], customer != found,
      candidates.contains(where: { $0.column == customer && $0.role == .customer && isOutdone($0) })
    {
      return true
    }
    if let invoice = map[.invoice], numbersCustomers(invoice) { return true }
    if amountPer == .order || !refunds.isEmpty { return true }
    guard let amount = map[.amount], found[.amount] != nil else { return false }
    return map.usesAmount ? isWeak(amount) && found[.amount] != amount : usesAmount
  }

  // MARK: What is missing

  /// Roles that must be there and are not.
  var missing: [ColumnRole] {
    var missing = [ColumnRole.customer, .date].filter { found[$0] == nil }
    if found[.amount] == nil, found[.quantity] == nil || found[.price] == nil { missing.append(.amount) }
    return missing
  }

  /// The column that might have a role, as its rows look; nil where none does.
  func guess(_ role: ColumnRole) -> Int? {
    let free = header.indices.filter { !found.values.contains($0) && !header[$0].isEmpty }
    switch role {
    case .date: return free.first { sample[$0].isMost(sample[$0].dates) }
    case .amount:
      let numbers = free.filter {
        sample[$0].isMost(sample[$0].numbers) && !sample[$0].isMost(sample[$0].dates)
      }
      func hasCents(_ column: Int) -> Bool {
        (0..<sample.rowCount).contains { (ColumnSample.number(sample.text($0, column))?.scale ?? 0) == 2 }
      }
      func sum(_ column: Int) -> DecimalValue {
        (0..<sample.rowCount).reduce(.zero) { sum, row in sum.plus(number(row, column)?.magnitude ?? .zero) }
      }
      let money = numbers.filter(hasCents)
      // What a customer paid is more than its parts.
      return (money.isEmpty ? numbers : money).max { sum($1).plus(sum($0).negated).mantissa > 0 }
    case .customer:
      func repeats(_ column: Int) -> Bool {
        let values = sample[column]
        return values.filled > values.distinct && values.distinct > 1 && !values.isMost(values.dates)
      }
      func distinct(_ column: Int) -> Int { sample[column].distinct }
      return free.first { sample[$0].isMost(sample[$0].emails) && distinct($0) > 1 }
        ?? free.filter(repeats).max { distinct($0) < distinct($1) }
    default: return nil
    }
  }
}

extension HeaderWords.Meaning {
  var role: ColumnRole? {
    switch self {
    case .customer, .email, .name: .customer
    case .invoice: .invoice
    case .date: .date
    case .time: .time
    case .quantity: .quantity
    case .price: .price
    case .amount: .amount
    case .stock: .stock
    case .currency: .currency
    case .refund, .tax, .status: nil
    }
  }
}

extension ColumnRole {
  /// Of two roles that a column may have alike, the one that gets it.
  fileprivate var order: Int {
    switch self {
    case .customer: 0
    case .invoice: 1
    case .date: 2
    case .time: 3
    case .quantity: 4
    case .price: 5
    case .amount: 6
    case .stock: 7
    default: 8
    }
  }

  /// Whether sales cannot be read without it, so that a header is believed that the rows do not bear out.
  fileprivate var isNeeded: Bool { [.customer, .date, .quantity, .price, .amount].contains(self) }
}
