import Foundation
import HTTPTypes
import JSONText
import Testing

@testable import RFMServer

/// What holds for every request and every answer.
@Suite struct FrontDoorTests {
  private let server: ServerInTest
  init() throws { server = try ServerInTest() }

  static let refusals: [(HTTPRequest.Method, String, String?, String, Int)] = [
    (.get, "/nothing", nil, "", 404),
    (.put, "/api/v1/score", "{}", "application/json", 405),
    (.delete, "/healthz", nil, "", 405), (.post, "/api/v1/score", nil, "", 411),
    (.post, "/api/v1/score", "r=1", "text/plain", 415),
    (.post, "/api/v1/score", "{", "application/json", 400),
    (.post, "/api/v1/score", "{\"recency\": -1, \"frequency\": 1, \"monetary\": 1}", "application/json", 422),
    (.get, "/api/v1/score?r=1&f=2", nil, "", 422), (.get, "/api/v1/score", nil, "", 400),
    (.get, "/api/v1/score?q=1", nil, "", 400), (.get, "/api/v1/score?r=1&r=2&f=1&m=1", nil, "", 400),
    (.get, "/api/v1/customers/nobody", nil, "", 404), (.get, "/api/v1/customers/%FF", nil, "", 400),
    (.get, "/api/v1/customers?sort=age", nil, "", 400), (.get, "/api/v1/customers?next=zz", nil, "", 400),
    (.get, "/api/v1/score?r=1&f=2&m=3&model=..%2FMakefile", nil, "", 404),
    (.get, "/api/v1/score?r=1&f=2&m=3&model=README.md", nil, "", 404),
    (.get, "/v2/models/none", nil, "", 404), (.post, "/invocations", "x", "application/xml", 415),
  ]

  @Test("Every error is a problem document with the headers of every answer", arguments: refusals)
  func refused(_ method: HTTPRequest.Method, _ path: String, _ body: String?, _ type: String, _ status: Int)
    async throws
  {
    let answer = try await server.ask(method, path, body, type: type)
    #expect(answer.status == status, "\(answer.text)")
    #expect(answer.headers[.contentType] == "application/problem+json")
    let problem = try answer.json()
    #expect(try problem.required("status").integer() == status)
    #expect(try !problem.required("detail").string().isEmpty)
    try expectHeaders(answer)
    if status == 405 { #expect(answer.headers[.allow]?.contains("OPTIONS") == true) }
  }

  private func expectHeaders(_ answer: ServerInTest.Answer) throws {
    for (name, value) in SecurityHeaders.all { #expect(answer.headers[name] == value) }
    #expect(answer.headers[.requestID]?.isEmpty == false)
    #expect(answer.headers[.cacheControl] != nil)
  }

  @Test("What is wrong with a body is said with its line and its column")
  func places() async throws {
    let broken = try await server.ask(.post, "/api/v1/score", "{\n \"recency\": 1,,\n}").json()
    #expect(try broken.required("line").integer() == 2)
    #expect(try broken.required("column").integer() == 15)
    let wrong = try await server.ask(
      .post, "/api/v1/score", "[{\"r\": 1, \"f\": 1, \"m\": 1},\n {\"r\": 1, \"f\": 1.5, \"m\": 1}]")
    #expect(wrong.status == 422)
    #expect(try wrong.json().required("line").integer() == 2)
    #expect(
      try wrong.json().required("detail").string() == "[1]: frequency 1.5 is not a whole number of orders")
  }

  @Test("Other programs' members stand in the errors of their protocols")
  func dialects() async throws {
    let inference = try await server.ask(.post, "/v2/models/none/infer", "{\"inputs\": []}")
    #expect(try inference.json().required("error").string().hasPrefix("there is no model 'none'"))
    let mlflow = try await server.ask(.post, "/invocations", "{}")
    #expect(try mlflow.json().required("error_code").string() == "BAD_REQUEST")
    #expect(try mlflow.json().required("message").string().hasPrefix("one of dataframe_split"))
  }

  @Test("A page whose name was turned to this machine gets nothing")
  func rebinding() async throws {
    for host in ["localhost", "localhost:8734", "127.0.0.1", "127.9.9.9:1", "[::1]:8734", "LOCALHOST"] {
      #expect(try await server.ask(.get, "/healthz", host: host).status == 200, "\(host)")
    }
    for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", "127.0.0"] {
      #expect(try await server.ask(.get, "/healthz", host: host).status == 403, "\(host)")
    }
    #expect(try await server.ask(.get, "/healthz", host: nil).status == 400)
    let named = try ServerInTest(["--allowed-host", "crm.example"])
    #expect(try await named.ask(.get, "/healthz", host: "crm.example:80").status == 200)
  }

