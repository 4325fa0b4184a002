import Tabular

/// What a thread knows while it goes through the rows of a block.
extension SalesAggregation {
  /// What the row before had in a column, so that a run of rows of one invoice is looked up once.
  struct LastSeen {
    var range = 0..<0
    var number = -1
  }

  /// The rows of a block as they are gone through. A class, since a structure of this size would be copied for
  /// each call that a row leads to.
  final class Run {
    let block: RecordBlock
    let fields: RecordFields
    let plan: SalesPlan
    let places: SalesPlan.Places
    let rules: RowRules
    let reader: DecimalReader
    @exclusivity(unchecked) var customer = LastSeen()
    @exclusivity(unchecked) var invoice = LastSeen()
    @exclusivity(unchecked) var moment = 0..<0
    @exclusivity(unchecked) var day: Int32 = 0
    @exclusivity(unchecked) var second: Int32 = 0
    /// What the last rows add up to; no lines where there is none yet.
    @exclusivity(unchecked) var purchase = Purchase.none
    /// Rows kept under either set of rules.
    @exclusivity(unchecked) var keptAsProducts = 0
    @exclusivity(unchecked) var keptAsSales = 0

    init(_ block: RecordBlock, _ index: RecordIndex, _ plan: SalesPlan) {
      self.block = block
      fields = index.fields(of: block)
      self.plan = plan
      places = plan.places
      rules = RowRules(plan)
      reader = DecimalReader(mark: plan.decimalMark)
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
    let keepsColumns: Bool

    init(_ plan: SalesPlan) {
      hypotheses = plan.hypotheses
      stockColumn = plan.hypotheses.contains(.countsAsProduct) ? plan.places.stock : -1
      returnsAreNet = plan.options.returns == .net
      judges = plan.options.cleaning != .customers
      earliest = plan.earliest?.seconds ?? .min
      latest = plan.latest?.seconds ?? .max
      keepsColumns = !plan.keptColumns.isEmpty
    }
  }
}
