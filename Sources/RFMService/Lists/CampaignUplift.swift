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
    /// Targets and controls.
    public let uplift: Uplift
    /// The difference of the response rates; nil where there is nothing to compare.
    public let response: Effect?
    /// The difference of the revenue per customer; nil where there is nothing to compare.
    public let revenue: Effect?
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

  /// The list's own date, where sales up to it count, and how many of its customers bought only up to then.
  public let overlap: (asOf: Timestamp, customers: Int)?
  /// Whether the list says what each had spent before, so that revenue can be compared less what that explains.
  public let knowsBefore: Bool

  /// - Parameter isPlain: whether figures are those of all, without taking off what was there before.
  init(
    _ campaign: CampaignList, sales: RFMTable, since: Timestamp, until: Timestamp?, currency: String?,
    isPlain: Bool
  ) {
    list = campaign.file
    self.since = since
    self.until = until
    self.currency = currency
    lastSale = sales.lastPurchase.max()
    let members = campaign.members
    let knowsBefore = members.allSatisfy { $0.monetary != nil }
    self.knowsBefore = knowsBefore
    overlap = campaign.asOf.flatMap { asOf in
      guard since <= asOf else { return nil }
      let early = (0..<sales.count).count {
        sales.lastPurchase[$0] <= asOf && campaign.rows[sales.ids[$0]] != nil
      }
      return (asOf, early)
    }
    var spent = [Int128?](repeating: nil, count: members.count)
    for row in 0..<sales.count {
      if let place = campaign.rows[sales.ids[row]] { spent[place] = sales.revenue[row] }
    }
    func exact(_ units: Int128) -> ExactDecimal { ExactDecimal(units: units, scale: sales.revenueScale) }
    func part(_ name: String, _ isIn: (CampaignList.Member) -> Bool, segments: [Part]?) -> Part {
      let groups = [false, true].map { isControl in
        members.indices.filter { members[$0].isControl == isControl && isIn(members[$0]) }
      }
      let sides = groups.map { group in
        CampaignGroup(
          customers: group.count, revenues: group.compactMap { spent[$0].map { exact($0).double } })
      }
      let uplift = Uplift(targets: sides[0], controls: sides[1])
      let spending = groups.map { group in
        group.map {
          ListedSpending(before: members[$0].monetary ?? 0, after: spent[$0].map { exact($0).double } ?? 0)
        }
      }
      let isAdjusted = knowsBefore && !isPlain
      let stratified = isPlain ? nil : segments.flatMap { Uplift.stratifiedResponse($0.map(\.uplift)) }
      let totals = groups.map { group in exact(group.reduce(0) { $0 + (spent[$1] ?? 0) }) }
      return Part(
        name: name, uplift: uplift,
        response: stratified ?? uplift.response(uplift.isRough && !isPlain ? .newcombe : .wald),
        revenue: isAdjusted
          ? Uplift.adjustedRevenue(targets: spending[0], controls: spending[1]) : uplift.revenue,
        targetRevenue: totals[0], controlRevenue: totals[1])
    }
    let segments = campaign.segments.enumerated().map { segment, name in
      part(name.isEmpty ? "(no segment)" : name, { $0.segment == segment }, segments: nil)
    }
    self.segments = segments
    all = part("All of the list", { _ in true }, segments: segments)
  }

  // MARK: JSON

  /// The list, the days that count, and for each segment and all: targets, controls and the two effects.
  public var json: JSON {
    [
      "list": .string(list), "from": .string(since.description),
      "to": (until ?? lastSale).map { .string($0.description) } ?? .null,
      "lastSale": lastSale.map { .string($0.description) } ?? .null,
      "overlap": overlap.map { ["asOf": .string($0.asOf.description), "customers": .integer($0.customers)] }
        ?? .null,
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
          ("method", .string(effect.method.rawValue)), ("interval", .string(effect.interval.rawValue)),
          ("difference", .number(effect.difference)), ("low", .number(effect.low)),
          ("high", .number(effect.high)), (symbol, .number(effect.statistic)),
        ] + (effect.freedom.map { [("degreesOfFreedom", .number($0))] } ?? []) + [
          ("p", .number(effect.p)), ("smallest", .number(effect.smallest)), ("told", .bool(effect.isTold)),
        ])
    }
    return [
      ("target", group(uplift.targets, part.targetRevenue)),
      ("control", group(uplift.controls, part.controlRevenue)),
      ("response", effect(part.response, "z")), ("revenue", effect(part.revenue, "t")),
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
  ///   - isPlain: whether figures are those of all, without taking off what was there before.
  ///   - files: the sales since then.
  ///   - changes: how sales are read otherwise; their observation date and window do not count.
  ///   - work: threads, progress and cancellation.
  /// - Throws: `Problem` where the files cannot be read, or are no sales.
  public func uplift(
    of campaign: CampaignList, since: Timestamp, days: Int? = nil, isPlain: Bool = false,
    in files: SalesFiles,
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
      campaign, sales: read.table, since: since, until: until, currency: model.currency, isPlain: isPlain)
  }
}
