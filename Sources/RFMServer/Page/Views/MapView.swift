import Hummingbird
import RFMService
import Report
import Segmentation

/// The customers as pictures, each part of which leads to those whom it shows.
enum MapView {
  static let routes = [
    PageRoute.get("/map") { visit in
      let words = visit.words
      let loaded = try visit.entry().loaded
      let work = visit.desk.work(threads: visit.desk.settings.threads)
      let segments = SegmentLookup(loaded.pack, loaded.model).segments
      let named = loaded.pack?.segments.count ?? 0
      var links: [Int: String] = [:]
      for (place, segment) in segments.prefix(named).enumerated() {
        links[place] = visit.address("customers", [("segment", segment.name)])
      }
      let known = links
      let pictures = try await visit.desk.queue.run {
        try loaded.modelReport(words: ReportWords(visit, loaded.model), work).pictures(
          of: [
            "revenue-treemap", "scatter-recency-frequency", "scatter-recency-monetary",
            "scatter-frequency-monetary",
          ], links: known)
      }
      return PageFrame.page(visit, .map, title: words.map) { page in
        page.element("p", [("class", "lead")], text: words.mapLead)
        page.element("ul", [("class", "chips"), ("aria-label", words.segments)]) { page in
          for (place, segment) in segments.prefix(named).enumerated() {
            page.element("li") { page in
              page.element("a", [("href", known[place] ?? "")]) { page in
                page.swatch(place)
                page.text(segment.name)
              }
            }
          }
        }
        for picture in pictures { page.figure(picture) }
      }
    }
  ]
}

/// The page of `rfm report`, in the frame of the others.
enum ReportView {
  static let routes = [
    PageRoute.get("/report") { visit in
      let words = visit.words
      let loaded = try visit.entry().loaded
      let place = try visit.desk.queue.reserve()
      let work = visit.desk.work(threads: visit.desk.settings.threads)
      let content = try await visit.desk.queue.runHeavy(place) {
        try loaded.modelReport(words: ReportWords(visit, loaded.model), work).content
      }
      return PageFrame.page(visit, .report, title: words.report) { page in
        page.element("p", [("class", "links")]) { page in
          page.link(
            visit.address("api/v1/report"), words.reportAlone,
            [("class", "button"), ("download", "\(loaded.model.name).html")])
          page.element("span", [("class", "hint")], text: words.reportPrint)
        }
        page.element("div", tongueIsEnglish(visit) ? [] : [("lang", "en")]) { $0.append(content) }
      }
    }
  ]

  private static func tongueIsEnglish(_ visit: Visit) -> Bool { visit.tongue.language == "en" }
}
