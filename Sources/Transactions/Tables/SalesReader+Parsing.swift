import Dispatch
import Synchronization
import Tabular

/// The rows of a file, judged on several threads.
extension SalesReader {
  /// The next block of a file, as long as the reading is wanted.
  func next(_ block: RecordBlock, of file: CSVFile) throws(TabularError) -> Bool {
    if isCancelled() { throw .stopped(file) }
    return try file.records.next(into: block)
  }

  func parse(
    _ file: CSVFile, plan: SalesPlan, by judges: [RowJudge<PurchaseSums>]
  ) throws(TabularError) {
    let failure = Mutex<TabularError?>(nil)
    let mustStop = Atomic<Bool>(false)
    let rows = Atomic<Int>(0)
    // A small file is not worth a second thread.
    let workers = file.isSmall ? 1 : judges.count
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      let judge = judges[worker]
      let block = RecordBlock(capacity: blockSize)
      let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
      do throws(TabularError) {
        while !mustStop.load(ordering: .relaxed), try next(block, of: file) {
          index.index(block)
          judge.judge(block, index, plan: plan)
          // Blocks are given out in order: all that come before the fault are being read already.
          if judge.mustStop(plan.hypotheses) { mustStop.store(true, ordering: .relaxed) }
          guard let progress else { continue }
          let read = rows.add(index.rows, ordering: .relaxed).newValue
          progress(
            .reading(
              file: file.place.shortName, bytes: file.bytesRead, size: file.size, rows: read))
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    // A fault in a row comes before one in the stream behind it.
    let failureInStream = failure.withLock { $0 }
    var fault = Self.firstFault(judges, plan.hypotheses, isLast: failureInStream != nil)
    for judge in judges { fault.merge(judge.names.endlessPattern) }
    if let first = fault.content { throw first }
    if let failureInStream { throw failureInStream }
  }

  /// The first fault in file order, where it is one whatever set of rules will be taken.
  ///
  /// - Parameter isLast: nothing more will be read that could tell which set is taken.
  private static func firstFault(
    _ judges: [RowJudge<PurchaseSums>], _ hypotheses: Verdict, isLast: Bool
  ) -> Earliest<TabularError> {
    var asProducts = Earliest<TabularError>()
    var asSales = Earliest<TabularError>()
    for judge in judges {
      asProducts.merge(judge.counts[.countsAsProduct].firstFault)
      asSales.merge(judge.counts[.countsAsSale].firstFault)
    }
    switch hypotheses {
    case .countsAsProduct: return asProducts
    case .countsAsSale: return asSales
    default:
      guard asProducts.content != nil, asProducts.position == asSales.position || isLast else {
        return Earliest()
      }
      return asSales
    }
  }
}

extension TabularError {
  /// Nobody wants a file any more that is being read.
  static func stopped(_ file: CSVFile) -> TabularError {
    TabularError(at: file.place, "the reading was stopped")
  }
}
