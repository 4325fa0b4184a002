import Campaigns
import Customers
import RFMService
import Wording

/// A campaign's uplift for a person: each segment, then all of the list.
struct UpliftText {
  private let uplift: CampaignUplift
  private let figures: Figures
  private let style: Style

  init(_ uplift: CampaignUplift, _ style: Style) {
    self.uplift = uplift
    figures = Figures(currency: uplift.currency)
    self.style = style
  }

  var text: String {
    let (since, until, lastSale) = (uplift.since, uplift.until, uplift.lastSale)
    let (targets, controls) = (uplift.all.uplift.targets, uplift.all.uplift.controls)
    let people = targets.customers + controls.customers
    var lines = [
      style.bold(uplift.list)
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
    if let overlap = uplift.overlap {
      lines.append(
        style.note(
          "the list is as of \(overlap.asOf), and sales count from \(since): what was bought in between came before the campaign; \(Figures.counted(overlap.customers, "customer")) of the list bought only then"
        ))
    }
    if !uplift.knowsBefore {
      lines.append(
        style.note(
          "the list has no monetary for all of them, so revenue is compared as it is: a few great customers decide on it"
        ))
    }
    for part in uplift.segments { lines += section(part) }
    if uplift.segments.count != 1 { lines += section(uplift.all) }
    return lines.joined(separator: "\n")
  }

  private func section(_ part: CampaignUplift.Part) -> [String] {
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
      style.table(
        ["", "customers", "bought", "rate", "revenue", "per customer"], rows,
        rightAligned: [1, 2, 3, 4, 5]))
    guard uplift.targets.customers > 0, uplift.controls.customers > 0 else {
      let missing = uplift.controls.customers == 0 ? "control" : "target"
      return lines + ["  there is no \(missing), so nothing can be compared"]
    }
    if let effect = part.response {
      lines.append(
        said("response", effect, symbol: "z", isRough: uplift.isRough) {
          "\(Figures.fixed($0 * 100, digits: 1)) points"
        })
    } else {
      lines.append("  response      all or none have bought: there is nothing to compare")
    }
    if let effect = part.revenue {
      lines.append(said("per customer", effect, symbol: "t", isRough: false) { figures.money($0) })
    } else {
      lines.append("  per customer  too few customers to compare")
    }
    return lines
  }

  /// A difference in a sentence.
  private func said(
    _ what: String, _ effect: Effect, symbol: String, isRough: Bool,
    _ unit: (Double) -> String
  ) -> String {
    let sign = effect.difference > 0 ? "+" : ""
    let by = effect.interval == .newcombe ? " by Newcombe" : ""
    let interval = "95 % interval\(by) \(unit(effect.low)) to \(unit(effect.high))"
    let test = "\(symbol) \(Figures.fixed(effect.statistic, digits: 2)), p \(Self.probability(effect.p))"
    let verdict =
      effect.isTold
      ? (effect.difference > 0 ? "more with the campaign" : "less with the campaign")
      : "no clear effect: only a difference of about \(unit(effect.smallest)) or more would show with so few customers"
    let rough = isRough ? "; so few bought, or did not, that the test is rough" : ""
    return TextLayout.wrapped(
      "\(sign)\(unit(effect.difference)) (\(Self.words(effect.method))), \(interval), \(test): \(verdict)\(rough)",
      first: "  " + TextLayout.padded(what, to: 12) + " ", indent: "                ",
      columns: style.width)
  }

  private static func words(_ method: Effect.Method) -> String {
    switch method {
    case .proportions: "two proportions"
    case .postStratified: "segment by segment"
    case .welch: "as it is, Welch"
    case .cuped: "less what the spending before explains, CUPED"
    }
  }

  private static func probability(_ p: Double) -> String {
    p < 0.0001 ? "below 0.0001" : Figures.fixed(p, digits: p < 0.01 ? 4 : 2)
  }
}
