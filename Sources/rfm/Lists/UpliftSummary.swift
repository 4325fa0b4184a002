import Campaigns
import Customers
import JSONText
import Segmentation
import Wording

/// What `uplift` says: each segment, then all of the list.
struct UpliftSummary {
  private struct Part {
    let name: String
    let uplift: Uplift
    /// What targets and controls spent, to the penny.
    let targetRevenue: ExactDecimal
    let controlRevenue: ExactDecimal
  }

  private let list: String
  private let since: Timestamp
  private let until: Timestamp?
  private let lastSale: Timestamp?
  private let figures: Figures
  private var parts: [Part] = []
  private let all: Part

  init(
    list: String, campaign: CampaignList, sales: RFMTable, since: Timestamp, until: Timestamp?,
    currency: String?
  ) {
    self.list = list
    self.since = since
    self.until = until
    figures = Figures(currency: currency)
    lastSale = sales.lastPurchase.max()
    // By segment: targets, then controls.
    var customers = [[Int]](repeating: [0, 0], count: campaign.segments.count)
    var revenues = [[[Double]]](repeating: [[], []], count: campaign.segments.count)
    var units = [[Int128]](repeating: [0, 0], count: campaign.segments.count)
    for member in campaign.members.values { customers[member.segment][member.isControl ? 1 : 0] += 1 }
    for row in 0..<sales.count {
      guard let member = campaign.members[sales.ids[row]] else { continue }
      let revenue = ExactDecimal(units: sales.revenue[row], scale: sales.revenueScale).double
      revenues[member.segment][member.isControl ? 1 : 0].append(revenue)
      units[member.segment][member.isControl ? 1 : 0] += sales.revenue[row]
    }
    func group(_ segment: Int, _ place: Int) -> CampaignGroup {
      CampaignGroup(customers: customers[segment][place], revenues: revenues[segment][place])
    }
    func spent(_ units: Int128) -> ExactDecimal { ExactDecimal(units: units, scale: sales.revenueScale) }
    parts = campaign.segments.enumerated().map { segment, name in
      Part(
        name: name.isEmpty ? "(no segment)" : name,
        uplift: Uplift(targets: group(segment, 0), controls: group(segment, 1)),
        targetRevenue: spent(units[segment][0]), controlRevenue: spent(units[segment][1]))
    }
    func whole(_ place: Int) -> CampaignGroup {
      CampaignGroup(
        customers: customers.reduce(0) { $0 + $1[place] }, revenues: revenues.flatMap { $0[place] })
    }
    all = Part(
      name: "All of the list", uplift: Uplift(targets: whole(0), controls: whole(1)),
      targetRevenue: spent(units.reduce(0) { $0 + $1[0] }),
      controlRevenue: spent(units.reduce(0) { $0 + $1[1] }))
  }

  func text(_ style: Style) -> String {
    let (targets, controls) = (all.uplift.targets, all.uplift.controls)
    let people = targets.customers + controls.customers
    var lines = [
      style.bold(list)
        + " · \(Figures.counted(people, "customer")) · sales from \(since) to \(until ?? lastSale ?? since)"
    ]
    if let until, let lastSale, lastSale.wholeDays(until: until) > 0 {
      lines.append(
        style.note(
          "the last sale is of \(lastSale.date): the days may not be over yet, or sales may be missing"))
    }
    if targets.responders + controls.responders == 0 {
      lines.append(style.note("nobody of the list has bought; are these the sales of the same shop?"))
    }
    for part in parts { lines += section(part, style) }
    if parts.count != 1 { lines += section(all, style) }
    return lines.joined(separator: "\n")
  }

