import Customers
import Foundation
import JSONText
import RFMService
import Segmentation
import Testing

@Suite("Answers for a whole file")
struct FileClassificationTests {
  private let shop: InventedShop
  private let loaded: LoadedModel
  private let files: SalesFiles
  /// More rows than one piece has.
  private let table = InventedShop.table(5000, hasDates: false)

  init() throws {
    shop = try InventedShop()
    loaded = try shop.loaded()
    try shop.write(Self.rows(of: table), to: "table.csv")
    files = SalesFiles([shop.folder + "/table.csv"])
  }

  private static func rows(of table: RFMTable) -> String {
    (0..<table.count).reduce(into: "customer_id,recency,frequency,monetary\n") { text, row in
      text += "\(table.ids[row]),\(table.recency[row]),\(table.frequency[row]),\(table.monetary[row])\n"
    }
  }

  private func job(
    _ selection: RowSelection = RowSelection(), _ changes: SalesChanges = SalesChanges()
  ) throws -> FileClassification {
    FileClassification(loaded, try InheritedSales(loaded, changes), selection)
  }

  @Test("Each row of the CSV says what an answer to the same three values says")
  func csv() throws {
    let sink = CollectedBytes()
    #expect(try job().read(files, writing: (.csv, sink), .still).isWritten)
    #expect(sink.isFinished)
    let inquiry = Inquiry(loaded, work: .still)
    let lines = sink.lines
    #expect(lines.count == table.count + 1)
    for row in stride(from: 0, to: table.count, by: 97) {
      let cells = lines[row + 1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let answer = inquiry.answer(Subject(table[row]))
      let scores = answer.classification.scores
      #expect(cells[0] == table.ids[row])
      #expect(cells[4...6].map { Int($0) } == [scores.recency, scores.frequency, scores.monetary])
      #expect(cells[7] == String(answer.classification.cluster))
      #expect(cells[8] == answer.segmentName)
      #expect(cells[9] == String(answer.classification.isOutlier))
      #expect(Double(cells[10]) == answer.margin.margin)
    }
  }

  @Test(
    "A table that is answered as it is read comes out as one that was read before, on any number of threads",
    arguments: [FileClassification.Format.csv, .scoringService, .scoringServiceLines], [nil, 1])
  func streamed(format: FileClassification.Format, segment: Int?) throws {
    let job = try job(RowSelection(segment: segment))
    let collected = CollectedBytes()
    try job.read(files, .still).write(as: format, to: collected, .still)
    for threads in 1...3 {
      var work = Work.still
      work.threads = threads
      let (streamed, written) = (CollectedBytes(), CollectedBytes())
      #expect(try job.read(files, writing: (format, streamed), work).isWritten)
      #expect(streamed.text == collected.text)
      try job.read(files, work).write(as: format, to: written, work)
      #expect(written.text == collected.text)
    }
  }

  @Test("Rows are written in the order that is asked for, so many as are asked for")
  func selected() throws {
    let segment = try loaded.segment(named: "Best")
    let job = try job(RowSelection(key: .monetary, isDescending: true, segment: segment, top: 7))
    let sink = CollectedBytes()
    // What has to be sorted cannot be written as it comes.
    let answered = try job.read(files, writing: (.csv, sink), .still)
    #expect(!answered.isWritten && sink.pieces == 0)
    let rows = answered.rows(.still).map(answered.row)
    let best = (0..<table.count).filter { loaded.model.classify(table[$0]).cluster == 0 }
      .sorted { table.monetary[$0] > table.monetary[$1] }
    #expect(rows.map(\.id) == best.prefix(7).map { table.ids[$0] })
    #expect(rows.allSatisfy { $0.segment.name == "Best" })
  }

  @Test("Scoring services' clients find their keys, and distances that are those of an answer")
  func scoringService() throws {
    let sink = CollectedBytes()
    try job(RowSelection(top: 1)).read(files, .still).write(as: .scoringService, to: sink, .still)
    guard case .array(let rows) = try JSONNode.parse(Array(sink.text.utf8), file: "answers").value,
      case .object(let row) = try #require(rows.first).value
    else {
      Issue.record("\(sink.text) is no list of objects")
      return
    }
    #expect(
      row.map(\.key) == [
        "customer_id", "predicted_cluster_id", "cluster_name", "cluster_interpretation",
        "cluster_recommendations", "rfm_values", "distances",
      ])
    let distances = loaded.model.classify(table[0]).distances
    #expect(sink.text.contains("\"distances\": \(JSON.array(distances.map(JSON.number)).text(.spaced))"))
  }

  @Test("Work that is not wanted any more ends with that, and leaves no file")
  func cancelled() throws {
    var work = Work.still
    work.isCancelled = { true }
    let path = shop.folder + "/answers.csv"
    for selection in [RowSelection(), RowSelection(top: 3)] {
      let problem = #expect(throws: Problem.self) {
        try job(selection).read(files, writing: (.csv, try FileSink(path)), work)
      }
      #expect(problem?.kind == .cancelled)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test("Nothing more is written to a reader who leaves, and that is no error")
  func left() throws {
    let sink = CollectedBytes(patience: 1)
    try job(RowSelection(key: .recency)).read(files, .still).write(as: .csv, to: sink, .still)
    #expect(sink.pieces == 1)
  }

  @Test("An RFM table says that it was used as it is, and nothing of how sales are read")
  func notesOfATable() throws {
    var changes = SalesChanges()
    changes.returns = .net
    let notes = try job(RowSelection(), changes).read(files, .still).notes
    guard case .reading(let sentence)? = notes.first, notes.count == 1 else {
      Issue.record("\(notes)")
      return
    }
    #expect(sentence.contains("RFM table"))
  }
}