  @Test("What a page of another site makes a browser send is refused")
  func origins() async throws {
    func status(_ headers: HTTPFields, _ method: HTTPRequest.Method = .post) async throws -> Int {
      try await server.ask(
        method, "/api/v1/score?r=1&f=1&m=1".prefix(method == .post ? 13 : 100).description,
        method == .post ? "{\"r\": 1, \"f\": 1, \"m\": 1}" : nil, headers: headers, host: "localhost:8734"
      ).status
    }
    #expect(try await status([:]) == 200)
    #expect(try await status([.secFetchSite: "same-origin"]) == 200)
    #expect(try await status([.secFetchSite: "none"]) == 200)
    #expect(try await status([.origin: "http://localhost:8734"]) == 200)
    for headers: HTTPFields in [
      [.secFetchSite: "cross-site"], [.secFetchSite: "same-site"], [.origin: "http://evil.example"],
      [.origin: "null"],
      [.origin: "http://localhost:9999"], [.secFetchSite: "cross-site", .origin: "http://localhost:8734"],
    ] {
      #expect(try await status(headers) == 403, "\(headers)")
      #expect(try await status(headers, .get) == 200, "\(headers)")
    }
  }

  @Test("HEAD says what GET says without it, OPTIONS what there is, and nobody else's pages may look")
  func methods() async throws {
    let get = try await server.ask(.get, "/api/v1/score?r=1&f=1&m=1")
    let head = try await server.ask(.head, "/api/v1/score?r=1&f=1&m=1")
    #expect(head.status == 200 && head.body.isEmpty)
    #expect(head.headers[.contentLength] == String(get.body.count))
    let options = try await server.ask(.options, "/api/v1/score")
    #expect(options.status == 204)
    #expect(options.headers[.allow] == "GET, HEAD, POST, OPTIONS")
    #expect(
      get.headers[.accessControlAllowOrigin] == nil && options.headers[.accessControlAllowOrigin] == nil)
  }

  @Test("An answer that is known already is not sent again, and those on customers are kept nowhere")
  func tags() async throws {
    let first = try await server.ask(.get, "/api/v1/score?r=1&f=1&m=1")
    let tag = try #require(first.headers[.eTag])
    let again = try await server.ask(
      .get, "/api/v1/score?r=1&f=1&m=1", headers: [.ifNoneMatch: "\"x\", \(tag)"])
    #expect(again.status == 304 && again.body.isEmpty && again.headers[.eTag] == tag)
    #expect(
      try await server.ask(.get, "/api/v1/score?r=1&f=1&m=1", headers: [.ifNoneMatch: "\"x\""]).status == 200)
    let customer = try await server.ask(.get, "/api/v1/customers/17850")
    #expect(customer.headers[.cacheControl] == "no-store" && customer.headers[.eTag] == nil)
  }

  @Test("A request's own name comes back where it is harmless")
  func names() async throws {
    #expect(
      try await server.ask(.get, "/healthz", headers: [.requestID: "a-1.b_2"]).headers[.requestID]
        == "a-1.b_2")
    for name in ["", "a b", String(repeating: "a", count: 129), "a\"b"] {
      let answer = try await server.ask(.get, "/healthz", headers: [.requestID: name])
      #expect(answer.headers[.requestID]?.count == 16)
    }
  }

  @Test("What an answer is must be accepted")
  func accepted() async throws {
    for (accept, status) in [
      ("*/*", 200), ("application/json", 200), ("text/html, application/*;q=0.5", 200), ("image/png", 406),
      ("application/json;q=0", 406), ("text/html", 406),
    ] {
      let answer = try await server.ask(.get, "/api/v1/score?r=1&f=1&m=1", headers: [.accept: accept])
      #expect(answer.status == status, "\(accept)")
    }
  }

  @Test("With a token nobody asks without it, and the link to log in works once")
  func tokens() async throws {
    let file = NSTemporaryDirectory() + "rfm-token-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try "0123456789abcdef\n".write(toFile: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    #expect(throws: (any Error).self) { try ServerInTest(["--token-file", file]) }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    let server = try ServerInTest(["--token-file", file, "--base-path", "/rfm"])
    #expect(try await server.ask(.get, "/rfm/metrics").status == 401)
    #expect(try await server.ask(.get, "/rfm/nothing").status == 401)
    #expect(try await server.ask(.get, "/rfm/healthz").status == 200)
    #expect(try await server.ask(.get, "/healthz").status == 404)
    for (token, status) in [
      ("Bearer 0123456789abcdef", 200), ("bearer 0123456789abcdef", 200), ("Bearer 0123456789abcdeF", 401),
      ("Bearer ", 401), ("Basic 0123456789abcdef", 401),
    ] {
      #expect(
        try await server.ask(.get, "/rfm/metrics", headers: [.authorization: token]).status == status,
        "\(token)")
    }
    let link = try #require(server.desk.tokens.link)
    #expect(try await server.ask(.get, "/rfm/login?key=\(link)0").status == 403)
    let login = try await server.ask(.get, "/rfm/login?key=\(link)")
    #expect(login.status == 303)
    let cookie = try #require(login.headers[.setCookie])
    #expect(cookie.hasSuffix("; Path=/rfm; HttpOnly; SameSite=Strict"))
    let pair = String(cookie.prefix { $0 != ";" })
    #expect(try await server.ask(.get, "/rfm/metrics", headers: [.cookie: "a=b; \(pair)"]).status == 200)
    #expect(try await server.ask(.get, "/rfm/login?key=\(link)").status == 403)
  }

  @Test("What was asked is counted by route, without a word of whom")
  func counted() async throws {
    _ = try await server.ask(.get, "/api/v1/customers/17850")
    let text = try await server.ask(.get, "/metrics").text
    #expect(
      text.contains(
        "rfm_http_requests_total{route=\"/api/v1/customers/{id}\",method=\"GET\",status=\"200\"} 1\n"))
    #expect(text.contains("# TYPE rfm_http_request_seconds histogram\n"))
    #expect(!text.contains("17850"))
  }

  @Test("A body that is too large, or ends too early, is refused")
  func lengths() async throws {
    let small = try ServerInTest(["--max-body", "1", "--max-json", "1", "--max-rows", "2"])
    let long = "[" + String(repeating: " ", count: 1 << 20) + "]"
    #expect(try await small.ask(.post, "/api/v1/score", long).status == 413)
    #expect(
      try await small.ask(.post, "/api/v1/score", "{}", headers: [.contentLength: "99999999"]).status == 413)
    #expect(try await small.ask(.post, "/api/v1/score", "{}", headers: [.contentLength: "3"]).status == 400)
    let row = "{\"r\": 1, \"f\": 1, \"m\": 1}"
    #expect(try await small.ask(.post, "/api/v1/score", "[\(row), \(row)]").status == 200)
    #expect(try await small.ask(.post, "/api/v1/score", "[\(row), \(row), \(row)]").status == 413)
  }

  @Test("A server that is stopping says so")
  func stopping() async throws {
    server.desk.stop()
    #expect(try await server.ask(.get, "/readyz").status == 503)
    #expect(try await server.ask(.get, "/v2/health/ready").status == 503)
    #expect(try await server.ask(.get, "/api/v1/score?r=1&f=1&m=1").status == 503)
    #expect(try await server.ask(.get, "/healthz").status == 200)
  }

  @Test("Headers that the library does not know have their own names")
  func headerNames() {
    let names: [(HTTPField.Name, String)] = [
      (.secFetchSite, "Sec-Fetch-Site"), (.requestID, "X-Request-ID"), (.frameOptions, "X-Frame-Options"),
      (.referrerPolicy, "Referrer-Policy"), (.resourcePolicy, "Cross-Origin-Resource-Policy"),
      (.openerPolicy, "Cross-Origin-Opener-Policy"),
      (.inferenceHeaderLength, "Inference-Header-Content-Length"),
    ]
    for (name, text) in names { #expect(name.rawName == text) }
  }
}
