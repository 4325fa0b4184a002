import JSONText
import Tabular
import Transactions

extension Library {
  /// Looks at sales before any cleaning: their columns, and what cleaning would drop. Writes nothing, and takes
  /// memory that does not grow with the files.
  ///
  /// - Throws: `Problem` of the kind `badInput` for a file that cannot be read.
  public func profile(
    _ files: SalesFiles, reading options: SalesOptions = SalesOptions(), _ work: Work
  ) throws(Problem) -> SalesProfile {
    var profiler = SalesProfiler(options: withLayouts(options)) { work.progress(.reading($0)) }
    profiler.sheets = files.sheets
    profiler.isCancelled = work.isCancelled
    var profiles: [FileProfile] = []
    for (path, source) in zip(files.paths, files.sources) {
      work.progress(.opening(path))
      let read = Result { () throws(TabularError) in try profiler.profile(source) }
      try work.check()
      profiles += try explained { () throws(TabularError) in try read.get() }
    }
    work.progress(.finished)
    return SalesProfile(files: profiles)
  }
}

/// What is in files of sales.
public struct SalesProfile: Sendable {
  /// In the order given; of a workbook one for the sheets of each header.
  public let files: [FileProfile]

  /// One object with a list of files.
  public var json: JSON { ["files": .array(files.map(\.json))] }
}

extension FileProfile {
  /// What stands between the columns, in a word.
  public var delimiterName: String {
    switch delimiter {
    case UInt8(ascii: ";"): "semicolon"
    case UInt8(ascii: "\t"): "tab"
    case UInt8(ascii: "|"): "pipe"
    default: "comma"
    }
  }

  var json: JSON {
    [
      "name": .string(name), "bytes": .integer(bytes), "rows": .integer(rows),
      "delimiter": sheets == nil ? .string(delimiterName) : .null,
      "encoding": .string(encoding.rawValue),
      "sheets": sheets.map { .array($0.map(JSON.string)) } ?? .null,
      "notes": .array(notes.map(JSON.string)),
      "ragged": ["rows": .integer(raggedRows), "examples": .array(raggedExamples.map(\.json))],
      "columns": .array(columns.map(\.json)),
      "cleaning": .array(cleaning.map(\.json)),
      "auto": choice.map { ["rules": .string($0.rules.rawValue), "why": .string($0.why)] } ?? .null,
      "layout": layout.map { .string($0.name) } ?? .null,
      "reading": reading?.json ?? .null,
      "withoutCleaning": withoutCleaning.map(JSON.string) ?? .null,
    ]
  }
}

extension FileProfile.Reading {
  fileprivate var json: JSON {
    [
      "rows": .integer(rowsRead), "kept": .integer(rowsKept),
      "dropped": .array(
        dropped.map { ["reason": .string($0.reason.name), "rows": .integer($0.rows)] }),
      "customers": .integer(customers), "notes": .array(notes.map(JSON.string)),
    ]
  }
}

extension FileProfile.Cleaning {
  fileprivate var json: JSON {
    [
      "rules": .string(rules.rawValue), "kept": .integer(kept),
      "dropped": .array(
        dropped.map {
          [
            "reason": .string($0.reason.name), "rows": .integer($0.rows),
            "examples": .array($0.examples.map(\.json)),
          ]
        }),
    ]
  }
}

extension FileProfile.Row {
  fileprivate var json: JSON {
    let sheet = place.sheet.map { [("sheet", JSON.string($0))] } ?? []
    return .object(sheet + [("line", .integer(line)), ("text", .string(text))])
  }
}

extension ColumnProfile {
  fileprivate var json: JSON {
    let (least, greatest): (JSON, JSON) =
      switch extremes {
      case .numbers(let least, let greatest): (.number(least), .number(greatest))
      case .dates(let first, let last): (.string(first.description), .string(last.description))
      case .lengths(let least, let greatest): (.integer(least), .integer(greatest))
      case nil: (.null, .null)
      }
    return [
      "name": .string(name), "role": role.map { .string($0.rawValue) } ?? .null,
      "type": .string(kind.rawValue), "missing": .integer(missing),
      "distinct": .integer(distinct), "moreThanDistinct": .bool(hasMore),
      "min": least, "max": greatest, "others": .integer(others),
      "otherExample": otherExample.map(JSON.string) ?? .null,
      "ambiguous": .integer(ambiguous), "examples": .array(examples.map(JSON.string)),
    ]
  }
}
