import Customers
import Tabular

extension RowJudge where Sink == PurchaseSums {
  /// All rows of all files are read: what was kept to read them is let go.
  func closeLayouts() {
    tallies = readByLayout.mapValues { rows in
      var tally = rows.tally
      tally.currencies = rows.currencies.counts
      return tally
    }
    readByLayout = [:]
  }

  /// Adds what layouts made of another thread's rows. Amounts that count once for an order, and were counted by both,
  /// are taken back.
  ///
  /// - Parameters:
  ///   - customers, invoices: the numbers here of those there.
  func mergeLayouts(of other: RowJudge, customers: [Int], invoices: [Int]) {
    for (file, theirs) in other.tallies.sorted(by: { $0.key < $1.key }) {
      var ours = tallies[file] ?? LayoutTally(theirs.plan)
      ours.merge(theirs)
      if let amounts = theirs.amounts {
        ours.amounts?.merge(amounts, customers: customers, invoices: invoices) { key, order in
          sink.takeBack(order, of: key, ours.plan.counted.union(.isOfOrder), ours.plan.countedFile)
        }
      }
      if let subtractions = theirs.subtractions {
        ours.subtractions?.merge(subtractions, customers: customers, invoices: invoices) { key, order in
          sink.takeBack(
            order, of: key, ours.plan.counted.union([.isOfOrder, .isSubtraction]), ours.plan.countedFile)
          ours.subtractedTwice += 1
        }
      }
      tallies[file] = ours
    }
  }
}
