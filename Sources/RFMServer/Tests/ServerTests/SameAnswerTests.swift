import Foundation
import HTTPTypes
import Testing

@testable import RFMServer

/// What the server says is what `--json` says, to the byte, on the model that ships.
@Suite struct SameAnswerTests {
  struct Question: Sendable, CustomStringConvertible {
    let typed: [String]
    let path: String
    var body: String?
    var description: String { typed.joined(separator: " ") }
  }

  static let questions = [
    Question(typed: ["score", "12", "5", "1840.50"], path: "/api/v1/score?r=12&f=5&m=1840.50"),
    Question(typed: ["score", "r=12", "f=5", "m=-20"], path: "/api/v1/score?f=5&m=-20&r=12"),
    Question(
      typed: ["score", "last=2010-11-27", "f=5", "m=1840.50"],
      path: "/api/v1/score?last=2010-11-27&f=5&m=1840.50"),
    Question(
      typed: ["score", "12", "5", "1840.50", "--pack", "rfm-scores"],
      path: "/api/v1/score?r=12&f=5&m=1840.50&pack=rfm-scores"),
    Question(
      typed: ["score", "12", "5", "1840.50"], path: "/api/v1/score",
      body: "{\"recency\": 12, \"frequency\": \"5\", \"monetary\": 1840.50}"),
    Question(typed: ["customer", "17850"], path: "/api/v1/customers/17850"),
    Question(typed: ["find", "178"], path: "/api/v1/find", body: "{\"text\": \"178\"}"),
    Question(
      typed: ["find", "178", "-n", "3"], path: "/api/v1/find", body: "{\"text\": \"178\", \"count\": 3}"),
    Question(
      typed: ["reach", "champ", "12", "5", "1840.50"], path: "/api/v1/reach",
      body: "{\"segment\": \"champ\", \"recency\": 12, \"frequency\": 5, \"monetary\": 1840.50}"),
    Question(
      typed: ["reach", "--customer", "17850", "champ"], path: "/api/v1/reach",
      body: "{\"segment\": \"champ\", \"customer\": \"17850\"}"),
    Question(
      typed: ["what-if", "12", "5", "1840.50", "--order", "50"], path: "/api/v1/what-if",
      body: "{\"r\": 12, \"f\": 5, \"m\": 1840.50, \"order\": 50}"),
    Question(
      typed: ["what-if", "--customer", "17850", "--days", "30"], path: "/api/v1/what-if",
      body: "{\"customer\": \"17850\", \"days\": 30}"),
    Question(
      typed: ["what-if", "12", "5", "1840.50", "--change", "f+2,m+100"], path: "/api/v1/what-if",
      body: "{\"r\": 12, \"f\": 5, \"m\": 1840.50, \"change\": \"f+2,m+100\"}"),
    Question(
      typed: ["why", "12", "5", "1840.50"], path: "/api/v1/why",
      body: "{\"recency\": 12, \"frequency\": 5, \"monetary\": 1840.50}"),
    Question(
      typed: ["why", "--customer", "17850", "--as-of", "2011-01-01"], path: "/api/v1/why",
      body: "{\"customer\": \"17850\", \"asOf\": \"2011-01-01\"}"),
  ]

  @Test("An answer over HTTP is that of the command line, to the byte", arguments: questions)
  func same(_ question: Question) async throws {
    let typed = try Ran(Ran.rfm, question.typed + ["--json"])
    #expect(typed.status == 0, "\(typed.errors)")
    let asked = try await ServerInTest().ask(
      question.body == nil ? .get : .post, question.path, question.body)
    #expect(asked.status == 200)
    #expect(asked.text == typed.text)
  }

  @Test("A list of customers is answered in its order, each as by itself")
  func list() async throws {
    let server = try ServerInTest()
    let rows = ["{\"r\": 12, \"f\": 5, \"m\": 1840.5}", "{\"r\": 300, \"f\": 1, \"m\": 20}"]
    var single: [String] = []
    for row in rows {
      single.append(String(try await server.ask(.post, "/api/v1/score", row).text.dropLast()))
    }
    let list = try await server.ask(.post, "/api/v1/score", "[\(rows.joined(separator: ","))]").text
    #expect(list == "[\(single.joined(separator: ", "))]\n")
  }

  @Test("With why=1 the reasons stand behind the answer")
  func why() async throws {
    let server = try ServerInTest()
    let answer = try await server.ask(.get, "/api/v1/score?r=12&f=5&m=1840.5&why=1").text
    let reasons = try await server.ask(.post, "/api/v1/why", "{\"r\": 12, \"f\": 5, \"m\": 1840.5}").text
    #expect(answer.hasSuffix(", \"why\": \(reasons.dropLast())}\n"))
  }

  @Test(
    "Pages hold every customer once, in order, whatever they are ordered by",
    arguments: ["customer", "recency", "frequency", "monetary"])
  func pages(_ sort: String) async throws {
    let server = try ServerInTest()
    var (ids, keys, next): ([String], [Double], String?) = ([], [], nil)
    var pages = 0
    var counts: Set<Int> = []
    repeat {
      let page = try await server.ask(
        .get, "/api/v1/customers?sort=\(sort)&segment=champ\(next.map { "&next=\($0)" } ?? "")"
      ).json()
      let customers = try page.required("customers").array()
      #expect(customers.count <= 200)
      for customer in customers {
        let object = try customer.object()
        ids.append(try object.required("customer").string())
        if sort != "customer" {
          keys.append(try object.required(sort).number() * (sort == "recency" ? 1 : -1))
        }
      }
      let token = try page.required("next")
      next = token.isNull ? nil : try token.string()
      pages += 1
      counts.insert(try page.required("count").integer())
    } while next != nil && pages < 100
    #expect(counts == [ids.count])
    #expect(pages > 1 && Set(ids).count == ids.count)
    #expect(keys == keys.sorted())
    if sort == "customer" { #expect(ids == ids.sorted()) }
  }

  @Test("Pages of all customers go through the store, as of any day", arguments: ["", "&as-of=2011-03-01"])
  func everyone(_ day: String) async throws {
    let server = try ServerInTest()
    var (ids, next): ([String], String?) = ([], nil)
    repeat {
      let page = try await server.ask(
        .get, "/api/v1/customers?sort=customer\(day)\(next.map { "&next=\($0)" } ?? "")"
      ).json()
      ids += try page.required("customers").array().map { try $0.object().required("customer").string() }
      let token = try page.required("next")
      next = token.isNull ? nil : try token.string()
      #expect(try page.required("count").integer() == 4_285)
    } while next != nil && ids.count < 10_000
    let listed = try Ran(Ran.rfm, ["export", "--json"])
    let all = listed.text.matches(of: #/"customer_id": "([^"]*)"/#).map { String($0.output.1) }
    #expect(ids == all)
  }
}
