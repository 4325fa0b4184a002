import Customers
import Segmentation
import Tabular

/// A way to write what a model says of customers: made once for a model and a pack, used for any table.
protocol AnswerLayout: Sendable {
  /// Who answers.
  var answerer: RowAnswerer { get }
  var opening: [UInt8] { get }
  /// What stands in front of every row but the first.
  var between: [UInt8] { get }
  var closing: [UInt8] { get }

  /// Writes rows that are answered.
  ///
  /// - Parameters:
  ///   - table: whose rows they are.
  ///   - segment: the only segment whose customers are written; nil for all.
  ///   - isFirst: whether the first of them is the first of all.
  func write(
    _ answers: RowAnswers, of table: RFMTable, in segment: Int?, isFirst: Bool, to buffer: ByteBuffer)
}

extension AnswerLayout {
  var between: [UInt8] { [] }
  var closing: [UInt8] { [] }

  /// Answers and writes the rows of a table at some places; the first of all is at 0.
  ///
  /// - Parameter row: gives the row for each of `places`.
  func write(
    _ places: Range<Int>, _ row: (Int) -> Int, of table: RFMTable, in segment: Int? = nil,
    to buffer: ByteBuffer
  ) {
    let (answerer, answers) = (answerer, RowAnswers())
    var rest = places
    while !rest.isEmpty {
      answerer.answer(rest, row, of: table, into: answers)
      write(answers, of: table, in: segment, isFirst: rest.lowerBound == 0, to: buffer)
      rest = rest.dropFirst(answers.count)
    }
  }
}

/// A table in a layout.
struct AnswerForm<Layout: AnswerLayout>: RowForm {
  let table: RFMTable
  let layout: Layout

  init(_ table: RFMTable, _ layout: Layout) {
    self.table = table
    self.layout = layout
  }

  var opening: [UInt8] { layout.opening }
  var between: [UInt8] { layout.between }
  func closing() -> [UInt8] { layout.closing }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    write(isFirst ? 0..<1 : 1..<2, { _ in row }, to: buffer)
  }

  func write(_ places: Range<Int>, _ row: (Int) -> Int, to buffer: ByteBuffer) {
    layout.write(places, row, of: table, to: buffer)
  }
}
