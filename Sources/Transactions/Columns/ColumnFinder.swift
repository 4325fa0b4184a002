import Tabular
import Wording

/// Finds the columns of a file without a layout: by the words of its header, and by what its rows say.
///
/// Where the two disagree, the rows are believed: a column that is empty is no invoice, one that has no dates is no
/// date, and a name is no customer beside a number or an e-mail.
struct ColumnFinder {
  let header: [String]
  let sample: ColumnSample
  let mayCountOrders: Bool
  let candidates: [Candidate]
  var found: [ColumnRole: Int]
  /// Whether the amount counts, and not quantity × price.
  var usesAmount = false
  /// Whether the amount is that of the whole order, which stands on each of its rows.
  var amountPer = Layout.Unit.line
  /// Columns of money that was given back.
  var refunds: [Int] = []
  /// What was found by less than the words of a header.
  var notes: [String] = []

  /// What a column may be.
  struct Candidate {
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
  func accepts(_ candidate: Candidate) -> Bool {
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
  func isOutdone(_ candidate: Candidate) -> Bool {
    guard sample.rowCount >= 10 else { return false }
    let values = sample[candidate.column]
    return candidates.contains { other in
      guard other.role == .customer, other.column != candidate.column else { return false }
      let others = sample[other.column]
      let isPerson = other.meaning == .email || (other.meaning == .customer && other.weight < 1)
      if values.distinct == 1 {
        // A name may be that of a product.
        let isNumber = candidate.meaning == .customer && candidate.weight < 1
        return others.distinct >= 3 && !others.isMost(others.dates) && (isPerson || !isNumber)
      }
      return candidate.weight >= 1 && candidate.meaning == .customer && isPerson
        && others.filled * 2 >= values.filled && values.distinct * 3 <= others.distinct
    }
  }

  /// Whether a column numbers the customers: each has one value in it, in rows of several days.
  func numbersCustomers(_ column: Int) -> Bool {
    guard let customer = found[.customer], let date = found[.date] else { return false }
    var values: [String: String] = [:]
    var customers: [String: String] = [:]
    var days: [String: String] = [:]
    var several = 0
    for row in 0..<sample.rowCount {
      let (who, value) = (sample.text(row, customer), sample.text(row, column))
      guard !who.isEmpty, !value.isEmpty else { continue }
      // The lines of one order may differ in their time of day.
      let day = String(sample.text(row, date).prefix { $0 != " " && $0 != "T" })
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

  /// A time of day beside dates that have theirs is another one, such as that of a delivery.
  private mutating func dropTimeOfDates(_ chosen: [ColumnRole: Int]) {
    guard chosen[.time] == nil, found[.time] != nil, let date = found[.date] else { return }
    let withTime = (0..<sample.rowCount).count { sample.text($0, date).contains(":") }
    if withTime * 2 > sample.rowCount { found[.time] = nil }
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
