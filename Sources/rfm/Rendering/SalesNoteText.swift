import RFMService

extension SalesNote {
  /// A line for standard error.
  var line: String { "\(isWarning ? "warning" : "note"): \(sentence)" }
}
