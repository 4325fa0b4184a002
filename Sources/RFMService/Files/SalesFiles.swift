import Forgetting
import Tabular
import Transactions

/// What a job reads as one set of sales, or as one RFM table: files, standard input, uploads.
public struct SalesFiles: Sendable {
  /// Where the rows come from, in the order in which they are read.
  public let sources: [RowSource]
  /// As they were named; `-` is standard input.
  public let paths: [String]
  /// The sheets of workbooks to read; empty for all with the header of the first that has the columns.
  public let sheets: [String]

  /// - Parameters:
  ///   - paths: one at least.
  ///   - sheets: of workbooks; empty for all that have the columns.
  public init(_ paths: [String], sheets: [String] = []) {
    self.paths = paths
    sources = paths.map { $0 == "-" ? .standardInput : .file($0) }
    self.sheets = sheets
  }

  /// - Parameters:
  ///   - sources: one at least, such as the bytes of an upload.
  ///   - sheets: of workbooks; empty for all that have the columns.
  public init(sources: [RowSource], sheets: [String] = []) {
    self.sources = sources
    paths = sources.map(\.shortName)
    self.sheets = sheets
  }
}

extension Library {
  /// The options with the layouts at hand, behind those of a model, for files that are read by whatever fits them.
  ///
  /// - Parameter shelf: where they are, for who has read it already.
  func withLayouts(_ options: SalesOptions, _ shelf: LayoutShelf? = nil) -> SalesOptions {
    guard case .among(let known) = options.layout else { return options }
    var options = options
    options.layout = .among(
      known + (shelf ?? layouts()).layouts.filter { other in !known.contains { $0.name == other.name } })
    return options
  }

  /// Reads sales and sums them up by customer, without those who asked to be forgotten.
  ///
  /// - Parameters:
  ///   - files: what is read, as one set of sales.
  ///   - options: everything that can change a figure.
  ///   - tableOptions: for a file that already is an RFM table; nil for the same.
  ///   - folder: of a model, whose list of the forgotten counts beside those in the usual places.
  ///   - sink: where the rows of an RFM table go as they are read; nil to keep them.
  ///   - work: threads, progress and cancellation.
  public func read(
    _ files: SalesFiles, _ options: SalesOptions, tableOptions: SalesOptions? = nil,
    besides folder: String? = nil, tableTo sink: (any RFMTableSink)? = nil, _ work: Work
  ) throws(Problem) -> SalesResult {
    let progress = work.progress
    var shelf: LayoutShelf?
    if case .among = options.layout { shelf = layouts() }
    let options = withLayouts(options, shelf)
    var reader = SalesReader(options: options, threads: work.threads) { progress(.reading($0)) }
    reader.tableOptions = tableOptions
    reader.sheets = files.sheets
    if let shelf { reader.notes = shelf.passedOver }
    reader.forgotten = try ForgottenLists(of: self, besides: folder).lists
    if let first = files.paths.first { progress(.opening(first)) }
    reader.isCancelled = work.isCancelled
    do throws(Problem) {
      let reader = reader
      let result = try explained { () throws(TabularError) in try reader.read(files.sources, tableTo: sink) }
      try work.check()
      return result
    } catch {
      // What ended the reading may be that it was stopped.
      try work.check()
      throw error
    }
  }
}
