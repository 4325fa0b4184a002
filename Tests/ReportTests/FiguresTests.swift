import Foundation
import Segmentation
import TestSupport
import Testing

@testable import Report

/// The figures that pictures are drawn from, against plain counting.
@Suite struct FiguresTests {
  @Test func aHistogramCountsEverybodyOnce() {
    var random = RandomNumbers(seed: 8)
    for round in 0..<120 {
      let isWhole = round % 2 == 0
      let values = (0..<(1 + random.below(200))).map { _ -> Double in
        let value = pow(10, random.unit() * Double(round % 6)) * 3
        return isWhole ? value.rounded() : value
      }.sorted()
      for kind in [Scale.Kind.linear, .log, .symlog(1)] {
        let scale = Scale(
          kind, from: values[0], to: values[values.count - 1], start: 0, end: 600, isWhole: isWhole)
        let histogram = Histogram(values, scale, isWhole: isWhole)
        #expect(histogram.counts.reduce(0, +) == values.count)
        #expect(zip(histogram.edges, histogram.edges.dropFirst()).allSatisfy(<))
        for (i, count) in histogram.counts.enumerated() {
          let isLast = i == histogram.counts.count - 1
          let inside = values.count {
            $0 >= histogram.edges[i]
              && ($0 < histogram.edges[i + 1] || (isLast && $0 <= histogram.edges[i + 1]))
          }
          #expect(count == inside, "\(kind) \(histogram.edges) \(values)")
        }
      }
    }
  }

  @Test func aBoxIsTukeys() throws {
    let box = try #require(BoxSummary([1, 2, 3, 4, 5, 6, 7, 8, 9, 50]))
    #expect(box.q1 == 3.25)
    #expect(box.median == 5.5)
    #expect(box.q3 == 7.75)
    #expect(box.low == 1)
    #expect(box.high == 9)
    #expect(box.beyond == [50])
    let constant = try #require(BoxSummary([4, 4, 4]))
    #expect(constant.low == 4 && constant.high == 4 && constant.beyond.isEmpty)
    #expect(BoxSummary([]) == nil)
  }

  @Test func aTreemapSharesTheWholeAreaOut() {
    var random = RandomNumbers(seed: 9)
    let frame = Frame(left: 10, top: 20, right: 710, bottom: 400)
    for _ in 0..<200 {
      let values = (0..<(1 + random.below(15))).map { _ in pow(10, random.unit() * 5) - 3 }
      let parts = Squarified.parts(values, in: frame)
      let positive = values.filter { $0 > 0 }
      #expect(parts.count == positive.count)
      let total = positive.reduce(0, +)
      for part in parts {
        let share = part.width * part.height / (frame.width * frame.height)
        #expect(abs(share - values[part.index] / total) < 1e-9)
        #expect(part.x >= frame.left - 1e-6 && part.x + part.width <= frame.right + 1e-6)
        #expect(part.y >= frame.top - 1e-6 && part.y + part.height <= frame.bottom + 1e-6)
      }
      for (i, a) in parts.enumerated() {
        for b in parts[(i + 1)...] {
          let width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
          let height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
          #expect(width < 1e-6 || height < 1e-6, "\(a) \(b)")
        }
      }
    }
  }

  @Test func aTreemapOfOneIsTheWhole() {
    let parts = Squarified.parts([7], in: Frame(left: 0, top: 0, right: 30, bottom: 20))
    #expect(parts.count == 1 && parts[0].width == 30 && parts[0].height == 20)
    #expect(Squarified.parts([0, -4], in: Frame(left: 0, top: 0, right: 30, bottom: 20)).isEmpty)
  }

  @Test func ordersHaveClassesOfTheirOwnAndATail() {
    let few = OrderClasses([Int32](repeating: 1, count: 30) + [2, 2, 3, 40]).classes
    #expect(few.map(\.low) == Array(1...12))
    #expect(few.last?.high == nil)
    #expect(few.map(\.customers) == [30, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    let one = OrderClasses([1, 1, 1]).classes
    #expect(one.count == 1 && one[0].customers == 3 && one[0].high == 1)
    #expect(OrderClasses([]).classes.isEmpty)
    var random = RandomNumbers(seed: 4)
    for _ in 0..<200 {
      let size = 1 + random.below(5_000)
      let values = (0..<(1 + random.below(300))).map { _ in Int32(1 + random.below(size)) }
        .sorted()
      let classes = OrderClasses(values).classes
      #expect(classes.reduce(0) { $0 + $1.customers } == values.count)
      #expect(classes.count <= OrderClasses.limit)
      for item in classes {
        let inside = values.count { Int($0) >= item.low && Int($0) <= item.high ?? .max }
        #expect(inside == item.customers, "\(classes) \(values)")
      }
    }
  }

