import Foundation
import SafeFiles
import TestSupport
import Testing

@Suite("Files that are written bit by bit")
struct AtomicStreamTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A million bytes, others for each piece.
  private func piece(_ number: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 1_000_003)
    for place in 0..<16 { bytes[place * 60_000 + number] = UInt8(ascii: "#") }
    return bytes
  }

  @Test("are whole however much of them the disk has before the end")
  func largeFiles() throws {
    let path = folder["large"]
    try folder.write("old", to: "large")
    let stream = try AtomicStream(path: path)
    for number in 0..<40 { try piece(number).withUnsafeBytes { try stream.write($0) } }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("old".utf8))
    try stream.commit()
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    for number in 0..<40 { #expect(try file.read(upToCount: 1_000_003) == Data(piece(number))) }
    #expect(try file.readToEnd() == nil)
    #expect(folder.names.contains("large"))
  }

  @Test func leaveNothingWithoutTheirEnd() throws {
    do {
      let stream = try AtomicStream(path: folder["none"])
      for number in 0..<20 { try piece(number).withUnsafeBytes { try stream.write($0) } }
    }
    #expect(folder.names.isEmpty)
  }
}
