import Dispatch
import Synchronization
import TestSupport

@testable import Tabular

/// All of a CSV file, in the order of the file.
struct ReadTable: Sendable, Equatable {
  struct Ragged: Sendable, Equatable {
    var line: Int
    var fields: Int
  }

  var header: [String] = []
  /// The bytes of each field, quotes taken off.
  var rows: [[[UInt8]]] = []
  /// The line on which each row starts.
  var lines: [Int] = []
  var ragged: [Ragged] = []

  /// The rows as text.
  var text: [[String]] { rows.map { $0.map { $0.withUnsafeBufferPointer(FieldText.decoded) } } }

  init() {}

  init(
    _ file: TemporaryFile, delimiter: UInt8? = nil, blockSize: Int = RecordBlocks.defaultBlockSize,
    readers: Int = 1
  ) throws {
    try self.init(.file(file.path), delimiter: delimiter, blockSize: blockSize, readers: readers)
  }

  /// Reads a source with blocks of some size and with several readers at once.
  init(
    _ source: RowSource, delimiter: UInt8? = nil, blockSize: Int = RecordBlocks.defaultBlockSize,
    readers: Int = 1
  ) throws {
    let csv = try CSVFile(source, delimiter: delimiter, blockSize: blockSize)
    let parts = Mutex<[(ordinal: Int, part: ReadTable)]>([])
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: readers) { _ in
      let index = RecordIndex(columns: csv.header.count, delimiter: csv.delimiter)
      do {
        while true {
          // A block that grew for a long record stays large, so each run of records gets a new one.
          let block = RecordBlock(capacity: blockSize)
          guard try csv.records.next(into: block) else { break }
          index.index(block)
          let part = ReadTable(block, index)
          parts.withLock { $0.append((block.ordinal, part)) }
        }
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    header = csv.header
    for (_, part) in parts.withLock({ $0 }).sorted(by: { $0.ordinal < $1.ordinal }) {
      rows += part.rows
      lines += part.lines
      ragged += part.ragged
    }
  }

  private init(_ block: RecordBlock, _ index: RecordIndex) {
    let scratch = FieldScratch()
    for row in 0..<index.rows {
      lines.append(block.line(at: Int(index.rowStarts[row])))
      rows.append(
        (0..<index.columns).map { column in
          let range = index.field(row, column, in: block)
          let field = UnsafeBufferPointer(start: block.bytes + range.lowerBound, count: range.count)
          return Array(FieldText.content(of: field, scratch: scratch))
        })
    }
    ragged = index.ragged.map { Ragged(line: block.line(at: $0.offset), fields: $0.fields) }
  }
}

/// Reads a text with the default settings.
func readTable(_ text: String) throws -> ReadTable {
  try ReadTable(try TemporaryFile(text))
}
