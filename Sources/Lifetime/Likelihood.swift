#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The logarithms of how likely the histories of customers are, by the model of `MBGNBD` and by the one without
/// leaving (NBD: Ehrenberg, "The pattern of consumer purchases", 1959), and their gradients.
///
/// Of one customer, by MBG/NBD (Batislam, Denizel and Filiztekin 2007, equation 10):
///
///     ln L = lnΓ(r+x) − lnΓ(r) + r ln α + lnΓ(a+b) + lnΓ(b+x+1) − lnΓ(b) − lnΓ(a+b+x+1) + ln(e^A₃ + e^A₄)
///     A₃ = −(r+x) ln(α+T)      A₄ = ln a − ln(b+x) − (r+x) ln(α+t_x)
///
/// and by NBD: lnΓ(r+x) − lnΓ(r) + r ln α − (r+x) ln(α+T), which is what is left of it where nobody leaves.
///
/// Since x is whole, differences of lnΓ are sums of logarithms: lnΓ(r+x) − lnΓ(r) = Σ ln(r+i) over i < x, over all
/// customers Σ ln(r+i) · (customers with more than i repeats). With δ = A₄ − A₃ the last term is A₃ + ln(1 + e^δ),
/// and A₃ goes by age. Only ln(1 + e^δ) is to be taken for every distinct history: it is taken of four at a time.
///
/// Time is scaled, so that the greatest age is 10.
struct Likelihood {
  private let histories: Histories
  /// By place in the histories' `days`.
  private let times: [Double]
  /// Scaled time of one day.
  let scale: Double
  /// Never changes a figure: sums are those of blocks of a fixed size, added up in their order.
  private let threads: Int

  private static let greatestTime = 10.0
  private static let blockSize = 4_096

  /// - Parameter histories: those of customers of whom at least one is older than a day.
  init(_ histories: Histories, threads: Int) {
    self.histories = histories
    self.threads = threads
    let scale = Self.greatestTime / Double(histories.greatestAge)
    self.scale = scale
    times = histories.days.map { Double($0) * scale }
  }

  /// A likelihood in days, of one in scaled time: each repeat is a density over time.
  func inDays(_ logLikelihood: Double) -> Double { logLikelihood + Double(histories.repeats) * log(scale) }

  // MARK: NBD

  /// - Parameter parameters: r and α, in scaled time.
  /// - Returns: the logarithm, and its derivatives by r and α.
  func nbd(_ parameters: [Double]) -> (value: Double, gradient: [Double]) {
    let (r, alpha) = (parameters[0], parameters[1])
    let customers = Double(histories.customers)
    var value = customers * r * log(alpha)
    var byR = customers * log(alpha)
    var byAlpha = customers * r / alpha
    for (number, customers) in histories.customersBeyond.enumerated() {
      value += customers * log(r + Double(number))
      byR += customers / (r + Double(number))
    }
    for place in times.indices {
      let (customers, repeats) = (histories.customersOfAge[place], histories.repeatsOfAge[place])
      guard customers > 0 else { continue }
      let logarithm = log(alpha + times[place])
      value -= (customers * r + repeats) * logarithm
      byR -= customers * logarithm
      byAlpha -= (customers * r + repeats) / (alpha + times[place])
    }
    return (value, [byR, byAlpha])
  }

  // MARK: MBG/NBD

  /// - Parameter parameters: r, α, a and b, in scaled time.
  /// - Returns: the logarithm, and its derivatives by each.
  func mbg(_ parameters: [Double]) -> (value: Double, gradient: [Double]) {
    let (r, alpha, a, b) = (parameters[0], parameters[1], parameters[2], parameters[3])
    var (value, gradient) = nbd([r, alpha])
    gradient += [0, 0]
    // lnΓ(a+b) − lnΓ(a+b+x+1) − lnΓ(b) + lnΓ(b+x+1) = −Σ ln(1 + a/(b+i)) over i ≤ x.
    for number in 0...histories.customersBeyond.count {
      let customers =
        number == 0 ? Double(histories.customers) : histories.customersBeyond[number - 1]
      let stay = b + Double(number)
      value -= customers * log1p(a / stay)
      gradient[2] -= customers / (stay + a)
      gradient[3] += customers * a / (stay * (stay + a))
    }
    let sums = sums(r, alpha, a, b)
    value += sums.softplus
    gradient[0] += sums.byR
    gradient[1] += sums.byAlpha
    gradient[2] += sums.share / a
    gradient[3] -= sums.byB
    return (value, gradient)
  }

