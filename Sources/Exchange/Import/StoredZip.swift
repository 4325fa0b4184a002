/// The files of a zip archive that packs none of them, such as skops writes (APPNOTE 6.3.10, section 4.3).
struct StoredZip {
  /// By name.
  private(set) var files: [String: ArraySlice<UInt8>] = [:]

  /// Nil where the bytes are no such archive.
  init?(_ bytes: [UInt8]) {
    func number(_ place: Int, _ width: Int) -> Int? {
      guard place >= 0, place + width <= bytes.count else { return nil }
      return (0..<width).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
    // The end of the central directory, behind which a comment may stand.
    let earliest = max(0, bytes.count - 22 - 65_535)
    guard bytes.count >= 22,
      let end = stride(from: bytes.count - 22, through: earliest, by: -1).first(where: {
        number($0, 4) == 0x0605_4B50
      }), let count = number(end + 10, 2), var place = number(end + 16, 4)
    else { return nil }
    for _ in 0..<count {
      guard number(place, 4) == 0x0201_4B50, let method = number(place + 10, 2),
        let size = number(place + 20, 4), let nameLength = number(place + 28, 2),
        let extra = number(place + 30, 2), let comment = number(place + 32, 2),
        let start = number(place + 42, 4), place + 46 + nameLength <= bytes.count,
        let ownName = number(start + 26, 2), let ownExtra = number(start + 28, 2)
      else { return nil }
      let name = String(decoding: bytes[(place + 46)..<(place + 46 + nameLength)], as: UTF8.self)
      let content = start + 30 + ownName + ownExtra
      guard content + size <= bytes.count else { return nil }
      if method == 0 { files[name] = bytes[content..<(content + size)] }
      place += 46 + nameLength + extra + comment
    }
  }
}
