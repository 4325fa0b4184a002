import Testing

@testable import Segmentation

@Suite("The numbers of clusters")
struct ClusteringTests {
  @Test func areGivenBestFirst() {
    // Worth: frequency + monetary − recency.
    let centroids = [Point(2, -1, -1), Point(-1, 2, 2), Point(0, 0, 0.75), Point(-1, -0.25, -0.25)]
    let clustering = Clustering(centroids: centroids, labels: [0, 1, 2, 3, 1], inertia: 7)
    let ordered = clustering.bestFirst
    #expect(ordered.centroids == [centroids[1], centroids[2], centroids[3], centroids[0]])
    #expect(ordered.labels == [3, 0, 1, 2, 0])
    #expect(ordered.inertia == 7)
  }

  @Test func tiesAreDecidedByRecencyThenByMonetary() {
    let centroids = [Point(0, 1, 1), Point(-1, 0, 1), Point(0, 0, 2), Point(-1, 1, 0)]
    let ordered = Clustering(centroids: centroids, labels: [], inertia: 0).bestFirst
    #expect(ordered.centroids == [centroids[1], centroids[3], centroids[2], centroids[0]])
  }
}
