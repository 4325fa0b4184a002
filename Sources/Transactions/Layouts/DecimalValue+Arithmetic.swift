import Tabular

extension DecimalValue {
  static let zero = DecimalValue(mantissa: 0, scale: 0)
  static let one = DecimalValue(mantissa: 1, scale: 0)

  /// The product, where it fits; else the largest number, whose sums are then said to be too large.
  func times(_ other: DecimalValue) -> DecimalValue {
    if other.mantissa == 1, other.scale == 0 { return self }
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: other.mantissa)
    return DecimalValue(mantissa: overflow ? .max : product, scale: scale + other.scale)
  }

  func plus(_ other: DecimalValue) -> DecimalValue {
    if scale == other.scale { return DecimalValue(mantissa: mantissa &+ other.mantissa, scale: scale) }
    let common = max(scale, other.scale)
    func scaled(_ value: DecimalValue) -> Int64 {
      (0..<(common - value.scale)).reduce(value.mantissa) { product, _ in product &* 10 }
    }
    return DecimalValue(mantissa: scaled(self) &+ scaled(other), scale: common)
  }

  var isZero: Bool { mantissa == 0 }
  var magnitude: DecimalValue { DecimalValue(mantissa: abs(mantissa), scale: scale) }
  var negated: DecimalValue { DecimalValue(mantissa: -mantissa, scale: scale) }

  /// Whether two are the same number: 1.5 and 1.50.
  func isEqual(to other: DecimalValue) -> Bool {
    let common = max(scale, other.scale)
    func scaled(_ value: DecimalValue) -> Int128 {
      (0..<(common - value.scale)).reduce(Int128(value.mantissa)) { product, _ in product * 10 }
    }
    return scaled(self) == scaled(other)
  }
}
