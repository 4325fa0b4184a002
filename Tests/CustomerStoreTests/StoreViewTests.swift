import Customers
import GRDB
import Lifetime
import SafeFiles
import Segmentation
import TestSupport
import Testing

@testable import CustomerStore
@testable import Exchange

@Suite("What packs say of the customers of a store")
struct StoreViewTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// For packs and customers made by chance, the view says what the classifier says.
  @Test func theViewSaysWhatTheRulesSay() throws {
    var model = try Model.named("shop")
    model.rhythm = Rhythm(gaps: 9, mean: 17.3, median: 12, p90: 60)
    model.source.asOf = Timestamp(seconds: 15_090 * 86_400)
    var random = RandomNumbers(seed: 9)
    var table = RFMTable()
    for row in 0..<400 {
      table.ids.append("c\(10_000 + row)")
      table.recency.append(Int32(random.below(30)))
      table.frequency.append(Int32(1 + random.below(12)))
      table.monetary.append(
        row % 9 == 0 ? model.scores.monetary[row % 4] : Double(random.below(90_000)) / 97)
      table.revenue.append(0)
      let days = random.below(3) == 0 ? 0 : 1 + random.below(200)
      let last = Timestamp(seconds: Int64(15_000 + random.below(90)) * 86_400 + Int64(random.below(86_400)))
      table.lastPurchase.append(last)
      table.firstPurchase.append(
        Timestamp(seconds: Int64(last.day - days) * 86_400 + Int64(days == 0 ? 0 : random.below(86_400))))
      table.purchaseDays.append(Int32(days == 0 ? 1 : 2 + random.below(min(days, 9))))
    }
    let answers = (0..<table.count).map { model.classify(table[$0], history: table.history($0)) }
    let content = StoreContent(
      table: table, labels: answers.map { Int32($0.cluster) }, isOutlier: answers.map(\.isOutlier))
    let path = folder["view.sqlite"]
    try StoreWriter.write(content, id: content.id, to: path)
    for _ in 0..<40 {
      let pack = Self.pack(&random, model)
      #expect(StoreView.refresh(path, [StoreView(model, own: pack)]))
      let rows = try DatabaseQueue(path: path).read { db in
        try Row.fetchAll(
          db,
          sql: "SELECT segment, recency_score, frequency_score, monetary_score FROM segments ORDER BY id")
      }
      for (row, answer) in zip(rows, answers) {
        #expect(row["segment"] == pack.segment(of: answer)?.name ?? "Cluster \(answer.cluster)")
        #expect(row["recency_score"] == answer.scores.recency)
        #expect(row["frequency_score"] == answer.scores.frequency)
        #expect(row["monetary_score"] == answer.scores.monetary)
      }
    }
  }

  private static func pack(_ random: inout RandomNumbers, _ model: Model) -> SegmentPack {
    func bounds(_ quantity: RuleQuantity) -> Bounds {
      let edge =
        switch quantity {
        case .recency, .tenure: Double(random.below(30))
        case .average: Double(random.below(900)) / 30
        case .gaps: Double(random.below(40)) / 10
        case .frequency: Double(random.below(12))
        case .monetary:
          random.below(2) == 0 ? model.scores.monetary[1] : Double(random.below(900)) / 3
        default: Double(1 + random.below(5))
        }
      return [Bounds(min: edge), Bounds(max: edge), Bounds(below: edge)][random.below(3)]
    }
    let segments = (0..<5).map { number in
      Segment(
        name: "It's \"\(number)\"",
        when: (0...random.below(2)).map { _ in
          var conditions = Conditions()
          if random.below(3) == 0 { conditions.clusters = [random.below(2)] }
          if random.below(4) == 0 { conditions.outlier = random.below(2) == 0 }
          for quantity in RuleQuantity.allCases where quantity != .again && random.below(3) == 0 {
            conditions.bounds[quantity] = bounds(quantity)
          }
          return conditions
        })
    }
    return SegmentPack(name: "random", title: "", segments: segments, file: "random.json")
  }

  /// Doubles of every size come through SQLite's reader of numbers as they are.
  @Test func numbersAreReadBackAsTheSameDouble() throws {
    var random = RandomNumbers(seed: 2)
    let special = [
      0, 1, -1, 0.1, 1e15, 1e16, 1e22, 123_456_789.123_456_78, 705.551_234_567_890_1, 1e-7,
      Double.leastNonzeroMagnitude,
      Double.greatestFiniteMagnitude, -2.5e-12,
    ]
    let numbers =
      special
      + (0..<500).map { _ in
        let value = Double(random.next() >> 11) * 0x1p-53
        return value * [1, 100, 1e6, 1e12][random.below(4)] * (random.below(2) == 0 ? 1 : -1)
      }
    try DatabaseQueue().read { db in
      for number in numbers {
        let back = try Double.fetchOne(db, sql: "SELECT \(SQLText.exact(number))")
        #expect(
          back?.bitPattern == number.bitPattern,
          "\(number) as \(SQLText.exact(number)) is \(String(describing: back))")
      }
    }
  }

  // MARK: Whose view it is

  private func pack(_ name: String, _ segment: String, clusters: Set<Int> = [0], k: Int? = nil) -> SegmentPack
  {
    var pack = SegmentPack(
      name: name, title: "", segments: [Segment(name: segment, when: [Conditions(clusters: clusters)])],
      file: "\(name).json")
    if let k { pack.requirement = SegmentPack.Requirement(k: k) }
    return pack
  }

  /// Whom the segments of a view are; nil where there is no such view.
  private func segments(_ view: String, of path: String) throws -> Set<String>? {
    try DatabaseQueue(path: path).read { db in
      guard try db.viewExists(view) else { return nil }
      return try Set(String.fetchAll(db, sql: "SELECT segment FROM \(StoreSchema.quoted(view))"))
    }
  }

  @Test("The model's own pack has the view 'segments', every other that fits one of its own name")
  func everyPackThatFitsHasAView() throws {
    let model = try Model.named("shop")
    let (retail, tiers) = (pack("retail", "Regulars"), pack("value-tiers", "It's \"high\""))
    let few = StoreContent.few()
    let path = folder["a.sqlite"]
    let views = StoreView.all(model, own: retail, among: [pack("seven", "None", k: 7), tiers, retail])
    #expect(views.map(\.name) == ["segments", "segments_value-tiers"])
    let content = StoreContent(table: few.table, labels: few.labels, isOutlier: few.isOutlier, views: views)
    #expect(content.id == few.id)
    try StoreWriter.write(content, id: content.id, to: path)
    #expect(try segments("segments", of: path) == ["Regulars", "Cluster 1"])
    #expect(try segments("segments_value-tiers", of: path) == ["It's \"high\"", "Cluster 1"])
    #expect(try segments("segments_retail", of: path) == nil)
    #expect(try segments("segments_seven", of: path) == nil)
  }

  @Test("An edit of a pack changes the view of that pack alone")
  func editsChangeTheirOwnView() throws {
    let model = try Model.named("shop")
    let (retail, tiers) = (pack("retail", "Regulars"), pack("value-tiers", "High"))
    let few = StoreContent.few()
    let path = folder["a.sqlite"]
    try StoreWriter.write(few, id: few.id, to: path)
    #expect(StoreView.refresh(path, StoreView.all(model, own: retail, among: [retail, tiers])))
    #expect(StoreView.refresh(path, model, edited: pack("value-tiers", "Higher", clusters: [1])))
    #expect(try segments("segments", of: path) == ["Regulars", "Cluster 1"])
    #expect(try segments("segments_value-tiers", of: path) == ["Higher", "Cluster 0"])
    #expect(StoreView.refresh(path, model, edited: pack("retail", "Friends")))
    #expect(try segments("segments", of: path) == ["Friends", "Cluster 1"])
    #expect(try segments("segments_retail", of: path) == nil)
    #expect(try segments("segments_value-tiers", of: path) == ["Higher", "Cluster 0"])
  }

  @Test("A pack that an edit makes unfit loses its view, and has it again when the edit is taken back")
  func aPackThatDoesNotFitHasNoView() throws {
    let model = try Model.named("shop")
    let (retail, tiers) = (pack("retail", "Regulars"), pack("value-tiers", "High"))
    let few = StoreContent.few()
    let path = folder["a.sqlite"]
    try StoreWriter.write(few, id: few.id, to: path)
    StoreView.refresh(path, StoreView.all(model, own: retail, among: [retail, tiers]))
    #expect(StoreView.refresh(path, model, edited: pack("value-tiers", "High", k: 7)))
    #expect(try segments("segments_value-tiers", of: path) == nil)
    #expect(StoreView.refresh(path, model, edited: tiers))
    #expect(try segments("segments_value-tiers", of: path) == ["High", "Cluster 1"])
    // The model's own pack stays its own: whoever asks the view finds clusters meanwhile.
    #expect(StoreView.refresh(path, model, edited: pack("retail", "Regulars", k: 7)))
    #expect(try segments("segments", of: path) == ["Cluster 0", "Cluster 1"])
    #expect(StoreView.refresh(path, model, edited: retail))
    #expect(try segments("segments", of: path) == ["Regulars", "Cluster 1"])
  }

  @Test func aViewThatCannotBeWrittenStaysAsItWas() throws {
    let model = try Model.named("shop")
    let few = StoreContent.few()
    let path = folder["a.sqlite"]
    let views = [StoreView(model, own: nil)]
    #expect(!StoreView.refresh(folder["none.sqlite"], views))
    #expect(folder.names.isEmpty)
    try StoreWriter.write(few, id: few.id, to: path)
    #expect(StoreView.refresh(path, views))
    let before = try folder.states()
    #expect(StoreView.refresh(path, views))
    #expect(try folder.states() == before)
  }
}
