import RFMService
import Report
import Segmentation

/// What would come of an edit: the rule in words, who comes in and who leaves, what lint and the claims say.
struct SegmentPreview {
  private let pack: SegmentPack
  private let place: Int
  private let old: SegmentPack
  private let inquiry: Inquiry
  private let visit: Visit

  init(_ pack: SegmentPack, _ place: Int, _ old: SegmentPack, _ inquiry: Inquiry, _ visit: Visit) {
    self.pack = pack
    self.place = place
    self.old = old
    self.inquiry = inquiry
    self.visit = visit
  }

  private var words: Words { visit.words }
  private var tongue: Tongue { visit.tongue }

  func write(to page: inout Markup) throws {
    let report = try inquiry.lint(pack)
    page.element("p") { page in
      page.swatch(place)
      page.element("strong", text: pack.segments[place].name)
      if let customers = report.customers?.bySegment[place] {
        page.text(": \(tongue.counted(customers, words.customers))")
      }
    }
    page.element(
      "p", [("class", "rule")], text: "\(words.rule): \(RuleWords(inquiry.model).words(pack.segments[place]))"
    )
    if inquiry.loaded.store != nil { moves(&page, try inquiry.moves(to: pack)) }
    let new = report.newFindings(since: try inquiry.lint(old)).filter { $0.severity != .info }
    page.element(
      "p", [("class", new.isEmpty ? "good" : "bad")], text: new.isEmpty ? words.lintSame : words.lintNew)
    if !new.isEmpty {
      page.element("ul") { page in
        for finding in new { page.element("li", text: Visit.sentence(Problem(finding.message))) }
      }
    }
    claims(&page, (report.claims ?? []).filter { $0.segment == place })
  }

  private func moves(_ page: inout Markup, _ moves: PackMoves) {
    guard !moves.moves.isEmpty else { return page.element("p", text: words.nobodyMoves) }
    page.table(words.whoMoves, [words.from, words.to, words.customersTitle, words.monetary, words.suchAs]) {
      page in
      for move in moves.moves {
        page.element("tr") { page in
          page.rowHeader(move.from)
          page.element("td", [("class", "left")], text: move.to)
          page.cell(tongue.count(move.customers))
          page.cell(tongue.money(move.monetary, inquiry.model.currency, digits: 0))
          page.element("td", [("class", "left")], text: move.examples.joined(separator: ", "))
        }
      }
    }
  }

  private func claims(_ page: inout Markup, _ verdicts: [ClaimVerdict]) {
    guard !verdicts.isEmpty else { return }
    let says = RuleWords(inquiry.model)
    page.element("h3", text: words.claims)
    page.element("ul", [("class", "notes")]) { page in
      for verdict in verdicts {
        let claim = verdict.claim.says.map { "“\($0)”: " } ?? ""
        let isSo = verdict.holds != false
        page.element(
          "li", [("class", isSo ? "good" : "bad")],
          text: isSo
            ? claim + says.words(verdict.claim, inquiry.model)
            : Visit.sentence(Problem(says.words(verdict, of: pack))))
      }
    }
  }
}
