#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The model of lifetimes that fits the customers of a shop best, and how much better than one in which nobody
/// leaves.
public struct LifetimeFit: Sendable, Hashable {
  /// The most likely one.
  public let model: MBGNBD
  /// The natural logarithm of the likelihood, with time in days.
  public let logLikelihood: Double
  /// That of the best negative binomial model: the same without leaving.
  public let nbdLogLikelihood: Double

  /// A fit that is known, such as that of a saved model.
  public init(model: MBGNBD, logLikelihood: Double, nbdLogLikelihood: Double) {
    self.model = model
    self.logLikelihood = logLikelihood
    self.nbdLogLikelihood = nbdLogLikelihood
  }

  /// Twice the difference of the logarithms: how much the data speaks for customers who leave.
  public var likelihoodRatio: Double { 2 * (logLikelihood - nbdLogLikelihood) }

  /// From this ratio on the data shows that customers leave.
  public static let leastRatio = 20.0

  /// The logarithms of the parameters stay within ± this: where nobody seems to leave, a falls and b rises without
  /// end.
  private static let bound = 12.0

  /// Fits the logarithms of the parameters by `QuasiNewton`, the same bytes on any number of threads.
  ///
  /// O(steps · distinct histories); 20 to 40 steps on all sales tried.
  ///
  /// - Returns: nil where no customer came back on another day: there is nothing to learn from then.
  public init?(_ histories: Histories, threads: Int) {
    guard histories.repeats > 0 else { return nil }
    let likelihood = Likelihood(histories, threads: threads)
    let customers = Double(histories.customers)
    func least(
      from start: [Double], _ logarithm: @escaping ([Double]) -> (value: Double, gradient: [Double])
    ) -> (parameters: [Double], logLikelihood: Double) {
      let found = QuasiNewton(from: start, within: Self.bound) { logarithms in
        let parameters = logarithms.map { exp($0) }
        let (value, gradient) = logarithm(parameters)
        return (-value / customers, zip(gradient, parameters).map { -$0 * $1 / customers })
      }
      return (found.place.map { exp($0) }, likelihood.inDays(-found.value * customers))
    }
    let nbd = least(from: [-0.5, 0.5], likelihood.nbd)
    let mbg = least(from: [-0.5, 0.5, -0.5, 1], likelihood.mbg)
    self.init(
      model: MBGNBD(
        r: mbg.parameters[0], alpha: mbg.parameters[1] / likelihood.scale, a: mbg.parameters[2],
        b: mbg.parameters[3]),
      logLikelihood: mbg.logLikelihood, nbdLogLikelihood: nbd.logLikelihood)
  }
}
