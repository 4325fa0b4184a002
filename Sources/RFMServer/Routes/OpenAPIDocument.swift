import HTTPTypes
import Hummingbird
import JSONText

/// The OpenAPI document (3.1), made of the routes themselves.
enum OpenAPIDocument {
  static func route(_ routes: [Route]) -> Route {
    let own = Route(
      method: .get, template: "/openapi.json", summary: "This document", answer: "application/json"
    ) { call in call.answer(["openapi": "3.1.0"]) }
    let all = routes + [own]
    let documents = Document(all)
    return Route(
      method: own.method, template: own.template, summary: own.summary, answer: own.answer
    ) { call in
      call.bytes(
        Array(documents.json(basePath: call.desk.settings.options.basePath).line.utf8), "application/json")
    }
  }

  private struct Document: Sendable {
    let paths: JSON

    init(_ routes: [Route]) {
      var paths: [(String, JSON)] = []
      for template in Self.templates(routes) {
        let operations = routes.filter { $0.template == template }
          .map { ($0.method.rawValue.lowercased(), OpenAPIDocument.operation($0)) }
        paths.append((template, .object(operations)))
      }
      self.paths = .object(paths)
    }

    private static func templates(_ routes: [Route]) -> [String] {
      var seen: Set<String> = []
      return routes.map(\.template).filter { seen.insert($0).inserted }
    }

    func json(basePath: String) -> JSON {
      [
        "openapi": "3.1.0",
        "info": [
          "title": "rfm-server", "version": .string(ServerProgram.version),
          "description": "Which segment a customer belongs to, why, and what to do next.",
        ],
        "servers": [["url": .string(basePath.isEmpty ? "/" : basePath)]],
        "paths": paths,
        "components": [
          "schemas": [
            "Problem": [
              "type": "object",
              "properties": [
                "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
                "detail": ["type": "string"], "line": ["type": "integer"], "column": ["type": "integer"],
              ],
              "required": ["type", "title", "status", "detail"],
            ]
          ],
          "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
        ],
        "security": [["token": []], [:]],
      ]
    }
  }

  private static func operation(_ route: Route) -> JSON {
    var members: [(String, JSON)] = [("summary", .string(route.summary))]
    let path = route.pathNames.map { name -> JSON in
      ["name": .string(name), "in": "path", "required": true, "schema": ["type": "string", "minLength": 1]]
    }
    let query = route.parameters.map { parameter -> JSON in
      [
        "name": .string(parameter.name), "in": "query", "required": .bool(parameter.isRequired),
        "description": .string(parameter.meaning),
        "schema": parameter.repeats ? ["type": "array", "items": parameter.schema] : parameter.schema,
      ]
    }
    if !(path + query).isEmpty { members.append(("parameters", .array(path + query))) }
    if let body = route.body {
      members.append(
        (
          "requestBody",
          [
            "required": .bool(body.isRequired),
            "content": .object(body.content.map { ($0.type, ["schema": $0.schema]) }),
          ]
        ))
    }
    var good: [(String, JSON)] = [("description", .string(route.status.reasonPhrase))]
    if let answer = route.answer { good.append(("content", .object([(answer, .object([]))]))) }
    members.append(
      (
        "responses",
        .object([
          (String(route.status.code), .object(good)),
          (
            "default",
            [
              "description": "A problem document (RFC 9457)",
              "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
            ]
          ),
        ])
      ))
    return .object(members)
  }
}