  private func section(_ part: Part, _ style: Style) -> [String] {
    let uplift = part.uplift
    let groups = [
      ("target", uplift.targets, part.targetRevenue), ("control", uplift.controls, part.controlRevenue),
    ]
    let rows = groups.map { name, group, revenue in
      [
        name, Figures.count(group.customers), Figures.count(group.responders),
        group.customers > 0 ? Figures.percent(group.responseRate) : "–", figures.money(revenue.double),
        group.customers > 0 ? figures.money(group.revenuePerCustomer) : "–",
      ]
    }
    var lines = ["", style.bold(part.name)]
    lines.append(
      Layout.table(
        ["", "customers", "bought", "rate", "revenue", "per customer"], rows,
        rightAligned: [1, 2, 3, 4, 5]))
    guard uplift.targets.customers > 0, uplift.controls.customers > 0 else {
      let missing = uplift.controls.customers == 0 ? "control" : "target"
      return lines + ["  there is no \(missing), so nothing can be compared"]
    }
    if let effect = uplift.response {
      lines.append(
        said("response", effect, style, symbol: "z", isRough: uplift.isRough) {
          "\(Figures.fixed($0 * 100, digits: 1)) points"
        })
    } else {
      lines.append("  response      all or none have bought: there is nothing to compare")
    }
    if let effect = uplift.revenue {
      lines.append(said("per customer", effect, style, symbol: "t", isRough: false) { figures.money($0) })
    } else {
      lines.append("  per customer  too few customers to compare")
    }
    return lines
  }

  /// A difference in a sentence.
  private func said(
    _ what: String, _ effect: Effect, _ style: Style, symbol: String, isRough: Bool,
    _ unit: (Double) -> String
  ) -> String {
    let sign = effect.difference > 0 ? "+" : ""
    let interval = "95 % interval \(unit(effect.low)) to \(unit(effect.high))"
    let test = "\(symbol) \(Figures.fixed(effect.statistic, digits: 2)), p \(Self.probability(effect.p))"
    let verdict =
      effect.isTold
      ? (effect.difference > 0 ? "more with the campaign" : "less with the campaign")
      : "the list is too small to tell; it would have shown a difference of \(unit(effect.smallest))"
    let rough = isRough ? "; so few bought that the test is rough" : ""
    return Layout.wrapped(
      "\(sign)\(unit(effect.difference)), \(interval), \(test): \(verdict)\(rough)",
      first: "  " + Layout.padded(what, to: 12) + " ", indent: "                ",
      columns: max(style.width, 80))
  }

  private static func probability(_ p: Double) -> String {
    p < 0.0001 ? "below 0.0001" : Figures.fixed(p, digits: p < 0.01 ? 4 : 2)
  }

  // MARK: JSON

  var json: JSON {
    [
      "list": .string(list), "from": .string(since.description),
      "to": (until ?? lastSale).map { .string($0.description) } ?? .null,
      "lastSale": lastSale.map { .string($0.description) } ?? .null,
      "segments": .array(
        parts.map { part in .object([("segment", .string(part.name))] + Self.members(part)) }),
      "all": .object(Self.members(all)),
    ]
  }

  private static func members(_ part: Part) -> [(String, JSON)] {
    let uplift = part.uplift
    func group(_ group: CampaignGroup, _ revenue: ExactDecimal) -> JSON {
      let isEmpty = group.customers == 0
      return [
        "customers": .integer(group.customers), "responders": .integer(group.responders),
        "responseRate": isEmpty ? .null : .number(group.responseRate),
        "revenue": .literal(revenue.description),
        "revenuePerCustomer": isEmpty ? .null : .number(group.revenuePerCustomer),
      ]
    }
    func effect(_ effect: Effect?, _ symbol: String) -> JSON {
      guard let effect else { return .null }
      return .object(
        [
          ("difference", .number(effect.difference)), ("low", .number(effect.low)),
          ("high", .number(effect.high)), (symbol, .number(effect.statistic)),
        ] + (effect.freedom.map { [("degreesOfFreedom", .number($0))] } ?? []) + [
          ("p", .number(effect.p)), ("smallest", .number(effect.smallest)), ("told", .bool(effect.isTold)),
        ])
    }
    return [
      ("target", group(uplift.targets, part.targetRevenue)),
      ("control", group(uplift.controls, part.controlRevenue)),
      ("response", effect(uplift.response, "z")), ("revenue", effect(uplift.revenue, "t")),
      ("rough", .bool(uplift.isRough)),
    ]
  }
}
