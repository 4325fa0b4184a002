import Customers
import Lifetime

/// The rules of a pack made ready for millions of rows: the same segments as `SegmentPack.index(of:)`,
/// without a piece of memory per row.
///
/// What a rule says of clusters and outliers is settled beforehand: for each cluster, inside the fences and
/// beyond them, the rules that are left are those that can still hold, and only their bounds are looked at.
struct SegmentRules: Sendable {
  /// A rule that takes a customer whose values lie in these of `checks`.
  private struct Rule: Sendable {
    var segment: Int
    var checks: Range<Int>
  }

  private struct Check: Sendable {
    var quantity: RuleQuantity
    /// Where the quantity stands among all.
    var place: Int
    /// The least and the greatest value that it lets pass.
    var low: Double
    var high: Double

    init(_ quantity: RuleQuantity, _ bounds: Bounds) {
      self.quantity = quantity
      place = RowAnswers.column(of: quantity)
      low = bounds.min ?? -.infinity
      high = min(bounds.max ?? .infinity, bounds.below?.nextDown ?? .infinity)
    }

    @inline(__always)
    func holds(_ value: Double) -> Bool { value >= low && value <= high }
  }

  /// The quantities that are computed from more than one value and that a rule asks for.
  let derived: [RuleQuantity]
  private let quantities: DerivedQuantities
  private var rules: [Rule] = []
  private var checks: [Check] = []
  /// Which of the rules belong to each cluster, inside and beyond (clusters × 2).
  private var cells: [Range<Int>] = []

  /// - Parameters:
  ///   - pack: resolved by the model.
  ///   - model: knows what quantities are computed from.
  ///   - k: how many clusters there are.
  init(_ pack: SegmentPack, _ model: Model, k: Int) {
    derived = pack.derivedQuantities
    quantities = DerivedQuantities(model)
    for cluster in 0..<k {
      for isOutlier in [false, true] {
        let start = rules.count
        add(pack, cluster, isOutlier)
        cells.append(start..<rules.count)
      }
    }
  }

  private mutating func add(_ pack: SegmentPack, _ cluster: Int, _ isOutlier: Bool) {
    for (segment, content) in pack.segments.enumerated() {
      for conditions in content.when
      where conditions.isResolved && conditions.clusters?.contains(cluster) ?? true
        && conditions.outlier ?? isOutlier == isOutlier
      {
        let start = checks.count
        for quantity in RuleQuantity.allCases {
          guard let bounds = conditions.bounds[quantity] else { continue }
          checks.append(Check(quantity, bounds))
        }
        rules.append(Rule(segment: segment, checks: start..<checks.count))
        // A rule without bounds takes all that reach it.
        if start == checks.count { return }
      }
    }
  }

  /// The place of the segment that takes a customer; nil where none does.
  func index(
    _ answer: RowAnswer, _ recency: Double, _ frequency: Double, _ monetary: Double, _ history: () -> History?
  ) -> Int? {
    let history = derived.isEmpty ? nil : history()
    next: for rule in cells[2 &* answer.cluster &+ (answer.isOutlier ? 1 : 0)] {
      for check in rules[rule].checks {
        let value =
          switch checks[check].quantity {
          case .recency: recency
          case .frequency: frequency
          case .monetary: monetary
          case .recencyScore: Double(answer.scores.recency)
          case .frequencyScore: Double(answer.scores.frequency)
          case .monetaryScore: Double(answer.scores.monetary)
          case .gaps, .tenure, .average, .again:
            quantities.value(checks[check].quantity, recency, frequency, monetary, history)
          }
        guard checks[check].holds(value) else { continue next }
      }
      return rules[rule].segment
    }
    return nil
  }

  /// Sets the segments of many rows: the same places, and `others` + the cluster for those whom none takes.
  func fill(_ answers: RowAnswers, of table: RFMTable, others: Int) {
    for quantity in derived {
      let values = answers.column(RowAnswers.column(of: quantity))
      let (recency, frequency, monetary) = (answers.column(0), answers.column(1), answers.column(2))
      for row in 0..<answers.count {
        let history = quantity == .average ? nil : table.history(answers.row(row))
        values[row] = quantities.value(quantity, recency[row], frequency[row], monetary[row], history)
      }
    }
    rules.withUnsafeBufferPointer { rules in
      checks.withUnsafeBufferPointer { checks in
        cells.withUnsafeBufferPointer { cells in
          for row in 0..<answers.count {
            let cluster = Int(answers.clusters[row])
            let cell = cells[2 &* cluster &+ (answers.isOutlier(row) ? 1 : 0)]
            var segment = others &+ cluster
            next: for rule in cell {
              for check in rules[rule].checks {
                let check = checks[check]
                guard check.holds(answers.column(check.place)[row]) else { continue next }
              }
              segment = rules[rule].segment
              break
            }
            answers.segments[row] = Int32(truncatingIfNeeded: segment)
          }
        }
      }
    }
  }
}
