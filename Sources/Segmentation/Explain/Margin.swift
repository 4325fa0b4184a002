/// How sure an answer is: how far the customer stands from the nearest boundary of the cluster.
public struct Margin: Sendable, Hashable {
  /// Margins below this one are "on the border", in scaled units.
  public static let border = 0.1

  /// The distance to the nearest boundary in scaled units, at least 0; nil where there is no boundary, with
  /// one cluster or with centres that all coincide. Exact for clusters that are `VoronoiCells`; see there for the
  /// formula.
  public let margin: Double?
  /// The cluster on the other side of that boundary; of equally near ones the first.
  public let beyond: Int?
  /// Why the margin says little; nil where it can be trusted.
  public let unlike: Unlike?

  /// Whether a little more or less would put the customer into another cluster: a margin below `border`.
  public var isOnBorder: Bool { margin.map { $0 < Self.border } ?? false }

  /// In which way a customer is unlike those that the model was trained on.
  public enum Unlike: Sendable, Hashable {
    /// Beyond the fences that the model was trained within.
    ///
    /// - `share`: of all customers, how many lie beyond the fences (0…1): those that the model was not trained
    ///   on. Nil where the model counts no customers.
    /// - `isLarger`: beyond an upper fence, not only a lower one.
    case fence(share: Double?, isLarger: Bool)
    /// Outside the trained range of a feature, or farther from the centre than the farthest trained customer
    /// of that cluster.
    case training

    /// The word of the JSON.
    public var word: String {
      switch self {
      case .fence: "fence"
      case .training: "training"
      }
    }
  }

  init(margin: Double?, beyond: Int?, unlike: Unlike?) {
    self.margin = margin
    self.beyond = beyond
    self.unlike = unlike
  }
}

extension Model {
  /// How sure a classification by this model is. O(k).
  public func margin(of classification: Classification) -> Margin {
    let border = clustering.cells.border(of: classification.point, in: classification.cluster)
    return Margin(
      margin: border?.distance, beyond: border?.beyond,
      unlike: unlike(classification, distance: classification.distances[classification.cluster]))
  }

  private func unlike(_ classification: Classification, distance: Double) -> Margin.Unlike? {
    let rfm = classification.rfm
    if classification.isOutlier {
      let isLarger = features.contains { feature in feature.fence.map { rfm[feature.name] > $0.high } ?? false
      }
      let left = Double(source.customers - source.trainedOn)
      let share = source.customers > 0 ? left / Double(source.customers) : nil
      return .fence(share: share, isLarger: isLarger)
    }
    let isOutside = features.contains { feature in
      // An average that was computed another way may differ in its last digits.
      let room = 1e-9 * max(1, abs(feature.min), abs(feature.max))
      return rfm[feature.name] < feature.min - room || rfm[feature.name] > feature.max + room
    }
    let radius = clusters[classification.cluster].radius
    return isOutside || distance > radius * (1 + 1e-9) + 1e-9 ? .training : nil
  }
}
