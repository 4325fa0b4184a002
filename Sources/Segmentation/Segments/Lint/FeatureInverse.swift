#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Feature {
  /// The raw value at a place in scaled units: the inverse of `scaled`, but for rounding and for the values of
  /// 0 or less that a logarithm makes one.
  func raw(_ scaled: Double) -> Double {
    let transformed = scaled * scale + mean
    switch transform {
    case .none: return transformed
    case .log1p: return expm1(transformed)
    }
  }
}
