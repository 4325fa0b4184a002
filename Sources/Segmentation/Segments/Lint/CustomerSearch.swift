import Customers
import Lifetime

/// Looks for a customer in a box that bounds derived quantities.
///
/// Gaps, tenure and who will buy again hang on the days of purchases, and money per order on two values at once, so
/// such a box is not one of raw values, and it is not decided exactly. What cannot be is seen where the raw values
/// alone, or their ends, rule it out; else customers are tried, the likely ones first, and none may be found where
/// there is one.
struct CustomerSearch {
  /// What came of it.
  enum Outcome {
    case found(LintExample)
    /// There can be none.
    case none
    /// None was found, and there may be one.
    case undecided

    var example: LintExample? { if case .found(let example) = self { example } else { nil } }
    var isUndecided: Bool { if case .undecided = self { true } else { false } }
  }

  let model: Model
  let domain: LintDomain
  let steps: DerivedSteps
  /// A customer of some clusters in a box, by the raw values alone; exact.
  let raw: (Box) -> RFM?

  func look(in whole: Box) -> Outcome {
    var box = whole
    guard narrow(&box), let home = raw(box) else { return .none }
    let quantities = DerivedQuantities(model)
    let dated: [RuleQuantity] = [.gaps, .tenure, .again]
    for recency in candidates(box[.recency], near: home.recency) {
      for history in histories(recency, box) {
        func fits(_ quantity: RuleQuantity, _ rfm: RFM) -> Bool {
          let value = quantities.value(
            quantity, Double(rfm.recency), Double(rfm.frequency), rfm.monetary, history)
          return box[Axis(quantity)].contains(steps.step(quantity, value.isNaN ? nil : value))
        }
        var trial = home
        trial.recency = recency
        guard dated.allSatisfy({ fits($0, trial) }) else { continue }
        var own = box
        own[.recency] = recency...recency
        for part in averages(own, near: home) {
          guard let rfm = raw(part), fits(.average, rfm) else { continue }
          return .found(LintExample(model.classify(rfm, history: history), history: history))
        }
        // Raw values of this recency have been tried; another history changes nothing for them.
        break
      }
    }
    return .undecided
  }

  /// Takes away what the ends of the values rule out.
  ///
  /// - Returns: false where nothing is left.
  private func narrow(_ box: inout Box) -> Bool {
    let (tenure, again, gaps) = (box[.tenure], box[.again], box[.gaps])
    let asked = Set(steps.asked)
    // Both are known, or neither is.
    if asked.contains(.tenure), asked.contains(.again) {
      if tenure.upperBound < 0, again.lowerBound >= 0 { return false }
      if again.upperBound < 0, tenure.lowerBound >= 0 { return false }
    }
    // The first purchase is no later than the last.
    if asked.contains(.tenure), tenure.upperBound >= 0, tenure.lowerBound >= 0 {
      box.narrow(.recency, from: 0, through: tenure.upperBound)
    }
    // No gap is expected to be shorter than a day.
    if asked.contains(.gaps) {
      let ends = steps.ends(.gaps, gaps)
      if let low = ends.low, low > 0 { box.narrow(.recency, from: Int(low.rounded(.up)), through: .max) }
      if let high = ends.high, high <= 0 { box.narrow(.recency, from: 0, through: 0) }
      if ends.low == 0, !ends.hasLow { box.narrow(.recency, from: 1, through: .max) }
    }
    if box.isEmpty { return false }
    return asked.contains(.average) ? mayHaveAverage(box) : true
  }

  private func mayHaveAverage(_ box: Box) -> Bool {
    let ends = steps.ends(.average, box[.average])
    let orders = model.isMonetaryAverage ? 1...1 : box[.frequency]
    let money = [box[.monetary].lowerBound, box[.monetary].upperBound].map { domain.value(.monetary, $0) }
    let (few, many) = (Double(orders.lowerBound), Double(orders.upperBound))
    let least = money[0] < 0 ? money[0] / few : money[0] / many
    let greatest = money[1] > 0 ? money[1] / few : money[1] / many
    if let low = ends.low, ends.hasLow ? greatest < low : greatest <= low { return false }
    if let high = ends.high, ends.hasHigh ? least > high : least >= high { return false }
    return true
  }

  // MARK: Candidates

  /// Numbers of a range: one of them, its ends, and others at growing distances.
  private func candidates(_ range: ClosedRange<Int>, near home: Int) -> [Int] {
    var numbers = [home, range.lowerBound].filter(range.contains)
    var way = 1
    while way < range.count, way < 1 << 30 {
      numbers += [range.lowerBound + way, home - way, home + way].filter(range.contains)
      way *= 3
    }
    numbers.append(range.upperBound)
    var seen: Set<Int> = []
    return numbers.filter { seen.insert($0).inserted }
  }

  /// Days of purchases that fit the tenure of a box; nil among them where they may be unknown.
  private func histories(_ recency: Int, _ box: Box) -> [History?] {
    let asked = steps.asked
    let mayBeUnknown = [RuleQuantity.tenure, .again].allSatisfy {
      !asked.contains($0) || box[Axis($0)].contains(-1)
    }
    var histories: [History?] = mayBeUnknown ? [nil] : []
    let tenure = asked.contains(.tenure) ? box[.tenure] : 0...domain.recency.upperBound
    let (least, most) = (max(0, tenure.lowerBound - recency), tenure.upperBound - recency)
    guard least <= most else { return histories }
    for days in candidates(least...most, near: least) {
      for repeats in days == 0 ? [0] : candidates(1...days, near: 1) {
        histories.append(History(repeats: repeats, ageAtLast: days, age: days + recency))
      }
    }
    return histories
  }

  /// Parts of a box whose customers have the money per order that it asks for: one for each of some frequencies.
  private func averages(_ box: Box, near home: RFM) -> [Box] {
    guard steps.asked.contains(.average) else { return [box] }
    let ends = steps.ends(.average, box[.average])
    if ends.low == nil, ends.high == nil { return [box] }
    return candidates(box[.frequency], near: home.frequency).compactMap { frequency in
      let units = Double(domain.minorUnits) * (model.isMonetaryAverage ? 1 : Double(frequency))
      var part = box
      part[.frequency] = frequency...frequency
      func step(_ value: Double, _ rule: FloatingPointRoundingRule) -> Int {
        let step = (value * units).rounded(rule)
        return abs(step) < 1e15 ? Int(step) : step > 0 ? .max / 2 : .min / 2
      }
      part.narrow(
        .monetary, from: ends.low.map { ends.hasLow ? step($0, .up) : step($0, .down) + 1 } ?? .min,
        through: ends.high.map { ends.hasHigh ? step($0, .down) : step($0, .up) - 1 } ?? .max)
      return part.isEmpty ? nil : part
    }
  }
}
