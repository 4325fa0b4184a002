import Customers
import Foundation
import Segmentation
import Transactions

/// k-means of the customers of an RFM table in units of their standard deviations, and how long it took.
struct Fit {
  let customers: Int
  let inertia: Double
  let time: Duration

  init(table path: String, k: Int, restarts: Int) throws {
    let threads = ProcessInfo.processInfo.activeProcessorCount
    let table = try SalesReader(options: SalesOptions(), threads: threads).read([.file(path)]).table
    func scaled(_ feature: FeatureName) -> [Double] {
      let column = table.column(feature)
      let scaler = StandardScaler(column)
      return column.map { ($0 - scaler.mean) / scaler.scale }
    }
    let points = Points(x: scaled(.recency), y: scaled(.frequency), z: scaled(.monetary))
    let clock = ContinuousClock()
    let start = clock.now
    let clustering = KMeans(k: k, restarts: restarts).fit(points, threads: threads)
    time = clock.now - start
    customers = points.count
    inertia = clustering.inertia
  }

  var json: String {
    "{\"customers\": \(customers), \"inertia\": \(inertia), \"seconds\": \(time / .seconds(1))}"
  }
}
