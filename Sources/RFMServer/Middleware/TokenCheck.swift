import HTTPTypes
import Hummingbird
import Synchronization

/// Lets in who brings the token, or the cookie of a login. The link to log in works once.
final class TokenCheck: Sendable {
  private let token: [UInt8]?
  private struct Logins {
    var link: String?
    var cookies: [String] = []
  }
  private let logins: Mutex<Logins>
  static let cookie = "rfm"

  init(_ token: String?) {
    self.token = token.map { Array($0.utf8) }
    logins = Mutex(Logins(link: token == nil ? nil : Self.random()))
  }

  /// What the link to log in ends with; nil where nobody has to.
  var link: String? { logins.withLock { $0.link } }

  func check(_ request: Request) throws(HTTPProblem) {
    guard let token else { return }
    if let given = request.headers[.authorization] {
      let parts = given.split(separator: " ", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased() == "bearer", Self.isSame(Array(parts[1].utf8), token) {
        return
      }
    } else if let cookie = Self.cookie(of: request) {
      let known = logins.withLock { $0.cookies }
      if known.contains(where: { Self.isSame(Array($0.utf8), Array(cookie.utf8)) }) { return }
    }
    throw HTTPProblem(
      .unauthorized, "a token is needed: Authorization: Bearer TOKEN",
      headers: [.wwwAuthenticate: "Bearer realm=\"rfm\""])
  }

  /// Uses the link up.
  ///
  /// - Returns: the value of the cookie; nil where the key is not that of the link.
  func login(_ key: String) -> String? {
    logins.withLock { logins in
      guard let link = logins.link, Self.isSame(Array(key.utf8), Array(link.utf8)) else { return nil }
      logins.link = nil
      let cookie = Self.random()
      logins.cookies.append(cookie)
      return cookie
    }
  }

  private static func cookie(of request: Request) -> String? {
    for pair in (request.headers[.cookie] ?? "").split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      if parts.count == 2, parts[0].drop(while: { $0 == " " }) == cookie { return String(parts[1]) }
    }
    return nil
  }

  /// Takes as long whatever is different.
  private static func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    var difference = one.count ^ other.count
    for (place, byte) in one.enumerated() { difference |= Int(byte ^ other[place % max(1, other.count)]) }
    return difference == 0
  }

  private static func random() -> String {
    var system = SystemRandomNumberGenerator()
    return (0..<4).map { _ in hexadecimal(system.next()) }.joined()
  }
}

/// 16 digits.
func hexadecimal(_ number: UInt64) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}
