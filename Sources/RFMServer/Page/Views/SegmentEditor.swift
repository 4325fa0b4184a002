import Hummingbird
import RFMService
import Report
import Segmentation

/// One segment on the way to another: what is typed, what would come of it, and the saving.
enum SegmentEditor {
  static let routes = [
    PageRoute.get("/segments/edit", ["place"]) { visit in
      let (inquiry, book, place) = try open(visit)
      let draft = SegmentDraft(book.pack.segments[place])
      return try await form(visit, inquiry, book, place, draft, was: draft)
    },
    PageRoute.post("/segments/edit", ["place"], changes: true) { visit in try await save(visit) },
    PageRoute.post("/segments/preview", ["place"]) { visit in
      let (inquiry, book, place) = try open(visit)
      return try await form(
        visit, inquiry, book, place, SegmentDraft(visit.form), was: SegmentDraft(visit.form, prefix: "was."))
    },
  ]

  private static func open(_ visit: Visit) throws -> (Inquiry, PackShelf.Book, Int) {
    let inquiry = try visit.inquiry()
    let book = try inquiry.loaded.bookInUse()
    guard let place = Int(visit["place"] ?? ""), book.pack.segments.indices.contains(place) else {
      throw HTTPProblem(.notFound, visit.words.noSegment)
    }
    return (inquiry, book, place)
  }

  /// Saves, or does what another button says, and shows the form again.
  private static func save(_ visit: Visit) async throws -> Response {
    let words = visit.words
    let (inquiry, book, place) = try open(visit)
    var draft = SegmentDraft(visit.form)
    let was = SegmentDraft(visit.form, prefix: "was.")
    guard visit["do"] == "save" else {
      draft.apply(visit["do"] ?? "")
      return try await form(visit, inquiry, book, place, draft, was: was)
    }
    guard visit["tag"] == Catalog.tag(book) else {
      // What the others changed is shown, and is what the next saving begins with.
      return try await form(
        visit, inquiry, book, place, draft, was: SegmentDraft(book.pack.segments[place]),
        problem: words.changedMeanwhile)
    }
    do {
      let text = try edited(book, place, draft, was)
      let what = "changed '\(book.pack.segments[place].name)'"
      let saved = try visit.desk.edits.withLock { history throws(Problem) in
        try inquiry.loaded.saving(text, over: book, what: what, history: &history)
      }
      visit.desk.catalog.forget()
      if let misfit = saved?.misfit {
        return try await form(visit, inquiry, book, place, draft, was: was, problem: misfit)
      }
      return visit.redirect(visit.address("segments", [("pack", book.pack.name), ("saved", draft.name)]))
    } catch {
      return try await form(visit, inquiry, book, place, draft, was: was, problem: Visit.sentence(error))
    }
  }

  private static func edited(
    _ book: PackShelf.Book, _ place: Int, _ draft: SegmentDraft, _ was: SegmentDraft
  ) throws -> PackText {
    try draft.changes(since: was).reduce(book.text) { text, change in
      do throws(EditError) {
        return try text.applying(PackEdit(segment: place, change: change))
      } catch {
        throw Problem(error.description)
      }
    }
  }

  // MARK: The form

  private static func form(
    _ visit: Visit, _ inquiry: Inquiry, _ book: PackShelf.Book, _ place: Int, _ draft: SegmentDraft,
    was: SegmentDraft, problem: String? = nil
  ) async throws -> Response {
    let words = visit.words
    let current = SegmentDraft(book.pack.segments[place])
    let preview = try await visit.desk.queue.run { () -> Markup in
      var page = Markup()
      do {
        let text = try edited(book, place, draft, was)
        try SegmentPreview(text.pack, place, book.pack, inquiry, visit).write(to: &page)
      } catch { page.problem(Visit.sentence(error)) }
      return page
    }
    let title = visit.tongue.fill(words.editTitle, ["segment": book.pack.segments[place].name])
    return PageFrame.page(visit, .segments, title: title, said: problem ?? "") { page in
      page.element("p") { $0.link(visit.address("segments"), words.backToSegments) }
      if let problem { page.problem(problem) }
      if current != was || problem == words.changedMeanwhile { theirs(&page, current, draft, visit) }
      let address = visit.address("segments/edit", [("place", "\(place)")])
      page.open(
        "form",
        [
          ("method", "post"), ("action", address),
          ("data-live", visit.address("segments/preview", [("place", "\(place)")])),
        ])
      // Return in a field saves, as the first button of the form.
      page.element(
        "button",
        [
          ("class", "unseen"), ("name", "do"), ("value", "save"), ("tabindex", "-1"), ("aria-hidden", "true"),
        ], text: words.save)
      page.hidden(
        "tag", problem == words.changedMeanwhile || problem == nil ? Catalog.tag(book) : visit["tag"] ?? "")
      was.hide(in: &page, prefix: "was.")
      page.open("div", [("class", "pair")])
      page.element("div") { page in
        texts(&page, draft, visit)
        recommendations(&page, draft, visit)
        rules(&page, draft, inquiry, visit)
      }
      page.section("preview-title", words.previewTitle) { page in
        page.region("preview") { $0.append(preview) }
        page.element("button", [("class", "first"), ("name", "do"), ("value", "save")], text: words.save)
      }
      page.close()
      page.close()
    }
  }

