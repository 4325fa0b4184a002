import Segmentation

/// The page: the segments with their revenue and what to do, the pictures, and as an appendix the data and how good
/// the clusters are.
///
/// One file without network and without scripts; the policy in its head makes a browser hold it to that.
struct ReportPage {
  let report: ModelReport
  let chapters: [Chapter]

  init(_ report: ModelReport, _ chapters: [Chapter]) {
    self.report = report
    self.chapters = chapters
  }

  private var model: Model { report.model }
  private var words: ReportWords { report.words }

  var bytes: [UInt8] {
    var page = Markup()
    page.raw("<!DOCTYPE html>\n")
    page.open("html", [("lang", "en"), ("xmlns", "http://www.w3.org/1999/xhtml")])
    page.newline()
    head(&page)
    page.open("body")
    page.newline()
    header(&page)
    page.open("main")
    sections(&page)
    page.close()
    page.element("footer") { page in
      page.element(
        "p", text: "Made by rfm from the model \(model.name). Nothing in this page names a customer.")
    }
    page.newline()
    page.close()
    page.newline()
    page.close()
    page.newline()
    return page.bytes
  }

  /// The same without head and footer, for a page with others.
  var content: Markup {
    var page = Markup()
    header(&page)
    sections(&page)
    return page
  }

  private func sections(_ page: inout Markup) {
    SegmentSection(report).write(to: &page)
    for chapter in chapters where !chapter.isAppendix { write(chapter, to: &page) }
    DataSection(report).write(to: &page)
    for chapter in chapters where chapter.isAppendix { write(chapter, to: &page) }
  }

  private var title: String { "Customer segments: \(model.name)" }

  private func head(_ page: inout Markup) {
    page.open("head")
    page.empty("meta", [("charset", "utf-8")])
    page.empty(
      "meta",
      [
        ("http-equiv", "Content-Security-Policy"),
        ("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"),
      ])
    page.empty("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
    page.empty("meta", [("name", "color-scheme"), ("content", "light dark")])
    page.element("title", text: title)
    // Without it a server would be asked for an icon that it does not have.
    page.empty("link", [("rel", "icon"), ("href", "data:,")])
    page.element("style") { page in
      page.raw("\n\(report.theme.styleSheet(root: ":root"))\n\(PageStyle.rules)\n")
    }
    page.close()
    page.newline()
  }

  private func header(_ page: inout Markup) {
    page.open("header")
    page.element("h1", text: title)
    var line = model.source.asOf.map { "as of \($0)" } ?? "from a table of RFM values"
    line += report.packTitle.map { " · segments of the pack “\($0)”" } ?? " · clusters of the model"
    page.element("p", [("class", "lead")], text: line)
    keyFigures(&page)
    page.element("nav", [("aria-label", "Contents")]) { page in
      page.element("ul") { page in
        let entries =
          [("segments", "The segments")] + chapters.filter { !$0.isAppendix }.map { ($0.id, $0.heading) }
          + [("data", DataSection.heading)] + chapters.filter(\.isAppendix).map { ($0.id, $0.heading) }
        for (id, heading) in entries {
          page.element("li") { $0.element("a", [("href", "#\(id)")], text: heading) }
        }
      }
    }
    page.close()
    page.newline()
  }

  private func keyFigures(_ page: inout Markup) {
    let filled = report.summaries.filter { !$0.isEmpty }
    var figures = [
      (words.count(model.source.customers), "customers"),
      (words.count(filled.count), filled.count == 1 ? "segment" : "segments"),
    ]
    if let revenue = report.revenue { figures.insert((words.money(revenue, nil), "revenue"), at: 1) }
    let best = filled.max { $0.revenue ?? 0 < $1.revenue ?? 0 }
    if let all = report.revenue, all > 0, let best, let own = best.revenue {
      figures.append((words.percent(own / all), "of the revenue from \(best.name)"))
    }
    page.element("ul", [("class", "key")]) { page in
      for (figure, name) in figures {
        page.element("li") { page in
          page.element("b", text: figure)
          page.element("span", text: name)
        }
      }
    }
  }

  private func write(_ chapter: Chapter, to page: inout Markup) {
    page.open("section", [("aria-labelledby", chapter.id)])
    page.element("h2", [("id", chapter.id)], text: chapter.heading)
    page.element("p", [("class", "lead")], text: chapter.lead)
    page.newline()
    for picture in chapter.pictures {
      page.open("figure")
      // What is wider than a telephone can be moved, with the keyboard, too.
      page.element(
        "div",
        [("class", "picture"), ("tabindex", "0"), ("role", "group"), ("aria-label", picture.title)]
      ) { page in
        page.append(picture.svg(report.theme, isStandalone: false))
      }
      page.element("figcaption", text: picture.message)
      page.close()
      page.newline()
    }
    page.close()
    page.newline()
  }
}

extension ModelReport {
  /// All that was spent; nil where it is not known of every segment.
  var revenue: Double? {
    var sum = CompensatedSum()
    for summary in summaries where !summary.isEmpty {
      guard let revenue = summary.revenue else { return nil }
      sum.add(revenue)
    }
    return sum.value
  }
}