  @Test(arguments: [5, 7, 12, 100])
  func theHeatmapCountsEverybody(_ bins: Int) throws {
    let shop = try InventedShop(InventedShop.values(160), bins: bins)
    let grid = ScoreGrid(shop.columns, shop.model.scores)
    #expect(grid.recency.count <= ScoreGrid.limit && grid.frequency.count <= ScoreGrid.limit)
    #expect(grid.recency.flatMap { Array($0) } == Array(1...bins))
    for (r, recency) in grid.recency.enumerated() {
      for (f, frequency) in grid.frequency.enumerated() {
        let inside = (0..<shop.table.count).filter {
          let scores = shop.model.scores.scores(of: shop.table[$0])
          return recency.contains(scores.recency) && frequency.contains(scores.frequency)
        }
        #expect(grid.cells[r][f].customers == inside.count)
        let sum = inside.reduce(0.0) { $0 + shop.table.monetary[$1] }
        #expect(abs((grid.cells[r][f].mean ?? 0) - sum / Double(max(inside.count, 1))) < 1e-6 * max(1, sum))
      }
    }
  }

  @Test func segmentsAreWhatTheirCustomersComeTo() throws {
    let shop = try InventedShop.shop()
    for (summary, cluster) in zip(shop.summaries, shop.model.clusters) {
      #expect(summary.customers == cluster.all.size)
      #expect(abs((summary.revenue ?? 0) - cluster.all.revenue.double) < 0.005)
      for i in 0..<3 {
        #expect(abs(summary.mean[i] - cluster.all.mean[i]) < 1e-9 * max(1, cluster.all.mean[i]))
        #expect(summary.median[i] == cluster.all.median[i])
      }
    }
    let known = SegmentSummary.clusters(shop.segments(), shop.model)
    #expect(known.map(\.customers) == shop.summaries.map(\.customers))
  }

  @Test func revenueIsTheAverageTimesTheOrders() throws {
    let values = [(1, 2, 10.0), (5, 4, 2.5), (9, 1, 7), (40, 3, 1), (80, 1, 30)]
    let byInvoice = try InventedShop(values, k: 2, outliers: .none, sales: [("monetary", "average")])
    let sum = byInvoice.summaries.reduce(0.0) { $0 + ($1.revenue ?? 0) }
    #expect(sum == 20 + 10 + 7 + 3 + 30)
    let byDay = try InventedShop(
      values, k: 2, outliers: .none, sales: [("monetary", "average"), ("frequency", "days")])
    #expect(byDay.summaries.allSatisfy { $0.revenue == nil })
  }

  // MARK: - Every k

  @Test func theCurveIsWhatSweepSays() throws {
    let shop = try InventedShop.shop()
    let curve = try ClusterCurve(shop.model, shop.columns, threads: 2)
    let sweep = try Trainer(options: shop.model.training.options, threads: 1).sweep(on: shop.table)
    #expect(curve.steps == sweep.rows.map(\.step))
    #expect(curve.sample == nil)
    let own = try #require(curve.steps.first { $0.k == shop.model.k })
    #expect(own.inertia == shop.model.quality.inertia)
    // That of one k alone is added up in another order than those of all ks together.
    let silhouette = try #require(shop.model.quality.silhouette)
    #expect(abs(try #require(own.silhouette) - silhouette) < 1e-12)
    #expect(ClusterCurve(shop.model) == nil)
  }

  @Test func aModelWithManyClustersIsOnItsOwnCurve() throws {
    let shop = try InventedShop.shop(k: 9)
    #expect(try ClusterCurve(shop.model, shop.columns, threads: 1).steps.map(\.k) == [2, 3, 4, 5, 6, 9])
  }

  @Test func aLargeShopIsSampled() throws {
    let shop = try InventedShop.shop(200)
    let many = shop.repeated(8)
    let trained = many.isOutlier.count { !$0 }
    let whole = try ClusterCurve(shop.model, many, threads: 2, limit: 2_000, sampleSize: 700)
    #expect(whole.sample == nil)
    let part = try ClusterCurve(shop.model, many, threads: 2, limit: trained - 1, sampleSize: 700)
    #expect(part.sample == 700)
    // The inertia is that of all, not that of the sample, which is half of it.
    for (a, b) in zip(part.steps, whole.steps) {
      #expect(abs(a.inertia / b.inertia - 1) < 0.2, "k = \(a.k)")
      #expect(abs(a.silhouette - b.silhouette) < 0.1, "k = \(a.k)")
    }
  }
}
