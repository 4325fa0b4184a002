import CoreMetrics
import Synchronization

/// Counts what the server does, and says it in the text format of Prometheus (0.0.4).
final class PrometheusMetrics: MetricsFactory, Sendable {
  /// Upper ends in seconds.
  private static let buckets: [Double] = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10]

  private struct Series: Hashable {
    let label: String
    /// As it stands between the braces.
    let dimensions: String
  }

  private final class Value: CounterHandler, MeterHandler, RecorderHandler, TimerHandler, Sendable {
    struct Content {
      var sum = 0.0
      var count = 0
      var buckets = [Int](repeating: 0, count: PrometheusMetrics.buckets.count)
    }
    let content = Mutex(Content())

    func increment(by amount: Int64) { content.withLock { $0.sum += Double(amount) } }
    func increment(by amount: Double) { content.withLock { $0.sum += amount } }
    func decrement(by amount: Double) { content.withLock { $0.sum -= amount } }
    func set(_ value: Int64) { content.withLock { $0.sum = Double(value) } }
    func set(_ value: Double) { content.withLock { $0.sum = value } }
    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) {
      content.withLock { content in
        content.sum += value
        content.count += 1
        for (place, end) in PrometheusMetrics.buckets.enumerated() where value <= end {
          content.buckets[place] += 1
        }
      }
    }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func reset() { content.withLock { $0 = Content() } }
  }

  private enum Kind: String { case counter, gauge, histogram }

  private struct Known {
    var kinds: [String: Kind] = [:]
    var values: [Series: Value] = [:]
  }
  private let known = Mutex(Known())

  private func value(_ label: String, _ dimensions: [(String, String)], _ kind: Kind) -> Value {
    let text = dimensions.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
    return known.withLock { known in
      let series = Series(label: label, dimensions: text)
      if let value = known.values[series] { return value }
      let value = Value()
      known.kinds[label] = kind
      known.values[series] = value
      return value
    }
  }

  private static func escaped(_ text: String) -> String {
    text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : $0 == "\n" ? "\\n" : String($0) }.joined()
  }

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    value(label, dimensions, .counter)
  }
  func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    value(label, dimensions, .gauge)
  }
  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    value(label, dimensions, .histogram)
  }
  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    value(label, dimensions, .histogram)
  }
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyMeter(_ handler: any MeterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}

  /// All that was counted.
  var text: String {
    let (kinds, values) = known.withLock { ($0.kinds, $0.values) }
    var lines: [String] = []
    for (label, kind) in kinds.sorted(by: { $0.key < $1.key }) {
      lines.append("# TYPE \(label) \(kind.rawValue)")
      for (series, value) in values.filter({ $0.key.label == label }).sorted(by: {
        $0.key.dimensions < $1.key.dimensions
      }) {
        let content = value.content.withLock { $0 }
        let braces = series.dimensions.isEmpty ? "" : "{\(series.dimensions)}"
        guard kind == .histogram else {
          lines.append("\(label)\(braces) \(Self.number(content.sum))")
          continue
        }
        let start = series.dimensions.isEmpty ? "" : series.dimensions + ","
        for (end, count) in zip(Self.buckets, content.buckets) {
          lines.append("\(label)_bucket{\(start)le=\"\(Self.number(end))\"} \(count)")
        }
        lines.append("\(label)_bucket{\(start)le=\"+Inf\"} \(content.count)")
        lines.append("\(label)_sum\(braces) \(Self.number(content.sum))")
        lines.append("\(label)_count\(braces) \(content.count)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}
