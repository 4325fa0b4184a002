// Runs one inner part of the program on seeded numbers, so that a tool such as callgrind can count its
// instructions: only what happens inside of `measured` is the part's own.
//
//     rfm-inner-benchmarks PART [ITEMS [REPEATS]]

import Foundation
import Segmentation
import Tabular
import Transactions

struct Part {
  let name: String
  let item: String
  let items: Int
  /// Prepares the numbers, and gives what is to be measured.
  let prepare: (Int) throws -> () throws -> Int
}

let parts = [
  Part(name: "parse", item: "row", items: 50_000) { rows in
    let sales = try InventedSales(rows: rows)
    return { try sales.countRows() }
  },
  Part(name: "aggregate", item: "row", items: 50_000) { rows in
    let sales = try InventedSales(rows: rows)
    return { try SalesReader(options: SalesOptions(), threads: 1).read([sales.path]).table.count }
  },
  Part(name: "assign", item: "point, k = 8", items: 200_000) { count in
    let points = Points.invented(count)
    let centroids = (0..<8).map { points[$0 * (count / 8)] }
    return {
      var labels = [Int32](repeating: -1, count: count)
      return Assignment.assign(points, to: centroids, labels: &labels).changed
    }
  },
  Part(name: "kmeans", item: "point, k = 8, 10 restarts", items: 50_000) { count in
    let points = Points.invented(count)
    return { KMeans(k: 8).fit(points, threads: 1).sizes.count }
  },
  Part(name: "sweep", item: "point, k = 2…12, 10 restarts", items: 4_000) { count in
    let points = Points.invented(count)
    return { KMeans.fit(points, (2...12).map { KMeans(k: $0) }, threads: 1).count }
  },
  Part(name: "silhouette", item: "pair", items: 3_000) { count in
    let points = Points.invented(count)
    let clustering = KMeans(k: 4, restarts: 1).fit(points, threads: 1)
    return { Silhouette(points, clustering, exact: true, seed: 42, threads: 1).mean > 0 ? 1 : 0 }
  },
  Part(name: "silhouettes", item: "pair, k = 2…12 at once", items: 3_000) { count in
    let points = Points.invented(count)
    let several = KMeans.fit(points, (2...12).map { KMeans(k: $0, restarts: 1) }, threads: 1)
    return { Silhouette.of(points, several, exact: true, seed: 42, threads: 1).count }
  },
]

@inline(never)
func measured(_ work: () throws -> Int) throws {
  // What it gives is used, so that no compiler leaves the work out.
  if try work() < 0 { print("less than nothing") }
}

let arguments = CommandLine.arguments.dropFirst()
guard let name = arguments.first, let part = parts.first(where: { $0.name == name }) else {
  // A line for each part, for the script beside this: its name, how many items it has, and what they are.
  for part in parts {
    // Of n points there are n² pairs.
    let items = part.item.hasPrefix("pair") ? part.items * part.items : part.items
    print("\(part.name)\t\(items)\t\(part.item)")
  }
  exit(arguments.isEmpty ? 0 : 64)
}
let items = arguments.dropFirst().first.flatMap { Int($0) } ?? part.items
let repeats = arguments.dropFirst(2).first.flatMap { Int($0) } ?? 1
let work = try part.prepare(items)
let clock = ContinuousClock()
for _ in 0..<repeats {
  let time = try clock.measure { try measured(work) }
  print("\(part.name)\t\(items)\t\(time)")
}
