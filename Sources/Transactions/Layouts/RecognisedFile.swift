import Tabular
import Wording

/// Which layout fits a file, and which columns are found in it with that layout or without one.
///
/// ```swift
/// let file = try RecognisedFile(.file("orders.csv"), SalesOptions(), among: shelf.layouts)
/// print(file.layout?.name ?? "no layout fits")
/// ```
public struct RecognisedFile: Sendable {
  /// The file's name without its folder.
  public let name: String
  /// The one that is taken; nil where none fits.
  public let layout: Layout?
  /// The names of others that fit.
  public let others: [String]
  /// In the file, from 1.
  public let headerLine: Int
  /// By role, headers in order of preference; of quantity × price and the amount only what counts.
  public let columns: [ColumnRole: [String]]
  private let header: [String]
  /// The one that is taken, and the others that fit.
  private let fitting: [Layout]
  /// What the rows of a file without a layout tell.
  private let found:
    (amountPer: Layout.Unit, subtract: [Layout.Subtraction], cleaning: SalesOptions.Cleaning?)
  private let dateOrder: SalesOptions.DateOrder?
  private let decimal: DecimalMark?

  /// Looks at the first rows of a file, or of the first sheet that has sales.
  ///
  /// - Throws: `TabularError` where the file cannot be read, its columns cannot be told, or it is an RFM table.
  public init(
    _ source: RowSource, _ options: SalesOptions, among layouts: [Layout]
  ) throws(TabularError) {
    let tables = try SalesTables(
      source, sheets: [], delimiter: options.delimiter, blockSize: RecordBlocks.defaultBlockSize,
      header: HeaderFinder(options: options).find
    ) { (try? ColumnMap($0, options)) != nil }
    let file = try tables.open(0, mark: options.decimal)
    let map = try ColumnMap(file, options)
    guard !map.isRFMTable else {
      throw TabularError(at: file.place, "this is an RFM table, which needs no layout")
    }
    name = tables.name
    header = file.header
    headerLine = file.headerLine
    let bound = map.layout
    let isNet = BoundLayout.netsAmounts(options, usesAmount: map.usesAmount)
    found = (
      bound?.layout.amountPer ?? .line, bound?.layout.subtract ?? [],
      isNet || bound.map { $0.cleaning(options) == nil } ?? false ? nil : options.rules
    )
    layout = bound.flatMap { $0.isNamed ? $0.layout : nil }
    let others = LayoutRecognition(of: [file.header], among: layouts).matches.map(\.layout)
      .filter { [layout] in $0.name != layout?.name }
    fitting = [layout].compactMap { $0 } + others
    self.others = others.map(\.name)
    let unused: [ColumnRole] = map.usesAmount ? [.quantity, .price] : [.amount]
    columns = Dictionary(
      uniqueKeysWithValues: Layout.roles.filter { !unused.contains($0) }.compactMap { role in
        let places = bound?.columns[role] ?? map[role].map { [$0] } ?? []
        return places.isEmpty ? nil : (role, places.map { file.header[$0] })
      })
    dateOrder = options.dateOrder ?? Self.dateOrder(file, map)
    decimal = options.decimal ?? Self.decimal(file, map)
  }

  /// The order of day and month, as far as the first rows settle it.
  private static func dateOrder(_ file: CSVFile, _ map: ColumnMap) -> SalesOptions.DateOrder? {
    var evidence = DateEvidence()
    for text in values(of: [.date], file, map) {
      Array(text.utf8).withUnsafeBufferPointer { evidence.add($0) }
    }
    return evidence.order
  }

  /// The decimal mark, as far as the first rows settle it; a point is what is taken without one.
  private static func decimal(_ file: CSVFile, _ map: ColumnMap) -> DecimalMark? {
    let marks = Set(values(of: [.amount, .price], file, map).map(ColumnSample.decimalMark(of:)))
    return marks.contains(.comma) && !marks.contains(.point) ? .comma : nil
  }

  private static func values(of roles: [ColumnRole], _ file: CSVFile, _ map: ColumnMap) -> [String] {
    (min(file.headerRecord + 1, file.lines.count)..<file.lines.count).flatMap { record in
      let fields = file.lines.fields(record)
      return roles.compactMap { map[$0] }.filter { $0 < fields.count }.map { fields[$0] }
    }
  }

  /// A layout that reads such files with the columns that were found and the options given, and that goes before all
  /// others that fit.
  ///
  /// It starts from the layout that fits, if there is one. Of the options it takes what a layout can say: columns,
  /// conditions, cleaning, the order of dates, the decimal mark and the line of the header.
  public func newLayout(named name: String, _ options: SalesOptions) -> Layout {
    var new =
      layout
      ?? Layout(name: name, title: "", recognise: Layout.Recognition(headers: []), columns: columns)
    new.name = name
    new.title = "Files such as \(legible(self.name))"
    if let layout {
      new.description = "As \(layout.name), with what was given beside it."
      takeColumns(options, &new)
    } else {
      new.amountPer = found.amountPer
      new.subtract = found.subtract
      new.cleaning = found.cleaning
    }
    if options.cleaning != .auto, layout != nil { new.cleaning = options.cleaning }
    new.recognise = recognition(of: new)
    new.dateOrder = dateOrder ?? new.dateOrder
    new.decimal = decimal ?? new.decimal
    new.headerRow = options.headerRow ?? new.headerRow
    if options.countsAll { new.counts = [] }
    // What is asked of a column takes the place of what the layout asked of it.
    let asked = Set(options.conditions.map { FoldedHeader($0.column).text })
    new.counts.removeAll { count in
      count.condition.column.contains { asked.contains(FoldedHeader($0).text) }
    }
    new.counts += options.conditions.map { condition in
      Layout.Count(
        Layout.Condition(
          column: [condition.column], values: condition.values, isNegated: condition.isNegated),
        otherwise: (condition.isNegated ? "" : "not ") + condition.values.prefix(3).joined(separator: " or "))
    }
    return new
  }

  private func takeColumns(_ options: SalesOptions, _ layout: inout Layout) {
    let chosen = Set(options.columns.keys)
    guard !chosen.isEmpty else { return }
    for role in chosen { layout.columns[role] = columns[role] }
    if chosen.contains(.amount) {
      (layout.columns[.quantity], layout.columns[.price]) = (nil, nil)
    } else if !chosen.isDisjoint(with: [.quantity, .price]) {
      layout.columns[.amount] = nil
      layout.amountPer = .line
      for role in [ColumnRole.quantity, .price] { layout.columns[role] = columns[role] }
    }
  }

  /// The headers of all columns in use, and as many more as it takes to ask for more than any other layout that fits.
  private func recognition(of layout: Layout) -> Layout.Recognition {
    var recognition = layout.recognise
    var known = Set(recognition.headers.flatMap { $0 }.map { FoldedHeader($0).text })
    func add(_ name: String) {
      let folded = FoldedHeader(name)
      if !folded.isEmpty, known.insert(folded.text).inserted { recognition.headers.append([name]) }
    }
    if self.layout == nil {
      for role in Layout.roles { if let first = columns[role]?.first { add(first) } }
    }
    let most = fitting.filter { $0.name != layout.name }.map(\.recognise.headers.count).max() ?? 0
    for name in header where recognition.headers.count <= most { add(name) }
    return recognition
  }
}
