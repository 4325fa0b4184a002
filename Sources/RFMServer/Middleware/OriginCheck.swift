import HTTPTypes
import Hummingbird

/// Refuses what a page of another site makes a browser send. Programs that are no browsers send neither header.
enum OriginCheck {
  static func check(_ request: Request) throws(HTTPProblem) {
    switch request.method {
    case .get, .head, .options: return
    default: break
    }
    if let site = request.headers[.secFetchSite] {
      guard site == "same-origin" || site == "none" else { throw refusal }
      return
    }
    guard let origin = request.headers[.origin] else { return }
    let host = origin.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first.map(
      String.init)
    guard host?.lowercased() == request.head.authority?.lowercased(), host != nil else { throw refusal }
  }

  private static let refusal = HTTPProblem(
    .forbidden, "this came from a page of another site; only pages of this server may change anything here")
}

extension HTTPField.Name {
  /// A name that the library does not know. All are letters and hyphens, which is all that a name needs.
  static func own(_ text: String) -> HTTPField.Name { HTTPField.Name(text) ?? .server }

  static let secFetchSite = own("Sec-Fetch-Site")
  static let requestID = own("X-Request-ID")
  static let frameOptions = own("X-Frame-Options")
  static let referrerPolicy = own("Referrer-Policy")
  static let resourcePolicy = own("Cross-Origin-Resource-Policy")
  static let openerPolicy = own("Cross-Origin-Opener-Policy")
}
