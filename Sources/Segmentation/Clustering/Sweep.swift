/// Clusterings for several k, and which k to take.
public struct Sweep: Sendable {
  /// What a curve over k needs to know of one k.
  public struct Step: Sendable, Hashable {
    /// How many clusters.
    public var k: Int
    /// The sum of the squared distances to the centres, in scaled units.
    public var inertia: Double
    /// The mean silhouette, −1…1; see `Silhouette`.
    public var silhouette: Double

    /// The figures of one k, measured before.
    public init(k: Int, inertia: Double, silhouette: Double) {
      self.k = k
      self.inertia = inertia
      self.silhouette = silhouette
    }
  }

  /// All that is measured for one k.
  public struct Row: Sendable, Hashable {
    /// The k, its inertia and its silhouette.
    public let step: Step
    /// Nil where the silhouette was measured over all pairs of points.
    public let silhouetteSample: Silhouette.Sample?
    /// Nil where they have no value: see `Separation`.
    public let daviesBouldin: Double?
    /// Nil where it has no value: see `Separation`.
    public let calinskiHarabasz: Double?
    /// By cluster id.
    public let sizes: [Int]
    /// How surely each cluster is found again, by its id; empty where that was not looked for.
    public let stability: [Stability]

    /// How many clusters.
    public var k: Int { step.k }
  }

  /// By k, ascending without a gap.
  public let rows: [Row]
  /// How many customers were clustered, those left out as outliers not counted.
  public let trainedOn: Int
  /// Sentences for the summary.
  public let notes: [String]

  /// The k to take: that of the best silhouette.
  public var recommended: Int? { Self.bestSilhouette(rows.map(\.step)) }

  /// The largest k whose clusters are all solid; nil where there is none, or it was not looked for.
  public var largestSolid: Int? { rows.last { !$0.stability.isEmpty && $0.stability.areAllSolid }?.k }

  /// Where the curve of the inertia bends most; nil where it does not.
  public var elbow: Int? { Self.elbow(rows.map(\.step)) }

  /// The k of the least Davies-Bouldin; of equal ones the smallest.
  public var bestDaviesBouldin: Int? { best { $0.daviesBouldin.map { -$0 } } }

  /// The k of the greatest Calinski-Harabasz; of equal ones the smallest.
  public var bestCalinskiHarabasz: Int? { best(\.calinskiHarabasz) }

  private func best(_ worth: (Row) -> Double?) -> Int? {
    var best: (k: Int, worth: Double)?
    for row in rows {
      if let worth = worth(row), worth > best?.worth ?? -.infinity { best = (row.k, worth) }
    }
    return best?.k
  }

  /// The k with the best silhouette; of equal ones the smallest.
  public static func bestSilhouette(_ steps: [Step]) -> Int? {
    steps.reduce(nil as Step?) { best, step in
      best.map { step.silhouette > $0.silhouette ? step : $0 } ?? step
    }?.k
  }

  /// Where the curve of the inertia bends most: the knee of a falling convex curve (Satopää and others,
  /// "Finding a 'Kneedle' in a Haystack", 2011), both axes scaled to 0…1, the largest difference.
  ///
  /// - Returns: nil for fewer than three steps, or a curve that does not fall.
  public static func elbow(_ steps: [Step]) -> Int? {
    guard steps.count >= 3, let first = steps.first, let last = steps.last, first.inertia > last.inertia
    else { return nil }
    var best: (k: Int, difference: Double)?
    for step in steps {
      let x = Double(step.k - first.k) / Double(last.k - first.k)
      let y = (step.inertia - last.inertia) / (first.inertia - last.inertia)
      let difference = (1 - y) - x
      if difference > best?.difference ?? -.infinity { best = (step.k, difference) }
    }
    return best?.k
  }
}
