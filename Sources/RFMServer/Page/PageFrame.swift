import HTTPTypes
import Hummingbird
import NIOCore
import RFMService
import Report
import Segmentation

/// What stands around every view: head, navigation, the model in use, and what is said aloud.
struct PageFrame {
  let visit: Visit
  let view: PageView?
  /// Nil where no model can be opened.
  let loaded: LoadedModel?

  static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

  /// The model that comes with the program.
  private static let shipped = "online-retail-2009-2010"

  private var words: Words { visit.words }
  private var tongue: Tongue { visit.tongue }

  /// A whole page.
  ///
  /// - Parameter said: what someone who cannot see the change is told.
  static func page(
    _ visit: Visit, _ view: PageView?, title: String, said: String = "", status: HTTPResponse.Status = .ok,
    scripts: [String] = [], _ content: (inout Markup) throws -> Void
  ) rethrows -> Response {
    let frame = PageFrame(visit: visit, view: view, loaded: (try? visit.entry())?.loaded)
    var inside = Markup()
    try content(&inside)
    let bytes = frame.bytes(title, said, scripts, inside)
    return Response(
      status: status,
      headers: [.contentType: "text/html; charset=utf-8", .contentSecurityPolicy: policy],
      body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private func bytes(_ title: String, _ said: String, _ scripts: [String], _ content: Markup) -> [UInt8] {
    var page = Markup()
    page.raw("<!DOCTYPE html>\n")
    var root = [("lang", tongue.language)]
    if let theme = visit.theme { root.append(("data-theme", theme)) }
    page.open("html", root)
    head(&page, title, scripts)
    page.open("body", [("data-gone", words.gone), ("data-back", words.back)])
    page.element("a", [("class", "skip"), ("href", "#main")], text: words.skip)
    header(&page)
    page.open("main", [("id", "main"), ("tabindex", "-1")])
    page.element("h1", text: title)
    page.newline()
    page.append(content)
    page.close()
    page.newline()
    page.element("p", [("id", "said"), ("class", "unseen"), ("role", "status")], text: said)
    page.element("p", [("id", "gone"), ("role", "alert"), ("hidden", "")], text: "")
    page.element("footer") { page in
      page.element("p", text: words.footer)
    }
    page.close()
    page.close()
    page.newline()
    return page.bytes
  }

  private func head(_ page: inout Markup, _ title: String, _ scripts: [String]) {
    page.open("head")
    page.empty("meta", [("charset", "utf-8")])
    page.empty("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
    page.element("title", text: "\(title) – rfm")
    func link(_ relation: String, _ address: String) {
      page.empty("link", [("rel", relation), ("href", address)])
    }
    link("icon", visit.call.location("/page/icon.svg"))
    link("stylesheet", visit.call.location("/page/style.css"))
    link("stylesheet", visit.address("page/colours.css"))
    for script in ["live"] + scripts {
      page.element(
        "script", [("type", "module"), ("src", visit.call.location("/page/\(script).js"))], text: "")
    }
    page.close()
    page.newline()
  }

  private func header(_ page: inout Markup) {
    page.open("header", [("class", "top")])
    page.element("nav", [("aria-label", words.navigation)]) { page in
      page.element("ul") { page in
        for view in PageView.allCases {
          var attributes = [("href", visit.address(view.path))]
          if view == self.view { attributes.append(("aria-current", "page")) }
          page.element("li") { $0.element("a", attributes, text: view.title(words)) }
        }
      }
    }
    page.element(
      "form", [("method", "post"), ("action", visit.call.location("/page/theme")), ("data-theme-form", "")]
    ) {
      page in
      page.hidden("back", visit.here)
      page.element("label", [("for", "theme")], text: words.theme)
      page.select(
        "theme", id: "theme",
        [("", words.themeSystem), ("light", words.themeLight), ("dark", words.themeDark)], chosen: visit.theme
      )
      page.element("button", text: words.apply)
    }
    if let loaded { model(&page, loaded) }
    page.close()
    page.newline()
  }

  /// Which model and pack answer, and the way to others.
  private func model(_ page: inout Markup, _ loaded: LoadedModel) {
    page.open("div", [("class", "model")])
    let model = loaded.model
    var line = tongue.fill(
      words.modelLine,
      ["model": model.name, "customers": tongue.counted(model.source.customers, words.customers)])
    if let asOf = model.source.asOf { line += ", " + tongue.fill(words.asOf, ["date": tongue.date(asOf)]) }
    page.open("details")
    page.element("summary", text: line)
    page.open("form", [("method", "get"), ("action", visit.call.location("/" + (view ?? .score).path))])
    let names = Set(visit.desk.catalog.library.models.map(Library.modelName)).union([model.name])
    page.field(words.model, id: "model") { page in
      page.select("model", id: "model", names.sorted().map { ($0, $0) }, chosen: model.name)
    }
    let packs = loaded.shelf.packs.filter { $0.misfit(model) == nil }
    page.field(words.pack, id: "pack") { page in
      page.select("pack", id: "pack", packs.map { ($0.name, $0.title) }, chosen: loaded.pack?.name)
    }
    page.element("button", text: words.open)
    page.close()
    page.close()
    // Said where one looks at customers, not where one brings others.
    let isOfIt = [.score, .customers, .segments, .map, .report].contains(view)
    if model.name == Self.shipped, isOfIt {
      page.element("p", [("class", "note")]) { page in
        page.text(words.shipped + " ")
        page.element("a", [("href", visit.address(PageView.file.path))], text: words.shippedLink)
      }
    }
    page.close()
    page.newline()
  }

  // MARK: What went wrong

  /// A problem as a page.
  static func problem(_ problem: HTTPProblem, _ request: Request, _ desk: Desk) -> Response {
    let query = (try? Query(request.uri.query)) ?? Query()
    let call = Call(request: request, path: [:], query: query, desk: desk)
    let visit = Visit(call)
    let words = visit.words
    let title =
      switch problem.status.code {
      case 404: words.notFound
      case 401: words.loginNeeded
      default: words.wentWrong
      }
    var response = PageFrame.page(visit, nil, title: title, said: title, status: problem.status) { page in
      page.element("p", [("class", "problem")], text: problem.shown)
      page.element("p") { page in
        page.element("a", [("href", visit.call.location("/"))], text: words.toTheStart)
      }
    }
    for field in problem.headers { response.headers[field.name] = field.value }
    return response
  }
}

/// What one does on the page.
enum PageView: String, CaseIterable {
  case score, customers, file, train, segments, map, compare, lists, report

  var path: String { rawValue }

  func title(_ words: Words) -> String {
    switch self {
    case .score: words.score
    case .customers: words.customersTitle
    case .file: words.file
    case .train: words.train
    case .segments: words.segments
    case .map: words.map
    case .compare: words.compare
    case .lists: words.lists
    case .report: words.report
    }
  }
}