  /// What someone else made of the segment meanwhile.
  private static func theirs(
    _ page: inout Markup, _ current: SegmentDraft, _ own: SegmentDraft, _ visit: Visit
  ) {
    let words = visit.words
    let rows = [
      (words.name, current.name, own.name),
      (words.interpretation, current.interpretation, own.interpretation),
      (words.colour, current.color, own.color),
      (
        words.whatToDo, current.recommendations.joined(separator: " · "),
        own.recommendations.joined(separator: " · ")
      ),
    ].filter { $0.1 != $0.2 }
    guard !rows.isEmpty else { return }
    page.table(words.theirs, ["", words.theirs, words.yours], classes: "texts") { page in
      for row in rows {
        page.element("tr") { page in
          page.rowHeader(row.0)
          page.cell(row.1)
          page.cell(row.2)
        }
      }
    }
  }

  private static func texts(_ page: inout Markup, _ draft: SegmentDraft, _ visit: Visit) {
    let words = visit.words
    page.element("div", [("class", "fields")]) { page in
      page.input(words.name, "name", value: draft.name, [("required", ""), ("maxlength", "200")])
      // A field of colours always has one, so none is said by the text.
      page.input(
        words.colour, "color", value: draft.color, hint: words.colourHint,
        [("pattern", "#[0-9a-fA-F]{6}"), ("size", "9")])
    }
    page.field(words.interpretation, id: "interpretation") { page in
      page.element(
        "textarea", [("id", "interpretation"), ("name", "interpretation")], text: draft.interpretation)
    }
  }

  private static func recommendations(_ page: inout Markup, _ draft: SegmentDraft, _ visit: Visit) {
    let (words, tongue) = (visit.words, visit.tongue)
    page.element("h2", text: words.whatToDo)
    page.element("ol", [("class", "edit")]) { page in
      for (place, text) in draft.recommendations.enumerated() {
        let number = ["n": "\(place + 1)"] as KeyValuePairs
        page.element("li") { page in
          page.element("div", [("class", "row")]) { page in
            page.element(
              "textarea",
              [("name", "recommendation"), ("aria-label", tongue.fill(words.recommendation, number))],
              text: text)
            let buttons = [
              ("up", "↑", words.up, place > 0),
              ("down", "↓", words.down, place + 1 < draft.recommendations.count),
              ("remove", "×", words.remove, true),
            ]
            for (action, sign, label, isOn) in buttons where isOn {
              page.element(
                "button",
                [
                  ("class", "small"), ("name", "do"), ("value", "\(action).\(place)"),
                  ("aria-label", tongue.fill(label, number)),
                ], text: sign)
            }
          }
        }
      }
    }
    page.element(
      "button", [("class", "small"), ("name", "do"), ("value", "add")], text: words.addRecommendation)
  }

  private static func rules(_ page: inout Markup, _ draft: SegmentDraft, _ inquiry: Inquiry, _ visit: Visit) {
    let (words, tongue) = (visit.words, visit.tongue)
    page.element("h2", text: words.rule)
    page.element("p", [("class", "hint")], text: words.ruleHint)
    page.hidden("rules", "\(draft.rules.count)")
    for (place, rule) in draft.rules.enumerated() {
      page.element("fieldset", [("class", "checks")]) { page in
        page.element("legend", text: tongue.fill(words.alternative, ["n": "\(place + 1)"]))
        page.element("div", [("class", "fields")]) { page in
          page.field(
            words.clusters, id: "\(place).clusters",
            hint: tongue.fill(words.clustersHint, ["last": "\(inquiry.model.k - 1)"])
          ) { page in
            page.empty(
              "input",
              [
                ("id", "\(place).clusters"), ("name", "\(place).clusters"), ("value", rule.clusters),
                ("size", "8"), ("aria-describedby", "\(place).clusters-hint"),
              ])
          }
          page.field(words.outlier, id: "\(place).outlier") { page in
            page.select(
              "\(place).outlier", id: "\(place).outlier",
              [("", words.either), ("yes", words.yes), ("no", words.never)], chosen: rule.outlier)
          }
        }
        page.table(
          tongue.fill(words.alternative, ["n": "\(place + 1)"]),
          ["", words.atLeast, words.atMost, words.below]
        ) { page in
          for quantity in RuleQuantity.allCases {
            let name = RuleWords(inquiry.model).name(quantity)
            page.element("tr") { page in
              page.rowHeader(name)
              for (bound, label) in [("min", words.atLeast), ("max", words.atMost), ("below", words.below)] {
                let value = rule.bounds["\(quantity.rawValue).\(bound)"] ?? ""
                let type = value.isEmpty || Double(value) != nil ? "number" : "text"
                let field = "\(place).\(quantity.rawValue).\(bound)"
                page.element("td") { page in
                  page.empty(
                    "input",
                    [
                      ("type", type), ("step", "any"), ("name", field), ("size", "7"),
                      ("class", "narrow"),
                      ("value", value),
                      ("aria-label", "\(name) \(label)"),
                    ])
                }
              }
            }
          }
        }
        if draft.rules.count > 1 {
          page.element(
            "button", [("class", "small"), ("name", "do"), ("value", "remove-rule.\(place)")],
            text: words.removeAlternative)
        }
      }
    }
    page.element(
      "button", [("class", "small"), ("name", "do"), ("value", "add-rule")], text: words.addAlternative)
  }
}
