/// Customers who asked to be forgotten, so that no training brings them back.
///
/// It holds no ID: only SHA-256 hashes of IDs behind a salt that is random and the list's own, so that two
/// lists cannot be compared, and no table of hashes made beforehand helps. Whoever has the list can still try
/// out IDs, and short numbers are soon tried out; the file is for its owner's eyes alone.
public struct SuppressionList: Sendable, Hashable {
  static let format = "rfm-forgotten/1"
  static let saltLength = 32

  /// Why a text is no such list: what stands in which line.
  public struct Problem: Error, Sendable, CustomStringConvertible {
    /// Counted from 1.
    public let line: Int
    /// What is expected there.
    public let message: String

    public var description: String { "line \(line): \(message)" }
  }

  private let salt: [UInt8]
  private var digests: Set<SHA256.Digest> = []

  /// An empty list.
  ///
  /// - Parameter random: makes the salt.
  public init(using random: inout some RandomNumberGenerator) {
    salt = (0..<Self.saltLength).map { _ in UInt8.random(in: .min ... .max, using: &random) }
  }

  /// How many customers are on the list.
  public var count: Int { digests.count }
  /// Whether nobody is on the list.
  public var isEmpty: Bool { digests.isEmpty }

  /// - Returns: false where the customer was on the list already.
  @discardableResult
  public mutating func insert(_ id: String) -> Bool {
    digests.insert(digest(Array(id.utf8))).inserted
  }

  /// Whether a customer is on the list. One hash.
  public func contains(_ id: String) -> Bool { digests.contains(digest(Array(id.utf8))) }

  private func digest(_ id: [UInt8]) -> SHA256.Digest {
    var hash = SHA256()
    return id.withUnsafeBufferPointer { digest($0, &hash) }
  }

  private func digest(_ id: UnsafeBufferPointer<UInt8>, _ hash: inout SHA256) -> SHA256.Digest {
    hash.reset()
    hash.add(salt)
    hash.add(id)
    return hash.finish()
  }

  /// O(length of the ID): one block of SHA-256 for most.
  fileprivate func contains(_ id: UnsafeBufferPointer<UInt8>, _ hash: inout SHA256) -> Bool {
    digests.contains(digest(id, &hash))
  }

  // MARK: As a file

  /// A line that says what it is, one with the salt, and a hash in each line, in order.
  public var text: String {
    let lines = [Self.format, "salt \(salt.map(Self.hexadecimal).joined())"]
    return (lines + digests.map(\.hexadecimal).sorted()).joined(separator: "\n") + "\n"
  }

  /// Reads the text of a list, as `text` writes it.
  public init(reading text: String) throws(Problem) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.filter { $0 != "\r" } }
    guard lines.first == Self.format else {
      throw Problem(line: 1, message: "'\(Self.format)' is expected")
    }
    let hexadecimal = lines.count > 1 && lines[1].hasPrefix("salt ") ? Array(lines[1].utf8.dropFirst(5)) : []
    let salt = stride(from: 0, to: hexadecimal.count - 1, by: 2).compactMap { at in
      UInt8(String(decoding: hexadecimal[at..<at + 2], as: UTF8.self), radix: 16)
    }
    guard hexadecimal.count == 2 * Self.saltLength, salt.count == Self.saltLength else {
      throw Problem(
        line: 2, message: "the word salt and \(2 * Self.saltLength) hexadecimal digits are expected")
    }
    self.salt = salt
    for (i, line) in lines.enumerated().dropFirst(2) where !line.isEmpty {
      guard let digest = SHA256.Digest(hexadecimal: line) else {
        throw Problem(line: i + 1, message: "the 64 hexadecimal digits of a hash are expected")
      }
      digests.insert(digest)
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}

/// Several lists made ready for one thread's million customers: no piece of memory for each.
public final class ForgottenCheck {
  private let lists: [SuppressionList]
  private var hash = SHA256()

  /// - Returns: nil where nobody is on a list.
  public init?(_ lists: [SuppressionList]) {
    let filled = lists.filter { !$0.isEmpty }
    guard !filled.isEmpty else { return nil }
    self.lists = filled
  }

  /// Whether a customer is on one of the lists. One hash for each list.
  public func contains(_ id: UnsafeBufferPointer<UInt8>) -> Bool {
    lists.contains { $0.contains(id, &hash) }
  }
}
