import TestSupport
import Testing

@testable import Tabular

/// Files that are packed with gzip or zstd are read as what they hold.
@Suite("Packed files")
struct PackedFileTests {
  enum Kind: String, CaseIterable {
    case gzip, zstd

    func pack(_ text: some StringProtocol) -> [UInt8] {
      let bytes = Array(text.utf8)
      return self == .gzip ? gzipped(bytes) : zstandard(bytes)
    }
  }

  private static let text = "a,b\n" + (0..<1_500).map { "\($0),\($0 * 7919 % 1009)\n" }.joined()

  private func refusal(_ bytes: [UInt8]) throws -> String? {
    let file = try TemporaryFile(bytes)
    let error = #expect(throws: TabularError.self) { try ReadTable(file) }
    #expect(error?.file == file.path)
    return error?.message
  }

  @Test("are told by their first bytes, whatever their names", arguments: Kind.allCases)
  func recognised(kind: Kind) throws {
    let plain = try readTable(Self.text)
    let packed = try TemporaryFile(kind.pack(Self.text))
    #expect(try ReadTable(packed) == plain)
    for blockSize in [64, 999] {
      #expect(try ReadTable(packed, blockSize: blockSize, readers: 3) == plain)
    }
  }

  @Test("may be of several parts, as joined files are", arguments: Kind.allCases)
  func severalParts(kind: Kind) throws {
    let half = Self.text.index(Self.text.startIndex, offsetBy: Self.text.count / 2)
    let parts = kind.pack(Self.text[..<half]) + kind.pack("") + kind.pack(Self.text[half...])
    #expect(try ReadTable(try TemporaryFile(parts)) == (try readTable(Self.text)))
  }

  @Test("say how many bytes of the file were read", arguments: Kind.allCases)
  func bytesRead(kind: Kind) throws {
    let packed = kind.pack(Self.text)
    let file = try TemporaryFile(packed)
    let csv = try CSVFile(.file(file.path))
    while try csv.records.next(into: RecordBlock()) {}
    #expect(csv.bytesRead == packed.count)
    #expect(csv.size == packed.count)
  }

  @Test("that came from elsewhere give out no more than they may", arguments: Kind.allCases)
  func unpackedLimit(kind: Kind) throws {
    let text = "a,b\n" + String(repeating: "1,2\n", count: 1 << 20)
    let spooled = try SpooledFile(in: "/tmp")
    try kind.pack(text).withUnsafeBytes { try spooled.append($0) }
    func rows(_ limit: Int?) throws -> Int {
      let file = try CSVFile(.spooled(spooled, named: "a.csv", unpackedLimit: limit))
      let block = RecordBlock()
      while try file.records.next(into: block) {}
      return file.bytesRead
    }
    #expect(try rows(nil) == spooled.size)
    #expect(try rows(5 << 20) == spooled.size)
    let error = #expect(throws: TabularError.self) { try rows(2 << 20) }
    #expect(error?.message == "unpacked it has more than 2 MiB, the most that is taken")
  }

  @Test func zerosBehindGzipArePadding() throws {
    let padded = gzipped(Array(Self.text.utf8)) + [UInt8](repeating: 0, count: 100_000)
    #expect(try ReadTable(try TemporaryFile(padded)) == (try readTable(Self.text)))
  }

  @Test func zstdMayBeginWithAFrameToSkip() throws {
    let skipped: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    let file = try TemporaryFile(skipped + zstandard(Array(Self.text.utf8)))
    #expect(try ReadTable(file) == (try readTable(Self.text)))
  }

  @Test("that are cut short anywhere are refused", arguments: Kind.allCases)
  func cutShort(kind: Kind) throws {
    let packed = kind.pack(Self.text)
    for length in [4, 5, 12, 17, packed.count / 3, packed.count - 9, packed.count - 1] {
      let message = try refusal(Array(packed.prefix(length)))
      #expect(
        message == "the \(kind) file is cut short: it ends after \(length) bytes, within the packed data")
    }
  }

  @Test("with something else behind them are refused", arguments: Kind.allCases)
  func rubbishBehind(kind: Kind) throws {
    let packed = kind.pack("a,b\n1,2\n")
    #expect(
      try refusal(packed + Array("hello, world".utf8))
        == "the \(kind) file is damaged near byte \(packed.count): what follows the packed data is none")
  }

  @Test("that hold no text are refused by what they hold", arguments: Kind.allCases)
  func packedOtherwise(kind: Kind) throws {
    #expect(
      try refusal(kind.pack("PK\u{3}\u{4}"))
        == "the \(kind) file holds a workbook or a zip archive; unpack it first")
    #expect(try refusal(kind.pack("a\0b")) == "what the \(kind) file holds is not text")
    #expect(try refusal(kind.pack("")) == "the file is empty; a header and rows are needed")
  }

  @Test("with a flipped bit are read the same or refused in a sentence", arguments: Kind.allCases)
  func flippedBits(kind: Kind) throws {
    let text = "a,b\n" + (0..<300).map { "\($0),\($0 * 7919 % 1009)\n" }.joined()
    let packed = kind.pack(text)
    let plain = try readTable(text)
    for at in packed.indices {
      var damaged = packed
      damaged[at] ^= 1 << UInt8(at % 8)
      do {
        let table = try ReadTable(try TemporaryFile(damaged))
        #expect(table == plain, "byte \(at)")
      } catch let error as TabularError {
        #expect(!error.message.contains("\n"))
      }
    }
  }
}
