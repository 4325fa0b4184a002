import Customers
import Exchange
import Segmentation
import TestSupport
import Testing

/// SQL answers as the model does, to the last bit where there is no logarithm.
@Suite struct SegmentsQueryTests {
  private static let table =
    "CREATE TABLE t (customer_id TEXT, recency INTEGER, frequency INTEGER, monetary DOUBLE)"

  /// Values of all sizes, and those on cuts and fences.
  private func customers(_ model: Model) -> [RFM] {
    var random = RandomNumbers(seed: 7)
    var rows = (0..<400).map { _ in
      RFM(recency: random.below(400), frequency: 1 + random.below(20), monetary: random.unit() * 6000 - 300)
    }
    for feature in model.features {
      let fences = feature.fence.map { [$0.low, $0.high] } ?? []
      for place in model.scores[feature.name] + fences {
        for value in [place, place.nextUp, place.nextDown] {
          rows.append(
            RFM(
              recency: feature.name == .recency ? Int(place) : 40,
              frequency: feature.name == .frequency ? max(1, Int(place)) : 2,
              monetary: feature.name == .monetary ? value : 400))
        }
      }
    }
    return rows
  }

  private func check(_ engine: Engine, pack name: String) throws {
    let model = try ShippedModel.model()
    let pack = try ShippedModel.pack(name)
    let dialect = try #require(SQLDialects.named(engine.rawValue))
    let customers = customers(model)
    let rows = customers.enumerated().map { id, rfm in
      "INSERT INTO t VALUES ('\(id)', \(rfm.recency), \(rfm.frequency), \(dialect.number(rfm.monetary)))"
    }
    let query = try SegmentsQuery(model, pack, in: dialect)
    let answers = try engine.rows(
      [Self.table] + rows, query.query(from: try SQLTable("t")).text(in: dialect))
    #expect(answers.count == customers.count)
    for answer in answers {
      let cells = Dictionary(uniqueKeysWithValues: zip(query.columns, answer))
      func cell(_ name: String) -> String? { cells[name] ?? nil }
      let id = try #require(cell("customer_id").flatMap { Int($0) })
      let own = model.classify(customers[id])
      #expect(cell("cluster_id") == "\(own.cluster)")
      #expect(cell("segment") == own.place(in: pack).name(in: pack))
      #expect(cell("outlier") == (own.isOutlier ? "1" : "0"))
      for feature in FeatureName.allCases {
        #expect(cell("\(feature.rawValue)_score") == "\(own.scores[feature])")
      }
      #expect(cell("margin").flatMap { Double($0) } == model.margin(of: own).margin)
      for (cluster, distance) in own.distances.enumerated() {
        #expect(cell("distance_\(cluster)").flatMap { Double($0) } == distance)
      }
    }
  }

  @Test(
    .enabled(if: Engine.sqlite.isInstalled, "Python has no sqlite3"),
    arguments: ["retail", "rfm-scores", "value-tiers"])
  func asInSQLite(pack: String) throws { try check(.sqlite, pack: pack) }

  @Test(
    .enabled(if: Engine.duckdb.isInstalled, "DuckDB is not installed"),
    arguments: ["retail", "rfm-scores", "value-tiers"])
  func asInDuckDB(pack: String) throws { try check(.duckdb, pack: pack) }

  @Test("A value that is NULL gives NULL, and not some cluster", .enabled(if: Engine.sqlite.isInstalled))
  func nothingOfNothing() throws {
    let dialect = try #require(SQLDialects.named("sqlite"))
    let query = try SegmentsQuery(try ShippedModel.model(), try ShippedModel.pack(), in: dialect)
      .query(from: try SQLTable("t")).text(in: dialect)
    let answers = try Engine.sqlite.rows([Self.table, "INSERT INTO t VALUES ('a', 3, 1, NULL)"], query)
    #expect(answers == [["a", "3", "1", nil, "5", "1", nil] + Array(repeating: nil, count: 8)])
  }

  @Test(arguments: ["sales", "shop.sales", "a.\"b.c\".d"])
  func tableNames(typed: String) throws {
    let dialect = try #require(SQLDialects.named("postgres"))
    let parts = try SQLTable(typed).parts
    #expect(
      parts.map(dialect.identifier).joined(separator: ".").replacing("\"", with: "")
        == typed.replacing("\"", with: ""))
    #expect(parts.count == (typed.contains("c") ? 3 : typed.contains(".") ? 2 : 1))
  }

  @Test(arguments: ["", "a..b", "a.", "\"a"])
  func noTableNames(typed: String) { #expect(throws: SQLProblem.self) { try SQLTable(typed) } }
}
