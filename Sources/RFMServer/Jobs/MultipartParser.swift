#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Takes a body of `multipart/form-data` (RFC 7578) apart as it comes, in memory that does not grow with it.
struct MultipartParser {
  /// What is in the body.
  enum Event {
    /// A part begins: the name of its field, and that of its file where it is one.
    case part(name: String, file: String?)
    /// Bytes of the part.
    case data(UnsafeRawBufferPointer)
    /// The part ends.
    case endOfPart
  }

  private enum State { case preamble, afterDelimiter, header, data, done }

  /// The most bytes in the header of a part.
  private static let headerLimit = 8 << 10

  /// A line break, two hyphens, the boundary.
  private let delimiter: [UInt8]
  private var state = State.preamble
  /// What came and is not used yet. The first boundary needs no line break in front of it.
  private var pending: [UInt8] = [0x0D, 0x0A]

  init(boundary: String) {
    delimiter = Array("\r\n--\(boundary)".utf8)
  }

  /// Whether the last boundary has come.
  var isComplete: Bool { state == .done }

  /// Takes the next bytes.
  mutating func feed(_ bytes: UnsafeRawBufferPointer, _ take: (Event) throws -> Void) throws {
    pending.append(contentsOf: bytes)
    var used = 0
    defer { pending.removeFirst(used) }
    while true {
      switch state {
      case .done:
        used = pending.count
        return
      case .preamble, .data:
        let isData = state == .data
        guard let found = find(delimiter, from: used) else {
          let end = max(used, pending.count - delimiter.count + 1)
          if isData, end > used {
            try pending.withUnsafeBytes { try take(.data(.init(rebasing: $0[used..<end]))) }
          }
          used = end
          return
        }
        if isData {
          if found > used {
            try pending.withUnsafeBytes { try take(.data(.init(rebasing: $0[used..<found]))) }
          }
          try take(.endOfPart)
        }
        used = found + delimiter.count
        state = .afterDelimiter
      case .afterDelimiter:
        // Blanks may stand behind a boundary.
        while used < pending.count, pending[used] == 0x20 || pending[used] == 0x09 { used += 1 }
        guard pending.count - used >= 2 else { return }
        switch (pending[used], pending[used + 1]) {
        case (0x2D, 0x2D): state = .done
        case (0x0D, 0x0A): state = .header
        default:
          throw HTTPProblem(
            .badRequest, "the body is no multipart/form-data: a boundary does not end its line")
        }
        // The line break stays, so that a part without a header ends at once.
        if state == .done { used += 2 }
      case .header:
        guard let end = find([0x0D, 0x0A, 0x0D, 0x0A], from: used) else {
          guard pending.count - used <= Self.headerLimit else {
            throw HTTPProblem(.badRequest, "the header of a part is larger than 8 KiB")
          }
          return
        }
        guard end - used <= Self.headerLimit else {
          throw HTTPProblem(.badRequest, "the header of a part is larger than 8 KiB")
        }
        let header = String(decoding: pending[used..<end], as: UTF8.self)
        used = end + 4
        state = .data
        let (name, file) = try Self.disposition(header)
        try take(.part(name: name, file: file))
      }
    }
  }

  /// The place of bytes that begin with a carriage return.
  private func find(_ wanted: [UInt8], from start: Int) -> Int? {
    pending.withUnsafeBytes { all in
      var place = start
      while place + wanted.count <= all.count, let base = all.baseAddress,
        let found = memchr(base + place, Int32(wanted[0]), all.count - wanted.count + 1 - place)
      {
        place = UnsafeRawPointer(found) - base
        if memcmp(found, wanted, wanted.count) == 0 { return place }
        place += 1
      }
      return nil
    }
  }

  /// The names in `Content-Disposition: form-data; name="file"; filename="sales.csv"`.
  private static func disposition(_ header: String) throws(HTTPProblem) -> (String, String?) {
    for line in header.split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].trimmedBlanks.lowercased() == "content-disposition" else { continue }
      let values = parameters(parts[1])
      guard let name = values["name"] else { break }
      return (name, values["filename"])
    }
    throw HTTPProblem(.badRequest, "a part of the body has no Content-Disposition with a name")
  }

  /// `; key=value; key="va\"lue"`
  private static func parameters(_ text: Substring) -> [String: String] {
    var found: [String: String] = [:]
    var rest = text[...]
    while let semicolon = rest.firstIndex(of: ";") {
      rest = rest[rest.index(after: semicolon)...]
      guard let equals = rest.firstIndex(of: "=") else { break }
      let key = rest[..<equals].trimmedBlanks.lowercased()
      rest = rest[rest.index(after: equals)...]
      var value = ""
      if rest.first == "\"" {
        rest = rest.dropFirst()
        while let letter = rest.popFirst(), letter != "\"" {
          value.append(letter == "\\" ? rest.popFirst() ?? letter : letter)
        }
      } else {
        value = String(rest.prefix { $0 != ";" }).trimmedBlanks
        rest = rest.drop { $0 != ";" }
      }
      found[key] = value
    }
    return found
  }
}
