import Tabular

/// Finds the columns of a file without a layout: by the words of its header, and by what its rows say.
///
/// Where the two disagree, the rows are believed: a column that is empty is no invoice, one that has no dates is no
/// date, and a name is no customer beside a number or an e-mail.
struct ColumnFinder {
  private let header: [String]
  private let sample: ColumnSample
  private let candidates: [Candidate]
  private(set) var found: [ColumnRole: Int]
  /// Whether the amount counts, and not quantity × price.
  private(set) var usesAmount = false

  /// What a column may be.
  private struct Candidate {
    var role: ColumnRole
    var column: Int
    var meaning: HeaderWords.Meaning
    /// The less, the likelier; whole numbers are the ranks of the words.
    var weight: Double
    var place: Int
  }

  /// - Parameter chosen: the columns that the user named.
  init(header: [String], sample: ColumnSample, chosen: [ColumnRole: Int]) {
    self.header = header
    self.sample = sample
    found = chosen
    var candidates: [Candidate] = []
    for (column, name) in header.enumerated() {
      for (meaning, standing) in HeaderWords.all.meanings(of: name) {
        guard let role = meaning.role else { continue }
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
    take(sorted.filter(accepts))
    // An invoice is looked at beside the customer.
    take(sorted.filter { $0.role.isNeeded && sample[$0.column].filled > 0 })
    take(sorted.filter(\.role.isNeeded))
    if chosen[.customer] == nil { preferEmail() }
    chooseMoney(chosen)
    dropTimeOfDates(chosen)
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
    case .invoice: return true
    case .date: return values.isMost(values.dates)
    case .time: return values.isMost(values.clocks) && !values.isMost(values.dates)
    case .quantity, .price, .amount: return values.isMost(values.numbers)
    case .currency: return values.distinct <= 20 && !values.isMost(values.numbers)
    default: return true
    }
  }

  private func isInvoice(_ candidate: Candidate, _ values: ColumnSample.Values) -> Bool {
    // Some rows of one order are alike in it; rows of several customers are not one order.
    let customers = found[.customer].map { sample[$0].distinct } ?? 1
    if sample.rowCount > 0, values.filled == 0 { return false }
    if values.distinct == 1, sample.rowCount > 1, customers > 1 { return false }
    guard candidate.weight >= 2 else { return true }
    return !values.isRunningCount && values.distinct >= customers
  }

  /// An e-mail that more rows have than the number joins what a customer bought as a guest.
  private mutating func preferEmail() {
    guard let customer = found[.customer], sample[customer].emails == 0 else { return }
    let values = sample[customer]
    let emails = candidates.filter { $0.meaning == .email && !found.values.contains($0.column) }
    guard let email = emails.first(where: { sample[$0.column].isMost(sample[$0.column].emails) }) else {
      return
    }
    if values.filled < sample.rowCount, sample[email.column].filled > values.filled {
      found[.customer] = email.column
    }
  }

  /// Quantity × price, or the amount: what the user named, else what the rows tell, else quantity × price.
  private mutating func chooseMoney(_ chosen: [ColumnRole: Int]) {
    guard let amount = found[.amount] else { return }
    guard let quantity = found[.quantity], let price = found[.price] else {
      usesAmount = true
      return
    }
    if chosen[.amount] != nil {
      usesAmount = chosen[.quantity] == nil || chosen[.price] == nil
      return
    }
    if chosen[.quantity] != nil || chosen[.price] != nil { return }
    usesAmount = isPriceOfLine(amount: amount, quantity: quantity, price: price)
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
      return numbers.last(where: hasCents)
    case .customer:
      func repeats(_ column: Int) -> Bool {
        let values = sample[column]
        return values.filled > values.distinct && values.distinct > 1 && !values.isMost(values.dates)
      }
      return free.first { sample[$0].isMost(sample[$0].emails) } ?? free.first(where: repeats)
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
    case .status: nil
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
