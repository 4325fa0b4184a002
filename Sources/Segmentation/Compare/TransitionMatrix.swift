/// From where to where customers went, how many, and what they were worth before and after.
public struct TransitionMatrix: Sendable {
  /// Customers who went the same way.
  public struct Cell: Sendable {
    /// How many there are.
    public internal(set) var customers = 0
    private var before = CompensatedSum()
    private var after = CompensatedSum()

    /// Their monetary together, in the earlier customers' table and in the later one.
    public var monetaryBefore: Double { before.value }
    /// Their monetary in the later table; 0 for those who are not in it.
    public var monetaryAfter: Double { after.value }

    mutating func add(_ before: Double?, _ after: Double?) {
      customers += 1
      if let before { self.before.add(before) }
      if let after { self.after.add(after) }
    }
  }

  /// How many places there are.
  public let places: Int
  private var cells: [Cell]
  /// By place before: customers who are only in the earlier table.
  public private(set) var lost: [Cell]
  /// By place after: customers who are only in the later table.
  public private(set) var gained: [Cell]

  /// Who went from one place to another; both below `places`.
  public subscript(from: Int, to: Int) -> Cell { cells[from * places + to] }

  /// All who were in a place before, lost ones included.
  public func customers(from place: Int) -> Int {
    (0..<places).reduce(lost[place].customers) { $0 + self[place, $1].customers }
  }

  /// All who are in a place after, gained ones included.
  public func customers(to place: Int) -> Int {
    (0..<places).reduce(gained[place].customers) { $0 + self[$1, place].customers }
  }

  /// Customers of all places who are only in the earlier table.
  public var allLost: Int { lost.reduce(0) { $0 + $1.customers } }
  /// Customers of all places who are only in the later table.
  public var allGained: Int { gained.reduce(0) { $0 + $1.customers } }

  /// - Parameters:
  ///   - before, after: the place of each row, below `places`.
  ///   - earlier, later: the monetary of each row.
  init(
    _ join: CustomerJoin, places: Int, before: [Int32], after: [Int32], earlier: [Double], later: [Double]
  ) {
    self.places = places
    cells = [Cell](repeating: Cell(), count: places * places)
    lost = [Cell](repeating: Cell(), count: places)
    gained = lost
    for (row, partner) in join.later.enumerated() {
      let from = Int(before[row])
      if partner >= 0 {
        let other = Int(partner)
        cells[from * places + Int(after[other])].add(earlier[row], later[other])
      } else {
        lost[from].add(earlier[row], nil)
      }
    }
    for row in later.indices where !join.isInEarlier[row] { gained[Int(after[row])].add(nil, later[row]) }
  }
}
