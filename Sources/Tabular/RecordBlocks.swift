import CByteScan
import Synchronization

/// Cuts a stream of bytes into blocks of whole records, for any number of threads to parse.
///
/// The stream is read once and in order. Where a block may be cut is known exactly, from the state of the
/// quotes at the block's start (always outside) and one pass over it; nothing is guessed, so pipes work as
/// files do. Memory does not grow with the file: a block has a fixed size, and grows only for a record that
/// is longer than it, up to `maximumRecord`.
public final class RecordBlocks: Sendable {
  /// With the places of its fields and the tables that rows are looked up in, small enough for a core's own
  /// cache.
  public static let defaultBlockSize = 128 * 1024
  /// A record longer than this is taken for an unclosed quote.
  public static let maximumRecord = 16 * 1024 * 1024

  private struct State: ~Copyable {
    /// Bytes read, but not yet given out: the start of the next block.
    var carry: [UInt8]
    var ended = false
    var ordinal = 0
    var nextLine: Int
  }

  private let source: any ByteSource
  private let delimiter: UInt8
  private let state: Mutex<State>

  /// - Parameters:
  ///   - carry: what was read of the source already and is still to be given out.
  ///   - firstLine: the line of the file on which `carry` starts.
  init(source: any ByteSource, carry: [UInt8], firstLine: Int, delimiter: UInt8) {
    self.source = source
    self.delimiter = delimiter
    state = Mutex(State(carry: carry, nextLine: firstLine))
  }

  /// Bytes of the file read so far: for progress.
  public var bytesRead: Int { state.withLock { _ in source.bytesRead } }

  /// Fills `block` with the next records; false at the end. Safe to call from several threads.
  ///
  /// - Throws: `TabularError` where the source cannot be read, a quote is never closed or a record is
  ///   longer than `maximumRecord`.
  public func next(into block: RecordBlock) throws(TabularError) -> Bool {
    // Filling a block takes some 30 µs, so whoever has to wait does not fall asleep at once: to be woken takes
    // longer.
    for _ in 0..<Self.looks {
      let result = state.withLockIfAvailable { state in attempt(block, &state) }
      if let result { return try result.get() }
      byte_scan_pause()
    }
    return try state.withLock { state in attempt(block, &state) }.get()
  }

  private static let looks = 2000

  private func attempt(_ block: RecordBlock, _ state: inout State) -> Result<Bool, TabularError> {
    do throws(TabularError) {
      return .success(try fill(block, &state))
    } catch {
      state.ended = true
      state.carry = []
      return .failure(error)
    }
  }

  /// A block that ends with the bytes that were asked for may be the last one all the same.
  private func readOneByte(_ state: inout State) throws(TabularError) {
    var byte: [UInt8] = [0]
    let got = try byte.filled { (base, _) throws(TabularError) in try source.read(into: base, count: 1) }
    if got == 0 { state.ended = true } else { state.carry = byte }
  }

  private func fill(_ block: RecordBlock, _ state: inout State) throws(TabularError) -> Bool {
    if state.ended && state.carry.isEmpty { return false }
    if state.carry.count > block.capacity { block.grow(to: state.carry.count * 2, keeping: 0) }
    state.carry.withUnsafeBufferPointer { carry in
      if let base = carry.baseAddress { block.bytes.update(from: base, count: carry.count) }
    }
    var used = state.carry.count
    var scan = byte_scan_records()
    while true {
      if !state.ended {
        let wanted = block.capacity - used
        let got = try source.read(into: block.bytes + used, count: wanted)
        used += got
        if got < wanted { state.ended = true }
      }
      // A part of 64 bytes is left until the rest of it has been read.
      byte_scan_find_last_record(block.bytes, state.ended ? used : used & ~63, delimiter, &scan)
      if state.ended || scan.records_end > 0 { break }
      guard used < Self.maximumRecord else {
        throw TabularError(
          at: source.place, line: state.nextLine,
          "the record that starts here is longer than 16 MiB; a quote may be left open in it")
      }
      block.grow(to: min(block.capacity * 2, Self.maximumRecord), keeping: used)
    }
    if state.ended {
      if used == 0 { return false }
      if scan.state == byte_scan_quoted {
        // The records before it are given out first: a fault in them comes before this one.
        guard scan.records_end > 0 else {
          throw TabularError(
            at: source.place, line: state.nextLine, "a quote that opens in this record is never closed")
        }
      } else {
        if block.bytes[used - 1] != UInt8(ascii: "\n") {
          if used == block.capacity { block.grow(to: used + 1, keeping: used) }
          block.bytes[used] = UInt8(ascii: "\n")
          used += 1
          scan.lines += 1
          scan.records += 1
        }
        scan.records_end = used
        scan.lines_in_records = scan.lines
      }
    }
    block.count = scan.records_end
    block.ordinal = state.ordinal
    block.firstLine = state.nextLine
    // A row of a sheet is one, whatever line breaks are in its quotes.
    block.countsRecords = source.place.sheet != nil
    block.lines = block.countsRecords ? scan.records : scan.lines_in_records
    state.carry.removeAll(keepingCapacity: true)
    state.carry.append(
      contentsOf: UnsafeBufferPointer(start: block.bytes + scan.records_end, count: used - scan.records_end))
    if state.carry.isEmpty && !state.ended { try readOneByte(&state) }
    block.isLast = state.ended && state.carry.isEmpty
    state.ordinal += 1
    state.nextLine += block.lines
    for i in 0..<RecordBlock.padding { block.bytes[block.count + i] = 0 }
    return true
  }
}
