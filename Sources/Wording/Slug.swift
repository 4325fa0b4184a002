/// Whether a text is a name that is typed: lower-case letters, digits and hyphens, no hyphen at either end.
public func isSlug(_ text: String) -> Bool {
  let isPlain = text.utf8.allSatisfy {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      || $0 == UInt8(ascii: "-")
  }
  return isPlain && !text.isEmpty && !text.hasPrefix("-") && !text.hasSuffix("-")
}
