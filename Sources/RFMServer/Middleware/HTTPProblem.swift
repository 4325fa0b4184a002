import HTTPTypes
import Hummingbird
import JSONText
import RFMService
import Wording

/// Why a request is not answered as it was asked: a status for a program, a sentence for a person.
///
/// It goes out as a problem document (RFC 9457).
struct HTTPProblem: Error, Sendable {
  var status: HTTPResponse.Status
  /// One sentence: what is wrong, where, and what would be right.
  var detail: String
  /// Where in a text or a file it is, counted from 1.
  var place: (line: Int, column: Int?)?
  var headers: HTTPFields = [:]

  init(
    _ status: HTTPResponse.Status, _ detail: String, place: (line: Int, column: Int?)? = nil,
    headers: HTTPFields = [:]
  ) {
    self.status = status
    self.detail = detail
    self.place = place
    self.headers = headers
  }

  /// What the service could not do.
  init(_ problem: Problem) {
    let status: HTTPResponse.Status =
      switch problem.kind {
      case .notFound: .notFound
      case .badInput: .unprocessableContent
      case .conflict: .conflict
      case .forbidden: .forbidden
      case .tooLarge: .init(code: 507, reasonPhrase: "Insufficient Storage")
      case .cancelled: .serviceUnavailable
      case .io: .internalServerError
      }
    self.init(status, problem.message, place: problem.place)
  }

  /// What is wrong with the JSON of a request.
  init(_ error: JSONError) {
    self.init(
      .unprocessableContent, error.path.isEmpty ? error.message : "\(error.path): \(error.message)",
      place: (error.place.line, error.place.column))
  }

  /// Any error, for the outside: of what is unknown nothing is said.
  init(any error: any Error) {
    switch error {
    case let problem as HTTPProblem: self = problem
    case let problem as Problem: self.init(problem)
    case let error as JSONError: self.init(error)
    case let error as any ExplainedError: self.init(Problem(error))
    case is CancellationError: self.init(.serviceUnavailable, "the server is stopping")
    default: self.init(.internalServerError, "something went wrong in the server; its log says what")
    }
  }

  /// Who reads the answer, since some protocols have members of their own.
  enum Dialect: Sendable { case plain, inference, mlflow, page }

  func response(_ dialect: Dialect) -> Response {
    var headers = headers
    headers[.contentType] = "application/problem+json"
    headers[.cacheControl] = "no-store"
    return Response(status: status, headers: headers, body: .init(byteBuffer: document(dialect)))
  }

  /// The sentence for a person.
  var shown: String { Shown.text(OptionName.said(in: detail) { $0 }) }

  /// The problem document.
  func document(_ dialect: Dialect) -> ByteBuffer {
    let detail = shown
    var members: [(String, JSON)] = [
      ("type", "about:blank"), ("title", .string(status.reasonPhrase)), ("status", .integer(status.code)),
      ("detail", .string(detail)),
    ]
    if let place {
      members.append(("line", .integer(place.line)))
      if let column = place.column { members.append(("column", .integer(column))) }
    }
    switch dialect {
    case .plain, .page: break
    case .inference: members.append(("error", .string(detail)))
    case .mlflow:
      let code =
        switch status.code {
        case 404: "RESOURCE_DOES_NOT_EXIST"
        case 401: "UNAUTHENTICATED"
        case 403: "PERMISSION_DENIED"
        case 500...: "INTERNAL_ERROR"
        default: "BAD_REQUEST"
        }
      members += [("error_code", .string(code)), ("message", .string(detail))]
    }
    return ByteBuffer(string: JSON.object(members).text(.spaced) + "\n")
  }
}
