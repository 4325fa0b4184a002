import Synchronization

/// Cuts a stream of bytes into blocks of whole records, for any number of threads to parse.
///
/// The stream is read once and in order. Where a block may be cut is known exactly, from the state of the
/// quotes at the block's start (always outside) and one pass over it; nothing is guessed, so pipes work as
/// files do. Memory does not grow with the file: a block has a fixed size, and grows only for a record that
/// is longer than it, up to `maximumRecord`.
public final class RecordBlocks: Sendable {
  public static let defaultBlockSize = 256 * 1024
  /// A record longer than this is taken for an unclosed quote.
  public static let maximumRecord = 16 * 1024 * 1024

  private struct State: ~Copyable {
    /// Bytes read, but not yet given out: the start of the next block.
    var carry: [UInt8]
    var ended = false
    var ordinal = 0
    var nextLine: Int
    var bytesGiven = 0
  }

  private let source: ByteSource
  private let delimiter: UInt8
  private let state: Mutex<State>

  /// - Parameters:
  ///   - carry: what was read of the source already and is still to be given out.
  ///   - firstLine: the line of the file on which `carry` starts.
  init(source: ByteSource, carry: [UInt8], firstLine: Int, delimiter: UInt8) {
    self.source = source
    self.delimiter = delimiter
    state = Mutex(State(carry: carry, nextLine: firstLine))
  }

  /// Bytes of the file given out so far, without its header: for progress.
  public var bytesGiven: Int { state.withLock { $0.bytesGiven } }

  /// Fills `block` with the next records; false at the end. Safe to call from several threads.
  ///
  /// - Throws: `TabularError` where the source cannot be read, a quote is never closed or a record is
  ///   longer than `maximumRecord`.
  public func next(into block: RecordBlock) throws(TabularError) -> Bool {
    let result: Result<Bool, TabularError> = state.withLock { state in
      do throws(TabularError) {
        return .success(try fill(block, &state))
      } catch {
        state.ended = true
        state.carry = []
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func fill(_ block: RecordBlock, _ state: inout State) throws(TabularError) -> Bool {
    if state.ended && state.carry.isEmpty { return false }
    if state.carry.count > block.capacity { block.grow(to: state.carry.count * 2, keeping: 0) }
    state.carry.withUnsafeBufferPointer { carry in
      if let base = carry.baseAddress { block.bytes.update(from: base, count: carry.count) }
    }
    var used = state.carry.count
    var scan = Scan(firstLine: state.nextLine)
    while true {
      if !state.ended {
        let wanted = block.capacity - used
        let got = try source.read(into: block.bytes + used, count: wanted)
        used += got
        if got < wanted { state.ended = true }
      }
      scan.run(to: used, isEnd: state.ended, block: block, delimiter: delimiter)
      if state.ended || scan.recordsEnd > 0 { break }
      guard used < Self.maximumRecord else {
        throw TabularError(
          file: source.name, line: state.nextLine,
          "the record that starts here is longer than 16 MiB; a quote may be left open in it")
      }
      block.grow(to: min(block.capacity * 2, Self.maximumRecord), keeping: used)
    }
    if state.ended {
      if used == 0 { return false }
      if scan.quotes == .quoted {
        // The records before it are given out first: a fault in them comes before this one.
        guard scan.recordsEnd > 0 else {
          throw TabularError(
            file: source.name, line: state.nextLine, "a quote that opens in this record is never closed")
        }
      } else {
        if block.bytes[used - 1] != UInt8(ascii: "\n") {
          if used == block.capacity { block.grow(to: used + 1, keeping: used) }
          block.bytes[used] = UInt8(ascii: "\n")
          used += 1
          // Not of the file.
          state.bytesGiven -= 1
        }
        scan.recordsEnd = used
      }
    }
    block.count = scan.recordsEnd
    block.ordinal = state.ordinal
    block.firstLine = state.nextLine
    state.carry.removeAll(keepingCapacity: true)
    state.carry.append(
      contentsOf: UnsafeBufferPointer(start: block.bytes + scan.recordsEnd, count: used - scan.recordsEnd))
    state.ordinal += 1
    state.nextLine = scan.lineAfterRecords
    state.bytesGiven += block.count
    for i in 0..<RecordBlock.padding { block.bytes[block.count + i] = 0 }
    return true
  }

  /// One pass over a block: where its last whole record ends, and how many lines come before.
  private struct Scan {
    var quotes = QuoteState.fieldStart
    private var position = 0
    private var line: Int
    var recordsEnd = 0
    var lineAfterRecords: Int

    init(firstLine: Int) {
      line = firstLine
      lineAfterRecords = firstLine
    }

    mutating func run(to end: Int, isEnd: Bool, block: RecordBlock, delimiter: UInt8) {
      while position < end {
        let count = min(64, end - position)
        // A part of 64 bytes is scanned again once the rest of it has been read.
        if count < 64 && !isEnd { return }
        let chunk = quotes.advance(over: block.bytes + position, count: count, delimiter: delimiter)
        if chunk.newlines != 0 {
          let last = 63 - chunk.newlines.leadingZeroBitCount
          recordsEnd = position + last + 1
          let upToLast = last == 63 ? ~0 : ((1 as UInt64) << UInt64(last + 1)) &- 1
          lineAfterRecords = line + (chunk.allNewlines & upToLast).nonzeroBitCount
        }
        line += chunk.allNewlines.nonzeroBitCount
        position += count
      }
    }
  }
}
