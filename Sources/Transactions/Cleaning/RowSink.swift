import Tabular

/// What becomes of rows once they are judged: they are summed up, shown as examples or written. One thread at a
/// time has it.
protocol RowSink: AnyObject {
  /// A row that counts under some set of rules.
  func take(_ row: JudgedRow, of pass: BlockPass)
  /// A row that does not count under some sets of rules, and why.
  ///
  /// - Parameter offset: where it starts in the block.
  func drop(_ rules: Verdict, _ reason: DropReason, at offset: Int, of block: RecordBlock)
  /// All rows of a block were judged.
  func finishBlock()
}

extension RowSink {
  @inline(__always)
  func take(_ row: JudgedRow, of pass: BlockPass) {}
  @inline(__always)
  func drop(_ rules: Verdict, _ reason: DropReason, at offset: Int, of block: RecordBlock) {}
  @inline(__always)
  func finishBlock() {}
}

/// What a row that counts says.
struct JudgedRow {
  /// Its number in the block.
  let row: Int
  /// The numbers of its customer and of its invoice; the latter is -1 where the file has none.
  let customer: Int
  let invoice: Int
  /// Days from 1970-01-01, and seconds of the day.
  let day: Int32
  let second: Int32
  /// 1 and the amount where the file has amounts.
  let quantity: DecimalValue
  let price: DecimalValue
  /// The sets of rules under which it counts, and whether it is a return.
  let verdict: Verdict
}
