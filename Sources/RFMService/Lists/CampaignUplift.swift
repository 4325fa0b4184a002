import Campaigns
import Customers
import JSONText
import Transactions

/// What a campaign did: the targets of a list against its controls, for each segment and for all.
public struct CampaignUplift: Sendable {
  /// The customers of one segment, or of the whole list.
  public struct Part: Sendable {
    /// Of the segment.
    public let name: String
    /// Targets against controls.
    public let uplift: Uplift
    /// What targets and controls spent, to the penny.
    public let targetRevenue: ExactDecimal
    /// What the controls spent, to the penny.
    public let controlRevenue: ExactDecimal
  }

  /// The list's file.
  public let list: String
  /// The first moment that counts.
  public let since: Timestamp
  /// The last moment that counts; nil for all sales.
  public let until: Timestamp?
  /// Nil where there is none.
  public let lastSale: Timestamp?
  /// The currency of the model; nil where it has none.
  public let currency: String?
  /// In the order of the list.
  public let segments: [Part]
  /// The whole list.
  public let all: Part

  init(
    _ campaign: CampaignList, sales: RFMTable, since: Timestamp, until: Timestamp?, currency: String?
  ) {
    list = campaign.file
    self.since = since
    self.until = until
    self.currency = currency
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
    segments = campaign.segments.enumerated().map { segment, name in
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

  // MARK: JSON

  /// The list, the days that count, and for each segment and all: targets, controls and the two effects.
  public var json: JSON {
    [
      "list": .string(list), "from": .string(since.description),
      "to": (until ?? lastSale).map { .string($0.description) } ?? .null,
      "lastSale": lastSale.map { .string($0.description) } ?? .null,
      "segments": .array(
        segments.map { part in .object([("segment", .string(part.name))] + Self.members(part)) }),
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

extension LoadedModel {
  /// Measures a campaign by what the customers of its list bought, in sales that are read as those of the model.
  ///
  /// Who was forgotten since is in no group any more, and is missed in neither.
  ///
  /// - Parameters:
  ///   - campaign: the list that was exported with a holdout.
  ///   - since: the first moment that counts.
  ///   - days: how many days count; nil for all sales.
  ///   - files: the sales since then.
  ///   - changes: how sales are read otherwise; their observation date and window do not count.
  ///   - work: threads, progress and cancellation.
  /// - Throws: `Problem` where the files cannot be read, or are no sales.
  public func uplift(
    of campaign: CampaignList, since: Timestamp, days: Int? = nil, in files: SalesFiles,
    _ changes: SalesChanges, _ work: Work
  ) throws(Problem) -> CampaignUplift {
    var options = try InheritedSales(self, changes).options
    let until = days.map { Timestamp(seconds: since.seconds + Int64($0) * Timestamp.secondsPerDay - 1) }
    options.since = since
    options.windowDays = nil
    options.asOf = until.map { .moment($0) } ?? .last
    let read = try library.read(files, options, work)
    work.progress(.finished)
    guard read.sales != nil else {
      throw Problem("the files are RFM tables, which do not say when customers bought; raw sales are needed")
    }
    return CampaignUplift(
      campaign, sales: read.table, since: since, until: until, currency: model.currency)
  }
}
