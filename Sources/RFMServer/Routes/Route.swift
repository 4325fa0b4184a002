import HTTPTypes
import Hummingbird
import JSONText

/// A path and a method that are answered, with what the OpenAPI document says of them.
struct Route: Sendable {
  /// A value in the path or behind the question mark.
  struct Parameter: Sendable {
    let name: String
    /// What it means, in a sentence without an end.
    let meaning: String
    var schema: JSON = ["type": "string"]
    var isRequired = false
    /// Whether it may stand there several times.
    var repeats = false
  }

  /// What a request brings.
  struct Body: Sendable {
    /// Media types, each with what it is.
    let content: [(type: String, schema: JSON)]
    var isRequired = true
  }

  let method: HTTPRequest.Method
  /// Such as `/api/v1/customers/{id}`.
  let template: String
  let summary: String
  var parameters: [Parameter] = []
  var body: Body?
  /// The status of a good answer.
  var status: HTTPResponse.Status = .ok
  /// The media type of a good answer; nil where there is nothing in it.
  var answer: String? = "application/json"
  var dialect: HTTPProblem.Dialect = .plain
  /// Whether who has no token may ask.
  var isOpen = false
  /// Whether files of the user change by it.
  var changes = false
  let handle: @Sendable (Call) async throws -> Response

  /// The pieces of the template.
  var pieces: [Piece] {
    template.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(Piece.init)
  }

  /// The names of the parameters in the path.
  var pathNames: [String] { pieces.compactMap { $0.name } }

  /// What stands between two slashes: a text, a parameter, or a text with a parameter behind it.
  struct Piece: Sendable {
    let text: String
    let name: String?

    init(_ piece: Substring) {
      if let open = piece.firstIndex(of: "{") {
        text = String(piece[..<open])
        name = String(piece[piece.index(after: open)...].dropLast())
      } else {
        text = String(piece)
        name = nil
      }
    }
  }
}

/// All that is answered, found by path and method.
struct RouteTable: Sendable {
  let routes: [Route]
  /// By how many pieces the path has.
  private let byCount: [Int: [(pieces: [Route.Piece], route: Int)]]

  init(_ routes: [Route]) {
    self.routes = routes
    var byCount: [Int: [(pieces: [Route.Piece], route: Int)]] = [:]
    for (place, route) in routes.enumerated() {
      let pieces = route.pieces
      byCount[pieces.count, default: []].append((pieces, place))
    }
    // Texts go before parameters.
    self.byCount = byCount.mapValues { all in
      all.enumerated().sorted { a, b in
        let (x, y) = (Self.openness(a.element.pieces), Self.openness(b.element.pieces))
        return x == y ? a.offset < b.offset : x < y
      }.map(\.element)
    }
  }

  private static func openness(_ pieces: [Route.Piece]) -> Int { pieces.count { $0.name != nil } }

  /// What a path and a method lead to.
  enum Match {
    case route(Route, [String: String])
    /// The path is there, for other methods than the one that was asked.
    case methods([HTTPRequest.Method])
    case nothing
  }

  /// - Parameter path: as it was sent, without what stands behind the question mark.
  func match(_ path: String, _ method: HTTPRequest.Method) throws(HTTPProblem) -> Match {
    let pieces = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    var methods: [HTTPRequest.Method] = []
    let wanted = method == .head ? HTTPRequest.Method.get : method
    for (pattern, place) in byCount[pieces.count] ?? [] {
      guard let found = try Self.parameters(pattern, pieces) else { continue }
      let route = routes[place]
      if route.method == wanted { return .route(route, found) }
      methods.append(route.method)
    }
    return methods.isEmpty ? .nothing : .methods(methods)
  }

  private static func parameters(
    _ pattern: [Route.Piece], _ pieces: ArraySlice<Substring>
  ) throws(HTTPProblem) -> [String: String]? {
    var found: [String: String] = [:]
    for (piece, given) in zip(pattern, pieces) {
      guard let name = piece.name else {
        guard piece.text == given else { return nil }
        continue
      }
      guard given.hasPrefix(piece.text), given.count > piece.text.count else { return nil }
      found[name] = try Query.decoded(given.dropFirst(piece.text.count), plusIsSpace: false)
    }
    return found
  }
}
