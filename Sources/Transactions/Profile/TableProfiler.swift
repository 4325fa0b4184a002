import Tabular

/// The profile of the tables of one header.
struct TableProfiler {
  let header: [String]
  private let options: SalesOptions
  private var profile: FileProfile
  private var trial: CleaningTrial?
  private var tallies: [ColumnTally]
  /// Whether rows are not judged as they stand, but by a layout or by what the columns say together.
  let needsReading: Bool
  /// Whether it is an RFM table, which is not cleaned.
  let isTable: Bool

  /// - Parameter order: of day and month, as the dates of the whole file tell.
  init(
    _ options: SalesOptions, _ file: CSVFile, order: SalesOptions.DateOrder?, name: String, isWorkbook: Bool
  ) throws(TabularError) {
    _ = try ColumnMap.indices(file.header, chosen: options.columns, at: file.place, line: file.headerLine)
    self.options = options
    header = file.header
    profile = FileProfile(name: name, delimiter: file.delimiter, sheets: isWorkbook ? [] : nil)
    var roles = ColumnMap.roles(header: file.header, chosen: options.columns)
    var (needsReading, isTable) = (false, false)
    do throws(TabularError) {
      let columns = try ColumnMap(file, options)
      roles = columns.roles
      isTable = columns.isRFMTable
      profile.layout = columns.layout.flatMap { $0.isNamed ? $0.layout : nil }
      needsReading = columns.layout.map { !$0.isPlain(options) } ?? false
      if columns.isRFMTable {
        profile.withoutCleaning = "the file is an RFM table: train uses it as it is, without cleaning"
      } else if !needsReading {
        var settled = options
        settled.dateOrder = order
        trial = try CleaningTrial(
          plan: try SalesPlan(options: settled, columns: columns, file: file, ordinal: 0))
      }
    } catch {
      profile.withoutCleaning = error.message
    }
    self.needsReading = needsReading
    self.isTable = isTable
    let mark = options.decimal ?? (file.delimiter == UInt8(ascii: ";") ? .either : .point)
    tallies = file.header.enumerated().map { column, name in
      ColumnTally(
        name: name, role: roles[column], mark: mark, order: roles[column] == .date ? order : options.dateOrder
      )
    }
  }

  /// - Parameter reading: what the file comes to as it is read for training; nil where it can be read but once.
  func result(
    bytes: Int, notes: [String], reading: Result<SalesResult, TabularError>?
  ) -> FileProfile {
    var profile = profile
    profile.bytes = bytes
    profile.notes = notes
    profile.columns = tallies.map(\.profile)
    profile.cleaning = trial?.result ?? []
    profile.choice = trial?.choice
    switch reading {
    case .success(let result) where needsReading: profile.reading = FileProfile.Reading(result)
    case .success(let result) where result.report.rowsRead < profile.rows && profile.sheets == nil:
      // A last row that adds the others up is found at the end only.
      profile.reading = FileProfile.Reading(result)
      (profile.cleaning, profile.choice) = ([], nil)
    case .success(let result): profile.notes += result.report.checks
    case .failure(let error) where needsReading: profile.withoutCleaning = error.message
    case .failure: break
    case nil:
      if needsReading {
        profile.withoutCleaning =
          "what comes of the rows is known at the end only, and this source can be read but once; give a file"
      }
    }
    return profile
  }

  /// - Parameter reader: tells how far it is, and whether it is still wanted.
  mutating func add(_ file: CSVFile, _ reader: SalesReader) throws(TabularError) {
    if let sheet = file.place.sheet { profile.sheets?.append(sheet) }
    trial?.begin(file.place)
    let block = RecordBlock()
    let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
    while try reader.next(block, of: file) {
      index.index(block)
      if !FieldText.isUTF8(UnsafeBufferPointer(start: block.bytes, count: block.count)) {
        profile.encoding = .windows1252
      }
      for column in tallies.indices { Self.add(column, block, index, to: &tallies[column]) }
      profile.rows += index.rows + index.ragged.count
      for row in index.ragged where profile.raggedExamples.count < DroppedRows.limit {
        profile.raggedExamples.append(
          FileProfile.Row(
            place: file.place, line: block.line(at: row.offset), text: RowText.record(at: row.offset, block)))
      }
      profile.raggedRows += index.ragged.count
      try trial?.add(
        block, index,
        isLast: block.ordinal % SalesProfiler.blocksTogether == SalesProfiler.blocksTogether - 1)
      reader.progress?(
        .reading(
          file: file.place.shortName, bytes: file.bytesRead, size: file.size, rows: profile.rows))
    }
  }

  private static func add(
    _ column: Int, _ block: RecordBlock, _ index: RecordIndex, to tally: inout ColumnTally
  ) {
    let scratch = FieldScratch()
    let fields = index.fields(of: block)
    var last = 0..<0
    for row in 0..<index.rows {
      let field = fields.range(row, column)
      if row > 0 && fields.areSame(field, last) {
        tally.addAgain()
      } else {
        let bytes = UnsafeBufferPointer(start: fields.bytes + field.lowerBound, count: field.count)
        tally.add(FieldText.trimmed(FieldText.content(of: bytes, scratch: scratch)))
      }
      last = field
    }
  }
}
