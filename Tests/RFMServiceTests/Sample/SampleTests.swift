import RFMService
import Testing

@Suite("Invented sales")
struct SampleTests {
  private func text(_ rows: Int, seed: UInt64 = 42) throws -> String {
    let sink = CollectedBytes()
    try Sample(customers: 20, rows: rows, seed: seed).write(to: sink, .still)
    #expect(sink.isFinished)
    return sink.text
  }

  @Test("They have as many rows as were asked for, and the same seed gives the same bytes")
  func bytes() throws {
    let sales = try text(300)
    #expect(sales.split(separator: "\n").count == 301)
    #expect(sales == (try text(300)))
    #expect(sales != (try text(300, seed: 7)))
  }

  @Test("More customers than rows are refused", arguments: [(0, 10), (11, 10), (1, Sample.mostRows + 1)])
  func refused(customers: Int, rows: Int) {
    #expect(throws: Problem.self) { try Sample(customers: customers, rows: rows) }
  }

  @Test("Nothing more is written once nobody reads, or nobody wants it")
  func stopped() throws {
    let sink = CollectedBytes(patience: 1)
    try Sample(customers: 20, rows: 200_000).write(to: sink, .still)
    #expect(sink.pieces == 1)
    var work = Work.still
    work.isCancelled = { true }
    #expect(throws: Problem.self) { try Sample(customers: 20, rows: 300).write(to: sink, work) }
  }
}
