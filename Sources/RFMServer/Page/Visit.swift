import HTTPTypes
import Hummingbird
import NIOCore
import RFMService
import Report
import Segmentation

/// A person who looks at the page: what they ask, of which model, and how they are spoken to.
struct Visit: Sendable {
  let call: Call
  let tongue: Tongue
  /// What the form says: behind the question mark, or in the body.
  let form: Query

  var words: Words { tongue.words }
  var desk: Desk { call.desk }

  init(_ call: Call, form: Query? = nil) {
    self.call = call
    self.form = form ?? call.query
    tongue = Tongue(accepted: call.request.headers[.acceptLanguage])
  }

  /// With the form that the body holds, where it holds one.
  init(reading call: Call) async throws {
    guard call.request.method == .post, call.mediaType == "application/x-www-form-urlencoded" else {
      self.init(call)
      return
    }
    let body = try await call.bytes(upTo: call.desk.settings.limits.jsonBytes)
    self.init(call, form: try Query(String(decoding: body, as: UTF8.self)))
  }

  /// What a field holds; nil where it is empty.
  subscript(name: String) -> String? {
    let value = form[name] ?? call.query[name]
    return value?.trimmedBlanks.isEmpty == false ? value : nil
  }

  /// Of the address: which model, which pack.
  private var choices: [(String, String)] {
    ["model", "pack"].compactMap { name in self[name].map { (name, $0) } }
  }

  func entry() throws(Problem) -> Catalog.Entry {
    try desk.catalog.entry(model: self["model"], pack: self["pack"])
  }

  func inquiry() throws(Problem) -> Inquiry {
    Inquiry(try entry().loaded, work: desk.work(threads: desk.settings.threads))
  }

  /// The address of a view of the same model and pack. Nothing about a person goes into it.
  func address(_ path: String, _ query: [(String, String)] = []) -> String {
    let given = Set(query.map(\.0))
    let all = (choices.filter { !given.contains($0.0) } + query).filter { !$0.1.isEmpty }
    let text = all.map { "\(Query.encoded($0.0))=\(Query.encoded($0.1))" }.joined(separator: "&")
    return call.location("/" + path) + (text.isEmpty ? "" : "?" + text)
  }

  /// Which theme the person chose; nil for that of the system.
  var theme: String? {
    (call.request.headers[.cookie] ?? "").split(separator: ";").lazy.map(\.trimmedBlanks)
      .first { $0.hasPrefix("rfm-theme=") }
      .map { String($0.dropFirst("rfm-theme=".count)) }
      .flatMap { ["light", "dark"].contains($0) ? $0 : nil }
  }

  /// Goes on to another view: nothing is done twice by going back.
  func redirect(_ address: String) -> Response {
    Response(status: .seeOther, headers: [.location: address])
  }

  // MARK: What a request may not find

  /// A refusal of the service as the person reads it.
  static func sentence(_ error: any Error) -> String { HTTPProblem(any: error).shown }

  /// Where the person is, as far as the address says it.
  var here: String {
    let uri = call.request.uri
    return call.request.method == .get ? uri.description : uri.path
  }
}

extension Query {
  /// Text as it stands in an address.
  static func encoded(_ text: String) -> String {
    text.utf8.reduce(into: "") { out, byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        out.append(Character(Unicode.Scalar(byte)))
      default: out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
  }
}
