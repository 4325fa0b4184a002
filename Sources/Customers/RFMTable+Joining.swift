import Dispatch

extension RFMTable {
  /// The rows of several tables one after the other; all are of one scale and keep the same columns.
  ///
  /// Column by column, and the parts of each are copied on all cores: for millions of customers it is the first
  /// look at fresh memory that takes the time. What has been copied is let go at once.
  public init(joining tables: consuming [RFMTable]) {
    self.init()
    guard let first = tables.first else { return }
    guard tables.count > 1 else {
      self = first
      return
    }
    revenueScale = first.revenueScale
    kept = first.kept.map { KeptColumn(name: $0.name) }
    func taken<Column>(_ column: WritableKeyPath<RFMTable, Column>, leaving none: Column) -> [Column] {
      tables.indices.map { part in
        let values = tables[part][keyPath: column]
        tables[part][keyPath: column] = none
        return values
      }
    }
    for column in kept.indices {
      kept[column].values = IDColumn(joining: taken(\.kept[column].values, leaving: IDColumn()))
    }
    for part in tables.indices { gaps.add(tables[part].gaps) }
    ids = IDColumn(joining: taken(\.ids, leaving: IDColumn()))
    recency = Joined.column(taken(\.recency, leaving: []))
    frequency = Joined.column(taken(\.frequency, leaving: []))
    monetary = Joined.column(taken(\.monetary, leaving: []))
    revenue = Joined.column(taken(\.revenue, leaving: []))
    firstPurchase = Joined.column(taken(\.firstPurchase, leaving: []))
    lastPurchase = Joined.column(taken(\.lastPurchase, leaving: []))
    purchaseDays = Joined.column(taken(\.purchaseDays, leaving: []))
    firstHalf.end = first.firstHalf.end
    firstHalf.lastDays = Joined.column(taken(\.firstHalf.lastDays, leaving: []))
    firstHalf.purchaseDays = Joined.column(taken(\.firstHalf.purchaseDays, leaving: []))
  }
}

extension IDColumn {
  init(joining columns: [IDColumn]) {
    self.init()
    bytes = Joined.column(columns.map(\.bytes))
    var start = 0
    let starts = columns.map { column in
      defer { start += column.bytes.count }
      return start
    }
    ends = Joined.column(columns.map(\.ends)) { part, end in starts[part] + end }
  }
}

private enum Joined {
  static func column<Element: BitwiseCopyable>(_ parts: [[Element]]) -> [Element] {
    column(parts) { _, element in element }
  }

  /// - Parameter change: what becomes of an element of a part.
  static func column<Element: BitwiseCopyable>(
    _ parts: [[Element]], _ change: (Int, Element) -> Element
  ) -> [Element] {
    var starts = [0]
    for part in parts { starts.append(starts[starts.count - 1] + part.count) }
    let count = starts[parts.count]
    return [Element](unsafeUninitializedCapacity: count) { all, used in
      used = count
      guard let base = all.baseAddress else { return }
      withoutActuallyEscaping(change) { change in
        let places = starts
        nonisolated(unsafe) let (base, change, parts) = (base, change, parts)
        DispatchQueue.concurrentPerform(iterations: parts.count) { part in
          let place = base + places[part]
          for (row, element) in parts[part].enumerated() {
            (place + row).initialize(to: change(part, element))
          }
        }
      }
    }
  }
}
