import Segmentation

/// How many customers ordered how often.
struct OrdersPicture: Picture {
  private let classes: [OrderClasses.Class]
  private let words: ReportWords
  private let customers: Int
  let message: String

  var name: String { "orders-per-customer" }
  var title: String { "\(words.frequencyNoun.capitalizedFirst)s per customer" }
  var height: Double { 340 }

  init(_ customers: CustomerColumns, _ words: ReportWords) {
    let sorted = customers.frequency.sorted()
    classes = OrderClasses(sorted).classes
    self.words = words
    self.customers = customers.count
    var sentences: [String] = []
    let total = Double(max(customers.count, 1))
    let noun = words.frequencyNoun
    let once = sorted.count { $0 == 1 }
    if once > 0 {
      sentences.append(
        "\(words.counted(once, "customer")) of \(words.count(customers.count)) (\(words.percent(Double(once) / total))) \(once == 1 ? "has" : "have") one \(noun)."
      )
    }
    if let fullest = classes.max(by: { $0.customers < $1.customers }),
      !(fullest.low == 1 && fullest.high == 1)
    {
      sentences.append(
        "The fullest class, \(Self.label(fullest, words)) \(noun)s, has \(words.counted(fullest.customers, "customer"))."
      )
    }
    if let last = classes.last, last.high == nil {
      sentences.append(
        "\(words.counted(last.customers, "customer")) (\(words.percent(Double(last.customers) / total))) \(last.customers == 1 ? "has" : "have") \(words.count(last.low)) \(noun)s or more, up to \(words.count(Int(sorted.last ?? 0)))."
      )
    } else if let most = sorted.last {
      sentences.append("The most is \(words.value(.frequency, Double(most))).")
    }
    message = sentences.joined(separator: " ")
  }

  private static func label(_ item: OrderClasses.Class, _ words: ReportWords) -> String {
    guard let high = item.high else { return "\(words.count(item.low)) +" }
    return high == item.low ? words.count(high) : "\(words.count(item.low))–\(words.count(high))"
  }

  func draw(_ drawing: inout Drawing) {
    var frame = Frame(left: 0, top: Self.top + 24, right: Self.width - 24, bottom: height - 52)
    let y = Scale(
      .linear, from: 0, to: Double(classes.map(\.customers).max() ?? 1), start: frame.bottom, end: frame.top,
      isWhole: true, count: 5)
    let axis = Axis(y, title: "customers", label: words.tick(nil, y))
    frame.left = 28 + Axis.room(axis.labels)
    drawing.verticalAxis(axis, frame)
    let pitch = frame.width / Double(max(classes.count, 6))
    for (i, item) in classes.enumerated() {
      let middle = frame.left + (Double(i) + 0.5) * pitch
      let top = y(Double(item.customers))
      // The last class is of another kind: many numbers of orders in one.
      drawing.rect(
        middle - pitch * 0.38, top, pitch * 0.76, frame.bottom - top,
        fill: item.high == nil ? .soft : .figure,
        stroke: item.high == nil ? .figure : nil)
      drawing.text(words.count(item.customers), middle, top - 18, .middle, size: 11, hasHalo: true)
      drawing.text(
        words.percent(Double(item.customers) / Double(max(customers, 1))), middle, top - 5, .middle, size: 10,
        ink: .muted, hasHalo: true)
      drawing.text(Self.label(item, words), middle, frame.bottom + 18, .middle, size: 11, ink: .muted)
    }
    drawing.line(frame.left, frame.bottom, frame.right, frame.bottom, .axis)
    drawing.text(
      "frequency (\(words.frequencyNoun)s)", (frame.left + frame.right) / 2, frame.bottom + 38, .middle)
  }
}
