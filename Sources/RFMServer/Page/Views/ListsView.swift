import Campaigns
import HTTPTypes
import Hummingbird
import RFMService
import Report
import Segmentation
import Transactions

/// Lists for a mail tool with a holdout, and what came of one.
enum ListsView {
  private static let fields = ["holdout", "seed", "list", "sales"]
  private static let formats = ["csv", "xlsx", "jsonl"]

  static let routes =
    [
      PageRoute.get("/lists", fields, lists: ["segment"]) { visit in try await show(visit) },
      PageRoute.upload("/lists/list") { visit in try await keep(visit, as: "list") },
      PageRoute.upload("/lists/sales", ["list"]) { visit in try await keep(visit, as: "sales") },
    ]
    + formats.map { format in
      // Browsers send fields that are empty; programs do not.
      PageRoute.get("/lists/export.\(format)", fields, lists: ["segment"]) { visit in
        let values = ["holdout", "seed"].map { ($0, visit[$0] ?? "") }
        let segments = visit.form.all("segment").map { ("segment", $0) }
        let isSeedAlone = visit["holdout"] == nil
        return visit.redirect(
          visit.address(
            "api/v1/export.\(format)", segments + values.filter { !isSeedAlone || $0.0 != "seed" }))
      }
    }

  private static func keep(_ visit: Visit, as name: String) async throws -> Response {
    let upload = try await visit.upload()
    let list = name == "list" ? [] : [("list", visit["list"] ?? "")]
    return visit.redirect(visit.address("lists", list + [(name, upload.id)]))
  }

  private static func show(_ visit: Visit) async throws -> Response {
    let words = visit.words
    let inquiry = try visit.inquiry()
    var uplift: CampaignUplift?
    var problem: String?
    do { uplift = try await measured(visit) } catch { problem = Visit.sentence(error) }
    return PageFrame.page(visit, .lists, title: words.lists, scripts: ["upload"]) { page in
      page.section("export", words.exportList) { export(&$0, visit, inquiry) }
      page.section("uplift", words.upliftTitle) { page in
        page.element("p", [("class", "lead")], text: words.upliftLead)
        if let problem { page.problem(problem) }
        if let uplift { UpliftPart(uplift, visit).write(to: &page) }
        let isList = visit["list"] == nil || uplift != nil
        let label = isList ? words.theList : words.theSales
        let path =
          isList ? visit.address("lists/list") : visit.address("lists/sales", [("list", visit["list"] ?? "")])
        if !isList { page.element("p", [("class", "good")], text: words.listIsHere) }
        page.upload(label, visit, to: path)
      }
    }
  }

  private static func export(_ page: inout Markup, _ visit: Visit, _ inquiry: Inquiry) {
    let words = visit.words
    page.element("p", [("class", "lead")], text: words.exportLead)
    page.open(
      "form", [("method", "get"), ("action", visit.call.location("/lists/export.csv")), ("data-plain", "")])
    page.choices(visit)
    page.element("fieldset", [("class", "checks")]) { page in
      page.element("legend", text: words.segments)
      for (place, segment) in (inquiry.pack?.segments ?? []).enumerated() {
        page.element("label") { page in
          page.empty("input", [("type", "checkbox"), ("name", "segment"), ("value", segment.name)])
          page.element("span") { page in
            page.swatch(place)
            page.text(segment.name)
          }
        }
      }
    }
    page.element("div", [("class", "fields")]) { page in
      page.input(
        words.holdout, "holdout", type: "number", value: visit["holdout"], hint: words.holdoutHint,
        [("min", "0.1"), ("max", "99"), ("step", "any")])
      page.input(
        words.seed, "seed", type: "number", value: visit["seed"], hint: words.seedHint,
        [("min", "0"), ("step", "1")])
    }
    page.element("p", [("class", "links")]) { page in
      page.element("span", text: words.download)
      for format in formats {
        page.element(
          "button",
          [
            ("formaction", visit.call.location("/lists/export.\(format)")),
            ("class", format == "csv" ? "first" : ""),
          ],
          text: format.uppercased())
      }
    }
    page.close()
  }

  /// - Returns: nil where the files are not both here yet.
  private static func measured(_ visit: Visit) async throws -> CampaignUplift? {
    guard let list = visit["list"], let sales = visit["sales"] else { return nil }
    let (listed, later) = (
      try visit.desk.shelf.upload(list).content, try visit.desk.shelf.upload(sales).content
    )
    let loaded = try visit.entry().loaded
    let place = try visit.desk.queue.reserve()
    let work = visit.desk.work(threads: visit.desk.settings.threads)
    return try await visit.desk.queue.runHeavy(place) {
      let campaign = try CampaignList(listed.source, named: listed.name)
      return try loaded.uplift(
        of: campaign, since: try campaign.start(nil), in: SalesFiles(sources: [later.source]), SalesChanges(),
        work)
    }
  }
}

/// What a campaign did, segment by segment.
struct UpliftPart {
  private let uplift: CampaignUplift
  private let visit: Visit

  init(_ uplift: CampaignUplift, _ visit: Visit) {
    self.uplift = uplift
    self.visit = visit
  }

  private var words: Words { visit.words }
  private var tongue: Tongue { visit.tongue }

  func write(to page: inout Markup) {
    page.element(
      "p",
      text: tongue.fill(
        words.upliftSince,
        [
          "list": uplift.list, "date": tongue.date(uplift.since),
          "last": uplift.lastSale.map(tongue.date) ?? words.no,
        ]))
    let headings = [
      words.segment, words.targets, words.controls, words.response, words.chance, words.perCustomer,
      words.chance,
    ]
    page.table(words.upliftTitle, headings) { page in
      for part in uplift.segments + (uplift.segments.count == 1 ? [] : [uplift.all]) { row(&page, part) }
    }
    page.element("p", [("class", "hint")], text: words.upliftHint)
  }

  private func row(_ page: inout Markup, _ part: CampaignUplift.Part) {
    func group(_ group: CampaignGroup) -> String {
      "\(tongue.count(group.responders)) / \(tongue.count(group.customers))"
    }
    func effect(_ effect: Effect?, _ say: (Double) -> String) -> (String, String) {
      guard let effect else { return (words.no, words.no) }
      return (
        tongue.fill(
          words.between, ["x": say(effect.difference), "low": say(effect.low), "high": say(effect.high)]),
        tongue.number(effect.p, 3)
      )
    }
    let response = effect(part.response) { tongue.percent($0) }
    let revenue = effect(part.revenue) { tongue.money($0, uplift.currency) }
    page.element("tr") { page in
      page.rowHeader(part.name)
      page.cell(group(part.uplift.targets))
      page.cell(group(part.uplift.controls))
      page.cell(response.0)
      page.cell(response.1)
      page.cell(revenue.0)
      page.cell(revenue.1)
    }
  }
}
