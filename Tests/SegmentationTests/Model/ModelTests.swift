import Customers
import JSONText
import TestSupport
import Testing

@testable import Segmentation

@Suite("The text of a model")
struct ModelTests {
  private func read(_ text: String) throws(JSONError) -> Model {
    try Model(reading: Array(text.utf8), file: "spring.json")
  }

  /// Reads a text that must be refused, and gives the error.
  private func refusal(_ text: String, at location: SourceLocation = #_sourceLocation) -> JSONError? {
    #expect(throws: JSONError.self, sourceLocation: location) { try read(text) }
  }

  @Test func isReadBackToTheSameBytes() throws {
    for k in 1...7 {
      let text = try Model.trained(k: k).text
      #expect(try read(text).text == text)
    }
  }

  @Test func theModelReadBackAnswersTheSame() throws {
    let model = try Model.trained()
    let again = try read(model.text)
    for row in 0..<90 {
      let rfm = RFMTable.shop(90)[row]
      #expect(again.classify(rfm).distances == model.classify(rfm).distances)
      #expect(again.classify(rfm).scores == model.classify(rfm).scores)
      #expect(again.isOutlier(rfm) == model.isOutlier(rfm))
    }
  }

  @Test func cutAnywhereItIsOneErrorAndNeverACrash() throws {
    let bytes = Array(try Model.trained(customers: 12, k: 2).text.utf8)
    // The last byte is a line break, which may be missing.
    for length in 0..<(bytes.count - 1) {
      let error = #expect(throws: JSONError.self) {
        try Model(reading: Array(bytes[..<length]), file: "m.json")
      }
      #expect(error?.message.isEmpty == false)
    }
    _ = try Model(reading: bytes.dropLast(), file: "m.json")
  }

  @Test func bytesTakenOutOrChangedNeverCrash() throws {
    let bytes = Array(try Model.trained(customers: 12, k: 2).text.utf8)
    var generator = RandomNumbers(seed: 77)
    for _ in 0..<500 {
      var broken = bytes
      for _ in 0...generator.below(3) {
        let at = generator.below(broken.count)
        if generator.below(2) == 0 {
          broken[at] = UInt8(truncatingIfNeeded: generator.next())
        } else {
          broken.remove(at: at)
        }
      }
      if let model = try? Model(reading: broken, file: "m.json") {
        _ = model.classify(RFM(recency: 1, frequency: 1, monetary: 1))
        _ = model.text
      }
    }
  }

  @Test func anotherVersionIsRefusedByName() throws {
    let text = try Model.trained().text.replacing("rfm-model/1", with: "rfm-model/2")
    #expect(refusal(text)?.message == "this is 'rfm-model/2'; this program reads 'rfm-model/1'")
    #expect(refusal("{\"format\": \"rfm-segments/1\", \"x\": 1}")?.message.contains("rfm-segments/1") == true)
    #expect(refusal("{}") != nil)
    #expect(refusal("[]") != nil)
    #expect(refusal("") != nil)
  }

  /// The tree of a good model with the value at a path replaced, or taken out.
  private func changed(_ path: [String], to value: JSON?) throws -> String {
    func change(_ json: JSON, _ rest: ArraySlice<String>) throws -> JSON {
      guard let key = rest.first else { return try #require(value) }
      let isLast = rest.count == 1
      switch json {
      case .object(var members):
        let at = try #require(members.firstIndex { $0.0 == key }, "\(key)")
        if isLast, value == nil {
          members.remove(at: at)
        } else {
          members[at].1 = try change(members[at].1, rest.dropFirst())
        }
        return .object(members)
      case .array(var items):
        let at = try #require(Int(key))
        if isLast, value == nil {
          items.remove(at: at)
        } else {
          items[at] = try change(items[at], rest.dropFirst())
        }
        return .array(items)
      default:
        Issue.record("nothing at \(path)")
        return json
      }
    }
    return try change(try Model.trained().json, path[...]).text(.pretty)
  }

  @Test(arguments: [
    ("centroids/1", "[0.5, 0.5]"), ("centroids/1", "[0.5, 0.5, 0.5, 0.5]"), ("centroids/1/0", "null"),
    ("centroids/1/0", "1e400"), ("centroids/1/0", "\"NaN\""), ("centroids", "[]"), ("centroids", "7"),
    ("features/0/scale", "0"), ("features/0/scale", "-1"), ("features/1/scale", "\"1\""),
    ("features/2/quantiles", "[1, 2, 3]"), ("features/2/quantiles/0", "1e300"),
    ("features/1/transform", "\"log\""),
    ("features/1/name", "\"monetary\""), ("features", "[]"), ("features/1/fence", "[5, 1]"),
    ("features/1/fence", "[5]"), ("clusters/0/size", "-1"), ("clusters/0/size", "1.5"), ("clusters", "[]"),
    ("clusters/0/mean", "[1, 2]"), ("clusters/0/all/revenue", "1e5"), ("clusters/0/all/revenue", "\"5\""),
    ("scores/recency", "[3, 2, 1]"), ("scores/recency", "{}"), ("quality/sweep/0/k", "-2"),
    ("quality/silhouetteSample", "[]"), ("store/file", "\"../../etc/passwd\""), ("store/file", "\"\""),
    ("source/rowsRead", "99999999999999999999"), ("source/asOf", "\"yesterday\""), ("source/dropped", "[]"),
    ("quality/stability", "[]"), ("quality/stability/0/jaccard", "1.01"),
    ("quality/stability/0/jaccard", "-0.1"), ("quality/stability/1/found", "2000"),
    ("quality/stability/1/resamples", "-1"), ("training/stability", "-1"), ("training/seed", "-1"),
    ("training/seed", "18446744073709551616"), ("training/k", "\"many\""),
    ("training/log", "[\"size\"]"), ("training/outliers", "\"some\""), ("name", "5"), ("pack", "5"),
  ])
  func aValueThatCannotBeIsOneErrorAtItsPlace(path: String, value: String) throws {
    let keys = path.split(separator: "/").map(String.init)
    let text = try changed(keys, to: .literal("123454321")).replacing("123454321", with: value)
    let error = try #require(refusal(text))
    #expect(error.file == "spring.json")
    #expect(error.place.line > 0)
  }

  @Test(arguments: [
    "format", "name", "features", "centroids", "clusters", "scores", "quality", "source", "training",
    "features/0", "features/0/mean", "features/0/quantiles", "clusters/0", "clusters/0/all",
    "scores/monetary",
    "quality/inertia", "source/files", "training/seed", "training/sales", "store/id", "centroids/0",
  ])
  func aValueThatIsMissingIsOneError(path: String) throws {
    let keys = path.split(separator: "/").map(String.init)
    #expect(refusal(try changed(keys, to: nil)) != nil)
  }

  @Test(arguments: ["NaN", "nan", "Infinity", "-inf", "0x1", "01", "+1", ".5"])
  func aNumberThatJSONDoesNotHaveIsRefused(number: String) throws {
    let text = try changed(["features", "0", "mean"], to: .literal("123454321"))
    #expect(refusal(text.replacing("123454321", with: number)) != nil)
  }

  @Test func aKeyThatIsNotKnownIsPointedAt() throws {
    let text = try Model.trained().text.replacing("\"centroids\"", with: "\"centriods\"")
    #expect(refusal(text)?.message.contains("centroids") == true)
  }

  @Test func whatMayBeAbsentMayBeNullToo() throws {
    var model = try Model.trained()
    (model.pack, model.currency, model.store, model.source.asOf, model.source.from) = (
      nil, nil, nil, nil, nil
    )
    model.quality.silhouetteSample = nil
    model.features[1].fence = nil
    let again = try read(model.text)
    #expect(again.text == model.text)
    #expect(again.store == nil)
    #expect(again.features[1].fence == nil)
  }

  @Test("a model of a release that did not look for its clusters again is read and written as it was")
  func withoutStability() throws {
    var model = try Model.trained()
    #expect(model.quality.stability.count == model.k)
    model.quality.stability = []
    model.training.options.stability = 0
    #expect(!model.text.contains("stability"))
    let again = try read(model.text)
    #expect(again.text == model.text)
    #expect(again.quality.stability.isEmpty)
    #expect(again.training.options.stability == 0)
  }

  @Test func theLargestSeedIsKept() throws {
    var model = try Model.trained()
    model.training.options.seed = .max
    model.training.options.clusters = .best
    let again = try read(model.text)
    #expect(again.training.options.seed == .max)
    #expect(again.training.options == model.training.options)
  }
}
