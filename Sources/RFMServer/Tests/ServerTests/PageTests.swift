import Foundation
import HTTPTypes
import Testing

@testable import RFMServer

/// The page without a browser: what its HTML says. Tests/Browser/page.py looks at it in one.
@Suite struct PageTests {
  private static let model = "model=online-retail-2009-2010"
  private static let html: HTTPFields = [.accept: "text/html"]

  private func view(_ path: String, language: String = "en", server: ServerInTest? = nil) async throws
    -> String
  {
    let answer = try await (try server ?? ServerInTest()).ask(
      .get, path, headers: [.accept: "text/html", .acceptLanguage: language])
    #expect(answer.status == 200, "\(path): \(answer.text.prefix(300))")
    return answer.text
  }

  @Test("Every word is there in German, with the same gaps")
  func words() {
    // What is the same in both languages.
    let same: Set<String> = [
      "recency", "frequency", "monetary", "segment", "cluster", "scoreSaid", "no", "lateRow", "segments",
      "name",
      "clusters", "inertia", "silhouette", "chance", "model",
    ]
    let (english, german) = (
      Mirror(reflecting: Words.english).children, Mirror(reflecting: Words.german).children
    )
    #expect(english.count > 200)
    for (own, other) in zip(english, german) {
      let (name, text, foreign) = (own.label ?? "", "\(own.value)", "\(other.value)")
      #expect(text != foreign || same.contains(name), "\(name) is not translated")
      let gaps = { (text: String) in Set(text.matches(of: #/\{\w+\}/#).map { String($0.output) }) }
      #expect(gaps(text) == gaps(foreign), "\(name) has other gaps in German")
    }
  }

  @Test("Numbers, money and dates are written as in the browser's place")
  func places() throws {
    func said(_ accepted: String) -> String {
      let tongue = Tongue(accepted: accepted)
      return
        "\(tongue.language) \(tongue.money(-1840.5, "GBP")) \(tongue.count(4285)) \(tongue.percent(0.234))"
    }
    #expect(said("en-GB,en;q=0.9") == "en -£1,840.50 4,285 23.4\u{A0}%")
    #expect(said("de-DE,de;q=0.9,en;q=0.8") == "de -1.840,50\u{A0}£ 4.285 23,4\u{A0}%")
    #expect(said("de-CH") == "de -£1’840.50 4’285 23.4\u{A0}%")
    // Words fall back to English, numbers do not.
    #expect(said("fr-FR") == "en -1\u{202F}840,50\u{A0}£ 4\u{202F}285 23,4\u{A0}%")
    #expect(said("") == "en -£1,840.50 4,285 23.4\u{A0}%")
    #expect(said("xx;q=0,de;q=0.5").hasPrefix("de"))
  }

  @Test("A view runs nothing but the server's own scripts, and has none in its text")
  func policy() async throws {
    for view in PageView.allCases {
      let answer = try await ServerInTest().ask(.get, "/\(view.path)?\(Self.model)", headers: Self.html)
      #expect(answer.status == 200, "\(view)")
      let policy = try #require(answer.headers[.contentSecurityPolicy])
      #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
      #expect(answer.headers[.cacheControl] == "no-store")
      #expect(answer.text.matches(of: #/ (style|onclick|onload)=/#).isEmpty, "\(view)")
      #expect(answer.text.matches(of: #/<script(?! type="module" src="\/page\/)/#).isEmpty, "\(view)")
    }
  }

  @Test("What is written into an address is shown as text")
  func hostile() async throws {
    let text = try await view("/segments?\(Self.model)&saved=%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%E2%80%AE")
    #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(!text.contains("<script>alert") && !text.unicodeScalars.contains("\u{202E}"))
  }

  @Test("No ID of a customer stands in an address")
  func addresses() async throws {
    let text = try await view("/customers?\(Self.model)")
    #expect(text.contains("value=\"12346\""))
    for link in text.matches(of: #/(?:href|action)="([^"]*)"/#) { #expect(!link.output.1.contains("12346")) }
    let form = try await ServerInTest().ask(
      .post, "/customers/one?\(Self.model)", "id=12346", type: "application/x-www-form-urlencoded",
      headers: Self.html)
    #expect(form.status == 200 && form.text.contains("<h1>12346</h1>"))
  }

  @Test("A wrong address is a page for a browser and a document for a program")
  func problems() async throws {
    let server = try ServerInTest()
    let page = try await server.ask(.get, "/nothing", headers: Self.html)
    #expect(page.status == 404 && page.headers[.contentType] == "text/html; charset=utf-8")
    #expect(page.text.contains("<h1>Not found</h1>"))
    let document = try await server.ask(.get, "/nothing")
    #expect(document.headers[.contentType] == "application/problem+json")
    let unknown = try await server.ask(.get, "/segments/edit?place=99&\(Self.model)", headers: Self.html)
    #expect(unknown.status == 404 && unknown.text.contains("There is no such segment."))
  }

  @Test("A server that changes nothing lets nobody save")
  func readOnly() async throws {
    let server = try ServerInTest(["--read-only"])
    let answer = try await server.ask(
      .post, "/segments/edit?place=1&\(Self.model)", "do=save&name=X",
      type: "application/x-www-form-urlencoded",
      headers: Self.html)
    #expect(answer.status == 403 && answer.text.contains("--read-only"))
  }

  @Test("What a form says becomes the fewest edits")
  func drafts() throws {
    var was = SegmentDraft(Query())
    was.recommendations = ["a", "b", "c"]
    was.rules = [.init(clusters: "0", bounds: ["recency.max": "30"])]
    var draft = was
    #expect(try draft.changes(since: was).isEmpty)
    draft.apply("down.0")
    #expect(draft.recommendations == ["b", "a", "c"])
    draft.apply("remove.2")
    draft.apply("add")
    draft.recommendations[2] = "  "
    #expect(
      try draft.changes(since: was) == [
        .setRecommendation(1, "b"), .setRecommendation(2, "a"), .removeRecommendation(3),
      ])
    draft = was
    draft.rules[0].bounds["recency.max"] = #"{"percentile":75}"#
    #expect(
      try draft.changes(since: was) == [.when(#"[{"cluster":[0],"recency":{"max":{"percentile":75}}}]"#)])
    draft.rules[0].bounds["recency.max"] = "many"
    #expect(throws: HTTPProblem.self) { try draft.changes(since: was) }
    draft.rules[0] = .init(clusters: "0, 2", outlier: "no", bounds: ["monetary.min": "10.5"])
    #expect(
      try draft.changes(since: was) == [
        .when(#"[{"cluster":[0,2],"outlier":false,"monetary":{"min":10.5}}]"#)
      ])
  }
}
