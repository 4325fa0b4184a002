import Hummingbird

/// Refuses requests that call the server by a name that is not its own: a page elsewhere whose name was turned to
/// this machine (DNS rebinding).
struct HostCheck: Sendable {
  /// Lower-case names; nil for any.
  private let allowed: Set<String>?

  /// - Parameters:
  ///   - isAddress: whether the server listens on an address, and not on a socket file.
  ///   - isLoopback: whether the names of this machine are allowed, and none but them and `named`.
  init(isAddress: Bool, isLoopback: Bool, named: [String]) {
    let names = named.map { Self.name(of: $0.lowercased()) }
    if isAddress && isLoopback {
      allowed = Set(names + ["localhost"])
    } else {
      allowed = names.isEmpty ? nil : Set(names)
    }
    takesLoopback = isLoopback
  }

  private let takesLoopback: Bool

  func check(_ request: Request) throws(HTTPProblem) {
    guard let authority = request.head.authority, !authority.isEmpty else {
      throw HTTPProblem(.badRequest, "the request names no host")
    }
    guard let allowed else { return }
    let name = Self.name(of: authority.lowercased())
    if allowed.contains(name) || takesLoopback && Self.isLoopback(name) { return }
    throw HTTPProblem(
      .forbidden,
      "this server is not called by that name; start it with --allowed-host to have it answer to one more")
  }

  /// Without the port, and without the brackets of IPv6.
  static func name(of authority: String) -> String {
    if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
    return String(authority.prefix { $0 != ":" })
  }

  /// 127.0.0.0/8, ::1 and localhost.
  static func isLoopback(_ name: String) -> Bool {
    if name == "localhost" || name == "::1" { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
