import Customers
import Foundation
import TestSupport
import Transactions

/// The two real years of Online Retail II, one after the other, as they were known on some days.
///
/// They are no part of the repository, so tests that need them are skipped, by name, where they are missing.
struct TwoRealYears: Sendable {
  /// 2010-06-06, the middle of the first year.
  let middleOfA: RFMTable
  /// 2010-12-09, its end.
  let a: RFMTable
  /// 2011-06-09.
  let c: RFMTable
  /// 180 days after C.
  let halfAYearLater: RFMTable
  /// 365 days after A.
  let aYearLater: RFMTable

  /// The day of the first sale, and those of A's middle, of A and of C.
  static let days = (first: 14_579, middleOfA: 14_766, a: 14_952, c: 15_134)

  /// Read once for all tests.
  static let read = Result { try TwoRealYears() }

  static let areThere = files.allSatisfy(FileManager.default.fileExists)
  static let reason = "the real files are not there: \(folder)"

  private static let folder: String = {
    var folder = URL(fileURLWithPath: #filePath)
    // The file, StatisticsTests, Tests, the package.
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    return folder.appending(path: "shared/data").path
  }()
  private static let files = ["2009-2010", "2010-2011"].map { "\(folder)/online-retail-\($0).csv" }

  private init() throws {
    let second = try TemporaryFile(Self.withoutRepeated(Self.files[1]))
    func table(_ asOf: String, files: Int = 2) throws -> RFMTable {
      var options = SalesOptions()
      options.asOf = Timestamp.parse(asOf).map { .moment($0.moment) } ?? .last
      return try SalesReader(options: options, threads: 2).read(
        [Self.files[0], second.path].prefix(files).map { .file($0) }
      ).table
    }
    (middleOfA, a) = try withExtendedLifetime(second) {
      (try table("2010-06-06 23:59:59", files: 1), try table("2010-12-09 20:01:00", files: 1))
    }
    (c, halfAYearLater, aYearLater) = try withExtendedLifetime(second) {
      (
        try table("2011-06-09 20:01:00"), try table("2011-12-06 23:59:59"), try table("2011-12-09 23:59:59")
      )
    }
  }

  /// The second year without its first 22,523 rows, which stand in the first, too.
  private static func withoutRepeated(_ path: String) throws -> [UInt8] {
    let lines = try Data(contentsOf: URL(fileURLWithPath: path)).split(
      separator: UInt8(ascii: "\n"), maxSplits: 22_524)
    return Array(lines[0] + [UInt8(ascii: "\n")] + lines[22_524])
  }
}

extension RFMTable {
  /// The row of each customer, by ID.
  var rows: [String: Int] {
    Dictionary(uniqueKeysWithValues: (0..<count).map { (ids[$0], $0) })
  }

  /// What the customers of this table did until a later one: how many days they bought on, and for how much.
  func later(in table: RFMTable) -> [(days: Int, revenue: Double)] {
    let rows = table.rows
    return (0..<count).map { row in
      guard let other = rows[ids[row]] else { return (0, 0) }
      let revenue =
        ExactDecimal(
          units: table.revenue[other], scale: table.revenueScale
        ).double - ExactDecimal(units: revenue[row], scale: revenueScale).double
      return (Int(table.purchaseDays[other] - purchaseDays[row]), revenue)
    }
  }
}
