import Customers
import Tabular

/// One pass over the rows of a block: what is the same for all of them, and what the row before said. A class,
/// since a structure of this size would be copied for each call that a row leads to.
final class BlockPass {
  /// What the row before had in a column, so that a run of rows of one invoice is looked up once.
  struct LastSeen {
    var range = 0..<0
    var number = -1
  }

  let block: RecordBlock
  let fields: RecordFields
  /// The same as a layout reads them, where there is one.
  @exclusivity(unchecked) var filled: FilledFields?
  let plan: SalesPlan
  let columns: ColumnNumbers
  let rules: RowRules
  let reader: DecimalReader
  @exclusivity(unchecked) var customer = LastSeen()
  @exclusivity(unchecked) var invoice = LastSeen()
  /// The date of the row before, and what it came to.
  @exclusivity(unchecked) var date = 0..<0
  @exclusivity(unchecked) var day: Int32 = 0
  @exclusivity(unchecked) var second: Int32 = 0
  /// Rows that count under either set of rules.
  @exclusivity(unchecked) var keptAsProducts = 0
  @exclusivity(unchecked) var keptAsSales = 0

  init(_ block: RecordBlock, _ index: RecordIndex, _ plan: SalesPlan) {
    self.block = block
    fields = index.fields(of: block)
    self.plan = plan
    columns = plan.numbers
    rules = RowRules(plan)
    reader = DecimalReader(mark: plan.decimalMark)
  }

  /// Where a row starts in the block.
  @inline(__always)
  func offset(_ row: Int) -> Int { Int(fields.starts[row]) }

  /// What a row says in a column.
  @inline(__always)
  func field(_ row: Int, _ column: Int) -> UnsafeBufferPointer<UInt8> {
    filled.map { $0[row, column] } ?? fields[row, column]
  }

  /// Why the moment of the row at hand does not count; nil where it does.
  @inline(__always)
  var reasonAgainstMoment: DropReason? {
    let seconds = Int64(day) &* Timestamp.secondsPerDay &+ Int64(second)
    if seconds > rules.latest { return .laterThanAsOf }
    return seconds < rules.earliest ? .beforeWindow : nil
  }

  func position(at offset: Int) -> RowPosition {
    RowPosition(file: plan.fileOrdinal, block: block.ordinal, offset: offset)
  }
}

/// What a plan says of every row.
struct RowRules: BitwiseCopyable {
  let hypotheses: Verdict
  /// -1 where no set of rules asks for it.
  let stockColumn: Int
  let returnsAreNet: Bool
  /// Whether rows are judged at all, or all of a customer's count.
  let judges: Bool
  let earliest: Int64
  let latest: Int64

  init(_ plan: SalesPlan) {
    hypotheses = plan.hypotheses
    stockColumn = plan.hypotheses.contains(.countsAsProduct) ? plan.numbers.stock : -1
    returnsAreNet = plan.options.returns == .net
    judges = plan.options.cleaning != .customers
    earliest = plan.earliest?.seconds ?? .min
    latest = plan.latest?.seconds ?? .max
  }
}
