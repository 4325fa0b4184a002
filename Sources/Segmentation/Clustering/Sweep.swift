/// Clusterings for several k, and which k to take.
public struct Sweep: Sendable {
  public struct Step: Sendable, Hashable {
    public var k: Int
    public var inertia: Double
    public var silhouette: Double

    public init(k: Int, inertia: Double, silhouette: Double) {
      self.k = k
      self.inertia = inertia
      self.silhouette = silhouette
    }
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
