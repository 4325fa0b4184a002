import Customers
import Segmentation
import Tabular
import Transactions
import Wording

/// The tables between sales and model: the rows that cleaning kept, and what k-means saw of each customer.
public struct TrainingTables: Sendable {
  let files: SalesFiles
  let options: SalesOptions
  /// Nil for an RFM table.
  let sales: SummedSales?
  let forgotten: ForgottenLists
  let features: FeaturesForm

  /// Writes the tables that are wanted. The rows kept are read from the files once more.
  ///
  /// - Throws: `Problem` where the rows kept are wanted, and there are none that were cleaned.
  public func write(to sinks: TrainingSinks, _ work: Work) throws(Problem) {
    if let cleaned = sinks.cleaned {
      try write(try checkedSales(), cleanedTo: cleaned, work)
    }
    if let features = sinks.features { try self.features.write(to: features, work) }
  }

  @discardableResult
  func checkedSales() throws(Problem) -> SummedSales {
    guard let sales else {
      throw Problem(
        "\(OptionName.saveCleaned): an RFM table is not cleaned; \(OptionName.saveFeatures) has its customers"
      )
    }
    return sales
  }

  private func write(
    _ summed: SummedSales, cleanedTo sink: any ByteSink, _ work: Work
  ) throws(Problem) {
    let cleaned = CleanedSales(
      files.sources, sheets: files.sheets, options: options, of: summed, forgotten: forgotten.lists)
    do {
      try cleaned.write { piece in
        try work.check()
        _ = try sink.write(piece)
      } progress: { rows in
        work.count("writing the rows kept", rows, of: summed.report.rowsKept)
      }
    } catch {
      throw error as? Problem ?? Problem("\(error)", .io)
    }
    try sink.finish()
  }
}

/// Where the tables of a training go; nil for those that are not wanted.
public struct TrainingSinks: Sendable {
  public var cleaned: (any ByteSink)?
  public var features: (any ByteSink)?

  public init(cleaned: (any ByteSink)? = nil, features: (any ByteSink)? = nil) {
    self.cleaned = cleaned
    self.features = features
  }
}
