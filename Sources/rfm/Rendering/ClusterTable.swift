import Customers
import RFMService
import Segmentation
import Wording

/// A row for each cluster: size, shares, means, and what sets it apart. Names are for segments, which a cluster is
/// not.
struct ClusterTable {
  private let model: Model
  private let style: Style

  init(_ model: Model, _ style: Style) {
    self.model = model
    self.style = style
  }

  var text: String {
    let figures = Figures(currency: model.currency)
    let customers = Double(max(1, model.source.customers))
    let revenue = model.clusters.reduce(0) { $0 + $1.all.revenue.double }
    let means = (0..<3).map { feature in
      model.clusters.reduce(0) { $0 + $1.all.mean[feature] * Double($1.all.size) } / customers
    }
    let rows = model.clusters.enumerated().map { id, cluster in
      let share = revenue > 0 ? cluster.all.revenue.double / revenue : 0
      return [
        String(id), Figures.count(cluster.all.size), Figures.percent(Double(cluster.all.size) / customers),
        figures.money(cluster.all.revenue.double, digits: 0), Figures.percent(share),
        Figures.fixed(cluster.all.mean[0], digits: 1), Figures.fixed(cluster.all.mean[1], digits: 2),
        figures.money(cluster.all.mean[2]),
      ]
    }
    let header = [
      "cluster", "customers", "share", "revenue", "share", "mean R", "mean F", "mean M",
    ]
    let apart = model.clusters.enumerated().map { [String($0), self.apart($1, from: means)] }
    return style.table(header, rows, rightAligned: Set(1..<8)) + "\n"
      + style.table(["cluster", "against the mean of all"], apart, rightAligned: [])
  }

  /// The two features in which its customers differ most from all, as how often the mean of all goes into theirs.
  private func apart(_ cluster: Cluster, from means: [Double]) -> String {
    guard cluster.all.size > 0 else { return "" }
    let words = [
      ("here more recently", "here longer ago"), ("fewer orders", "more orders"),
      ("spends less", "spends more"),
    ]
    let ratios = (0..<3).compactMap { feature -> (distance: Double, text: String)? in
      let (own, all) = (cluster.all.mean[feature], means[feature])
      guard own > 0, all > 0, !(0.8...1.25).contains(own / all) else { return nil }
      let word = own < all ? words[feature].0 : words[feature].1
      let times = own / all < 0.05 ? "under 0.1" : Figures.fixed(own / all, digits: 1)
      return (max(own / all, all / own), "\(word) (\(times) ×)")
    }
    let most = ratios.sorted { $0.distance > $1.distance }.prefix(2).map(\.text)
    return most.isEmpty ? "much like all" : most.joined(separator: ", ")
  }
}
