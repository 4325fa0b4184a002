import Customers
import Testing

@testable import Segmentation

struct MarginTests {
  @Test("the margin is the distance to the nearest plane halfway to another centroid", arguments: 0..<20)
  func planes(part: Int) {
    for seed in 0..<100 {
      var world = ExplainedWorld(seed: UInt64(60_000 + part * 100 + seed))
      let model = world.model
      let classification = model.classify(world.customer())
      let margin = model.margin(of: classification)
      let own = model.centroids[classification.cluster]
      let planes = model.centroids.filter { $0 != own }.map { plane(classification.point, own, $0) }
      guard let margin = margin.margin, let beyond = world.model.margin(of: classification).beyond else {
        #expect(planes.isEmpty)
        continue
      }
      let least = planes.min() ?? .nan
      #expect(abs(margin - least) <= 1e-9 * (1 + least))
      // Less than the margin in any direction stays; a little more towards the one beyond does not.
      let room = max(0, margin * (1 - 1e-9) - 1e-9)
      for _ in 0..<10 where room > 0 {
        let direction = Point(world.random.unit() - 0.5, world.random.unit() - 0.5, world.random.unit() - 0.5)
        let there = moved(classification.point, direction, room)
        #expect(VoronoiCells(model.centroids).nearest(there).cluster == classification.cluster)
      }
      let there = moved(
        classification.point, difference(model.centroids[beyond], own), margin * (1 + 1e-9) + 1e-6)
      let (a, b) = (there.squaredDistance(to: model.centroids[beyond]), there.squaredDistance(to: own))
      #expect(a < b)
      #expect(VoronoiCells(model.centroids).nearest(there).cluster != classification.cluster)
    }
  }

  private func difference(_ a: Point, _ b: Point) -> Point { Point(a.x - b.x, a.y - b.y, a.z - b.z) }

  private func length(_ a: Point) -> Double { a.squaredDistance(to: Point(0, 0, 0)).squareRoot() }

  private func moved(_ point: Point, _ direction: Point, _ distance: Double) -> Point {
    let step = distance / length(direction)
    return Point(point.x + direction.x * step, point.y + direction.y * step, point.z + direction.z * step)
  }

  /// The distance to the plane through the middle between two points, by projection on their difference.
  private func plane(_ point: Point, _ own: Point, _ other: Point) -> Double {
    let middle = Point((own.x + other.x) / 2, (own.y + other.y) / 2, (own.z + other.z) / 2)
    let (normal, way) = (difference(other, own), difference(middle, point))
    return abs(way.x * normal.x + way.y * normal.y + way.z * normal.z) / length(normal)
  }

  @Test("one cluster, and centroids that coincide, have no margin")
  func none() {
    var world = ExplainedWorld(seed: 1)
    let rfm = world.customer()
    var model = world.model
    model.centroids = [Point(0, 0, 0)]
    #expect(model.margin(of: model.classify(rfm)).margin == nil)
    model.centroids = [Point(0, 0, 0), Point(0, 0, 0)]
    #expect(model.margin(of: model.classify(rfm)).beyond == nil)
    model.centroids.append(Point(9, 9, 9))
    model.clusters = [model.clusters[0], model.clusters[0], model.clusters[0]]
    #expect(model.margin(of: model.classify(RFM(recency: 0, frequency: 1, monetary: 0))).beyond == 2)
  }

  @Test("beyond the fences comes before outside of training, and the edges are inside")
  func unlike() {
    var model = ExplainedWorld(seed: 1).model
    let rfm = RFM(recency: 10, frequency: 3, monetary: 50)
    for index in model.features.indices {
      model.features[index].fence = nil
      model.features[index].min = rfm[FeatureName.allCases[index]]
      model.features[index].max = rfm[FeatureName.allCases[index]]
    }
    let classification = model.classify(rfm)
    let distance = classification.distances[classification.cluster]
    model.clusters[classification.cluster].radius = distance
    #expect(model.margin(of: classification).unlike == nil)
    model.clusters[classification.cluster].radius = distance * 0.999
    #expect(model.margin(of: classification).unlike == .training)
    model.clusters[classification.cluster].radius = distance
    model.features[2].max = 49.99
    #expect(model.margin(of: classification).unlike == .training)
    model.features[2].fence = Fence(low: 0, high: 49.99)
    #expect(model.margin(of: model.classify(rfm)).unlike == .fence(share: 0.11, isLarger: true))
    model.features[2].fence = Fence(low: 51, high: 60)
    #expect(model.margin(of: model.classify(rfm)).unlike == .fence(share: 0.11, isLarger: false))
    #expect(model.margin(of: model.classify(rfm)).unlike?.word == "fence")
  }
}
