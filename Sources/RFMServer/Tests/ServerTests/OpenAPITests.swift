import Foundation
import JSONText
import Testing

@testable import RFMServer

/// The document and the page say what there is.
@Suite struct OpenAPITests {
  @Test("The OpenAPI document has every route with its parameters, and nothing else")
  func document() async throws {
    let document = try await ServerInTest().ask(.get, "/openapi.json").json()
    #expect(try document.required("openapi").string().hasPrefix("3.1"))
    var said: Set<String> = []
    for (template, _, path) in try document.required("paths").object().members {
      for (method, _, operation) in try path.object().members {
        said.insert("\(method.uppercased()) \(template)")
        let parameters = try operation.object()["parameters"]?.array() ?? []
        let names = try parameters.map { try $0.object().required("name").string() }
        let route = try #require(
          Routes.all.first { $0.template == template && $0.method.rawValue == method.uppercased() })
        #expect(names == route.pathNames + route.parameters.map(\.name))
      }
    }
    #expect(said == Set(Routes.all.map { "\($0.method.rawValue) \($0.template)" }))
    #expect(said.count == Routes.all.count)
  }

  @Test("The page of the documentation names every route and every option")
  func page() throws {
    let page = try String(contentsOfFile: ServerInTest.root + "/docs/service.md", encoding: .utf8)
    for route in Routes.all { #expect(page.contains("`\(route.template)`"), "\(route.template)") }
    let help = try Ran(Ran.server, ["--help"]).text
    let options = Set(help.matches(of: #/--[a-z-]+/#).map { String($0.output) })
    #expect(options.count > 20)
    for option in options where option != "--help" && option != "--version" {
      #expect(page.contains("`\(option)`"), "\(option)")
    }
  }
}
