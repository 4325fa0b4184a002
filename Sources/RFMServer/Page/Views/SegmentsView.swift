import HTTPTypes
import Hummingbird
import RFMService
import Report
import Segmentation

/// The segments of a pack, what is wrong with them, and the way to edit each.
enum SegmentsView {
  static let routes =
    [
      PageRoute.get("/segments", ["saved", "undone"]) { visit in try await show(visit) },
      PageRoute.post("/segments/undo", changes: true) { visit in
        let undone = try visit.desk.edits.withLock { history in
          try visit.entry().loaded.undoing(&history).1
        }
        visit.desk.catalog.forget()
        return visit.redirect(visit.address("segments", [("undone", undone)]))
      },
    ] + SegmentEditor.routes

  private static func show(_ visit: Visit) async throws -> Response {
    let words = visit.words
    let inquiry = try visit.inquiry()
    let book = try inquiry.loaded.bookInUse()
    let (overview, lint) = try await visit.desk.queue.run {
      (try inquiry.segments(), try inquiry.lint(book.pack))
    }
    let done =
      visit["undone"].map { visit.tongue.fill(words.undone, ["what": $0]) }
      ?? visit["saved"].map { visit.tongue.fill(words.saved, ["segment": $0]) } ?? ""
    return PageFrame.page(visit, .segments, title: book.pack.title, said: done) { page in
      if !done.isEmpty { page.element("p", [("class", "note")], text: done) }
      if let text = book.pack.description { page.element("p", [("class", "lead")], text: text) }
      page.element("form", [("method", "post"), ("action", visit.address("segments/undo"))]) { page in
        page.element("button", text: words.undo)
      }
      check(&page, lint, inquiry, visit)
      page.element("div", [("class", "cards")]) { page in
        for (place, segment) in overview.pack.segments.enumerated() {
          let group = overview.groups?[place]
          card(&page, place, segment, group, overview, inquiry, visit)
        }
      }
    }
  }

  private static func card(
    _ page: inout Markup, _ place: Int, _ segment: Segment, _ group: SegmentsOverview.Group?,
    _ overview: SegmentsOverview, _ inquiry: Inquiry, _ visit: Visit
  ) {
    let (words, tongue) = (visit.words, visit.tongue)
    page.element("article", [("class", "card")]) { page in
      page.element("h2") { page in
        page.swatch(place)
        page.text(segment.name)
      }
      if let group {
        let all = overview.groups?.reduce(0) { $0 + $1.customers } ?? 0
        page.element(
          "p",
          text: tongue.fill(
            words.segmentLine,
            [
              "customers": tongue.counted(group.customers, words.customers),
              "share": tongue.percent(all > 0 ? Double(group.customers) / Double(all) : 0),
              "money": tongue.money(group.monetary, inquiry.model.currency, digits: 0),
            ]))
      }
      page.element(
        "p", [("class", "rule")], text: "\(words.rule): \(RuleWords(inquiry.model).words(segment))")
      if !segment.interpretation.isEmpty { page.element("p", text: segment.interpretation) }
      page.element("ul") { page in
        for text in segment.recommendations { page.element("li", text: text) }
      }
      page.element("p", [("class", "links")]) { page in
        page.link(
          visit.address("segments/edit", [("place", "\(place)")]), words.edit,
          [("class", "button"), ("aria-label", "\(words.edit): \(segment.name)")])
        page.link(
          visit.address("customers", [("segment", segment.name)]), words.itsCustomers,
          [("aria-label", "\(words.itsCustomers): \(segment.name)")])
      }
    }
    page.newline()
  }

  /// What lint finds, the worst first.
  private static func check(_ page: inout Markup, _ lint: LintReport, _ inquiry: Inquiry, _ visit: Visit) {
    let bad = lint.findings.filter { $0.severity != .info }
    page.element(
      "p", [("class", bad.isEmpty ? "good" : "bad")],
      text: bad.isEmpty ? visit.words.lintGood : visit.words.lintBad)
    guard !bad.isEmpty else { return }
    page.element("ul", [("class", "notes")]) { page in
      for finding in bad.prefix(20) { page.element("li", text: Visit.sentence(Problem(finding.message))) }
    }
  }
}