  /// Sums over the histories, each times its customers, where π = e^δ / (1 + e^δ).
  private struct Sums {
    /// ln(1 + e^δ)
    var softplus = 0.0
    /// π
    var share = 0.0
    /// π · (ln(α+T) − ln(α+t_x))
    var byR = 0.0
    /// π · (r+x) · (1/(α+T) − 1/(α+t_x))
    var byAlpha = 0.0
    /// π / (b+x)
    var byB = 0.0

    static func += (sum: inout Sums, other: Sums) {
      sum.softplus += other.softplus
      sum.share += other.share
      sum.byR += other.byR
      sum.byAlpha += other.byAlpha
      sum.byB += other.byB
    }
  }

  private func sums(_ r: Double, _ alpha: Double, _ a: Double, _ b: Double) -> Sums {
    let ages = times.map { SIMD2(log(alpha + $0), 1 / (alpha + $0)) }
    // r+x, ln a − ln(b+x), 1/(b+x)
    let numbers = (0...histories.customersBeyond.count).map { number in
      let stay = b + Double(number)
      return SIMD4(r + Double(number), log(a / stay), 1 / stay, 0)
    }
    return Blocks(of: histories.distinct, size: Self.blockSize)
      .map(threads: threads) { sums(of: $0, ages, numbers) }
      .reduce(into: Sums()) { $0 += $1 }
  }

  private func sums(of range: Range<Int>, _ ages: [SIMD2<Double>], _ numbers: [SIMD4<Double>]) -> Sums {
    var softplus = SIMD4<Double>()
    var (share, byR, byAlpha, byB) = (softplus, softplus, softplus, softplus)
    histories.withColumns { columns in
      ages.withUnsafeBufferPointer { ages in
        numbers.withUnsafeBufferPointer { numbers in
          for start in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
            var longer = SIMD4<Double>()
            var rarer = longer
            var (exponent, leaving, inverse, customers) = (longer, longer, longer, longer)
            for lane in 0..<4 where start + lane < range.upperBound {
              let i = start &+ lane
              let age = ages[Int(columns.age[i])] - ages[Int(columns.last[i])]
              let number = numbers[Int(columns.repeated[i])]
              longer[lane] = age.x
              rarer[lane] = age.y
              exponent[lane] = number.x
              leaving[lane] = number.y
              inverse[lane] = number.z
              customers[lane] = columns.counts[i]
            }
            let result = Softplus(leaving + exponent * longer)
            softplus += customers * result.value
            let weight = customers * result.share
            share += weight
            byR += weight * longer
            byAlpha += weight * exponent * rarer
            byB += weight * inverse
          }
        }
      }
    }
    return Sums(
      softplus: softplus.sum(), share: share.sum(), byR: byR.sum(), byAlpha: byAlpha.sum(), byB: byB.sum())
  }
}

extension Histories {
  fileprivate struct Columns {
    let repeated: UnsafeBufferPointer<Int32>
    let last: UnsafeBufferPointer<Int32>
    let age: UnsafeBufferPointer<Int32>
    let counts: UnsafeBufferPointer<Double>
  }

  fileprivate func withColumns(_ body: (Columns) -> Void) {
    repeated.withUnsafeBufferPointer { repeated in
      last.withUnsafeBufferPointer { last in
        age.withUnsafeBufferPointer { age in
          counts.withUnsafeBufferPointer { counts in
            body(Columns(repeated: repeated, last: last, age: age, counts: counts))
          }
        }
      }
    }
  }
}
