import Foundation
import TestSupport
import Testing

@testable import Tabular

/// What rows come from makes no difference to what is read of them.
@Suite("Sources of rows")
struct RowSourceTests {
  private static let text = "a,b\n" + (0..<2_000).map { "\($0),\"\($0 * 7919 % 1009)\n\"\n" }.joined()

  /// Bytes that came some other way than by a path: in memory, and in a file without a name.
  private func uploads(_ bytes: [UInt8]) throws -> [RowSource] {
    let file = try SpooledFile(in: FileManager.default.temporaryDirectory.path)
    for piece in [bytes.prefix(100), bytes.dropFirst(100)] {
      try piece.withUnsafeBytes { try file.append($0) }
    }
    return [.bytes(bytes, named: "upload.csv"), .spooled(file, named: "upload.csv")]
  }

  @Test("Bytes in memory and in a file without a name are read as a file with one", arguments: [64, 4_096])
  func sameRows(blockSize: Int) throws {
    let plain = Array(Self.text.utf8)
    for bytes in [plain, gzipped(plain), zstandard(plain)] {
      let file = try TemporaryFile(bytes)
      let expected = try ReadTable(.file(file.path))
      #expect(expected.rows.count == 2_000)
      for upload in try uploads(bytes) {
        #expect(try ReadTable(upload, blockSize: blockSize, readers: 3) == expected)
      }
    }
  }

  @Test("Each opening begins at the first byte, while another is half read")
  func eachOpeningIsItsOwn() throws {
    for upload in try uploads(Array(Self.text.utf8)) {
      let half = try CSVFile(upload, blockSize: 64)
      #expect(try half.records.next(into: RecordBlock(capacity: 64)))
      #expect(try ReadTable(upload).rows.count == 2_000)
      #expect(half.size == Self.text.utf8.count)
    }
  }

  @Test("A fault names the upload, and a summary only its name without folders")
  func names() throws {
    let error = #expect(throws: TabularError.self) { try CSVFile(.bytes([], named: "May/sales.csv")) }
    #expect(error?.description == "May/sales.csv: the file is empty; a header and rows are needed")
    #expect(RowSource.bytes([], named: "May/sales.csv").shortName == "sales.csv")
    #expect(RowSource.file("data/2024.csv.gz").shortName == "2024.csv.gz")
    #expect(RowSource.standardInput.shortName == "-")
    #expect(RowSource.standardInput.name == "standard input")
  }

  @Test("Standard input alone cannot be read again")
  func readingAgain() {
    #expect(!RowSource.standardInput.canBeReopened)
    #expect(RowSource.file("sales.csv").canBeReopened)
    #expect(RowSource.bytes([], named: "sales.csv").canBeReopened)
  }

  @Test("A spooled file has no name in its folder, and says why it cannot be made")
  func spooledFiles() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rfm-\(UUID().uuidString)")
    let missing = #expect(throws: SpooledFile.Fault.self) { try SpooledFile(in: folder.path) }
    #expect(missing?.description == "and none can be made in \(folder.path): No such file or directory")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try SpooledFile(in: folder.path)
    try Array("a,b\n1,2\n".utf8).withUnsafeBytes { try file.append($0) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    #expect(try ReadTable(.spooled(file, named: "upload")).text == [["1", "2"]])
  }
}
