import CustomerStore
import Foundation
import Segmentation
import Tabular
import Transactions

/// A part of the program that is measured by itself.
struct Part: Sendable {
  let name: String
  let item: String
  /// How many items instructions are counted of, which is slow, and how many are timed.
  let counted: Int
  let timed: Int
  /// How many units of the figure "per item" there are for so many items.
  var units: @Sendable (Int) -> Int = { $0 }
  /// Prepares the numbers, and gives what is to be measured.
  let prepare: @Sendable (Int) throws -> Work

  struct Work {
    /// All of it.
    let all: () throws -> Int
    /// One of many calls, where each of them is timed.
    var each: ((Int) throws -> Int)?
    /// What else there is to say, when it is done.
    var note: (() -> String)?
  }

  @Sendable
  private static func pairs(_ points: Int) -> Int { points * points }

  @Sendable
  private static func sampledPairs(_ points: Int) -> Int { points * Silhouette.sampleSize }

  static let all = [
    Part(name: "parse", item: "row", counted: 50_000, timed: 1_000_000) { rows in
      let sales = try InventedSales(rows: rows)
      return Work { try sales.countRows() }
    },
    Part(name: "aggregate", item: "row", counted: 50_000, timed: 1_000_000) { rows in
      let sales = try InventedSales(rows: rows)
      return Work {
        try SalesReader(options: SalesOptions(), threads: 1).read([.file(sales.path)]).table.count
      }
    },
    Part(name: "assign", item: "point, k = 8", counted: 200_000, timed: 1_000_000) { count in
      let points = Points.invented(count)
      let centroids = (0..<8).map { points[$0 * (count / 8)] }
      return Work {
        var labels = [Int32](repeating: -1, count: count)
        return Assignment.assign(points, to: centroids, labels: &labels).changed
      }
    },
    // Its seeding, Lloyd's steps, and the swaps of centroids behind them.
    Part(name: "restart", item: "point, k = 8, one restart", counted: 50_000, timed: 1_000_000) { count in
      let points = Points.invented(count)
      return Work { KMeans(k: 8, restarts: 1).fit(points, threads: 1).sizes.count }
    },
    Part(name: "kmeans", item: "point, k = 8, 10 restarts", counted: 50_000, timed: 1_000_000) { count in
      let points = Points.invented(count)
      return Work { KMeans(k: 8).fit(points, threads: 1).sizes.count }
    },
    Part(name: "sweep", item: "point, k = 2…12, 10 restarts", counted: 4_000, timed: 4_000) { count in
      let points = Points.invented(count)
      return Work { KMeans.fit(points, (2...12).map { KMeans(k: $0) }, threads: 1).count }
    },
    Part(name: "silhouette", item: "pair", counted: 3_000, timed: 20_000, units: pairs) { count in
      let points = Points.invented(count)
      let clustering = KMeans(k: 4, restarts: 1).fit(points, threads: 1)
      return Work { Silhouette(points, clustering, exact: true, seed: 42, threads: 1).mean > 0 ? 1 : 0 }
    },
    Part(
      name: "silhouettes", item: "pair, k = 2…12 at once", counted: 3_000, timed: 20_000, units: pairs
    ) { count in
      let points = Points.invented(count)
      let several = KMeans.fit(points, (2...12).map { KMeans(k: $0, restarts: 1) }, threads: 1)
      return Work { Silhouette.of(points, several, exact: true, seed: 42, threads: 1).count }
    },
    Part(
      name: "sample", item: "pair of the sampled silhouette", counted: Silhouette.exactLimit + 1,
      timed: 1_000_000, units: sampledPairs
    ) { count in
      let points = Points.invented(count)
      let clustering = KMeans(k: 4, restarts: 1).fit(points, threads: 1)
      return Work { Silhouette(points, clustering, exact: false, seed: 42, threads: 1).mean > 0 ? 1 : 0 }
    },
    Part(name: "store", item: "customer", counted: 20_000, timed: 1_000_000) { count in
      let shop = try InventedShop(customers: count)
      return Work(
        all: { try shop.save() }, note: { "\(decimal(Double(shop.storeBytes) / 1e6, 1)) MB" })
    },
    Part(name: "look-up", item: "look-up by ID", counted: 2_000, timed: 10_000) { count in
      let shop = try InventedShop(customers: 50 * count + 500_000)
      let lookUps = try shop.lookUps(count)
      return Work(all: { try (0..<count).reduce(0) { try $0 + lookUps.byID($1) } }, each: lookUps.byID)
    },
    Part(name: "prefix", item: "look-up by prefix", counted: 2_000, timed: 10_000) { count in
      let shop = try InventedShop(customers: 50 * count + 500_000)
      let lookUps = try shop.lookUps(count)
      return Work(
        all: { try (0..<count).reduce(0) { try $0 + lookUps.byPrefix($1) } }, each: lookUps.byPrefix)
    },
  ]
}
