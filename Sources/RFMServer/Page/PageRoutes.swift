import HTTPTypes
import Hummingbird
import NIOCore
import PageFiles
import RFMService
import Report
import Segmentation

extension Routes {
  /// What a browser is shown. No program needs it, so the OpenAPI document has none of it.
  static let page: [Route] =
    PageRoute.files + ScoreView.routes + CustomersView.routes + FileView.routes + SegmentsView.routes
    + TrainView.routes + MapView.routes + CompareView.routes + ListsView.routes + ReportView.routes

  static let fields: [Route.Parameter] = [
    .init(name: "model", meaning: ""), .init(name: "pack", meaning: ""),
  ]
}

/// A view of the page as a route.
enum PageRoute {
  static func get(
    _ template: String, _ fields: [String] = [], lists: [String] = [],
    _ show: @escaping @Sendable (Visit) async throws -> Response
  ) -> Route {
    route(.get, template, fields, lists, nil, changes: false, show)
  }

  /// - Parameters:
  ///   - fields: those of the address; the form itself is in the body.
  ///   - changes: whether files of the user change by it.
  static func post(
    _ template: String, _ fields: [String] = [], changes: Bool = false,
    _ show: @escaping @Sendable (Visit) async throws -> Response
  ) -> Route {
    route(
      .post, template, fields, [], .init(content: [("application/x-www-form-urlencoded", Routes.object)]),
      changes: changes, show)
  }

  /// A form that brings a file.
  static func upload(
    _ template: String, _ fields: [String] = [], _ show: @escaping @Sendable (Visit) async throws -> Response
  ) -> Route {
    route(
      .post, template, fields, [], .init(content: [("multipart/form-data", Routes.object)]), changes: false,
      show)
  }

  private static func route(
    _ method: HTTPRequest.Method, _ template: String, _ fields: [String], _ lists: [String],
    _ body: Route.Body?, changes: Bool, _ show: @escaping @Sendable (Visit) async throws -> Response
  ) -> Route {
    let parameters =
      Routes.fields + fields.map { Route.Parameter(name: $0, meaning: "") }
      + lists.map { Route.Parameter(name: $0, meaning: "", repeats: true) }
    return Route(
      method: method, template: template, summary: "", parameters: parameters, body: body,
      answer: "text/html",
      dialect: .page, changes: changes
    ) { call in try await show(try await Visit(reading: call)) }
  }

  /// Style, scripts and what else is no view.
  static let files: [Route] =
    [
      ("style.css", "text/css", PageStyle.rules + "\n" + text("page.css")),
      ("live.js", "text/javascript", text("live.js")),
      ("upload.js", "text/javascript", text("upload.js")),
      ("icon.svg", "image/svg+xml", text("icon.svg")),
    ].map { name, type, text in
      let bytes = Array(text.utf8)
      let tag = Catalog.tag(bytes)
      return Route(
        method: .get, template: "/page/\(name)", summary: "", answer: type, dialect: .page, isOpen: true
      ) {
        call in call.bytes(bytes, "\(type); charset=utf-8", tag: tag)
      }
    } + [
      get("/") { visit in visit.redirect(visit.address(PageView.score.path)) },
      Route(
        method: .get, template: "/page/colours.css", summary: "", parameters: Routes.fields,
        answer: "text/css",
        dialect: .page
      ) { call in
        let visit = Visit(call)
        let loaded = (try? visit.entry())?.loaded
        let colours = loaded.map { SegmentLookup($0.pack, $0.model).segments.map(\.color) } ?? []
        let sheet = Array(Theme(colours).styleSheet(root: ":root", isSwitched: true).utf8)
        return call.bytes(sheet, "text/css; charset=utf-8", tag: Catalog.tag(sheet))
      },
      post("/page/theme") { visit in
        let theme = visit["theme"] ?? ""
        let path = visit.call.location("/")
        // Only to a place of this server.
        let back = visit["back"].flatMap { $0.hasPrefix(path) && !$0.hasPrefix("//") ? $0 : nil } ?? path
        var response = visit.redirect(back)
        let isKnown = ["light", "dark"].contains(theme)
        response.headers[.setCookie] =
          "rfm-theme=\(isKnown ? theme : ""); Path=\(path); SameSite=Strict; Max-Age=\(isKnown ? 31_536_000 : 0)"
        return response
      },
    ]

  /// A file that is in the program.
  private static func text(_ name: String) -> String {
    var size = 0
    guard let bytes = rfm_page_file(name, &size) else { return "" }
    return String(decoding: UnsafeBufferPointer(start: bytes, count: size), as: UTF8.self)
  }
}
