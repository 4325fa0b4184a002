import Foundation
import RFMService
import Segmentation
import Testing

@Suite("Editing a pack makes a new value of the loaded model")
struct PackEditingTests {
  let shop: InventedShop
  let path = "Segments/plain-names.json"

  init() throws { shop = try InventedShop() }

  private func rename(
    _ loaded: LoadedModel, _ name: String, _ history: inout EditHistory
  ) throws -> EditedPack? {
    try loaded.editing(
      PackEdit(segment: 0, change: .rename(name)), of: try loaded.bookInUse(), what: "renamed",
      history: &history)
  }

  @Test("The edit is on disk, the old value goes on as it was, and undo brings the bytes back")
  func editAndUndo() throws {
    let before = try shop.text(of: path)
    let loaded = try shop.loaded()
    var history = EditHistory()
    let edited = try #require(try rename(loaded, "Top", &history))
    #expect(edited.loaded.pack?.segments[0].name == "Top")
    #expect(loaded.pack?.segments[0].name == "Best")
    #expect(try shop.text(of: path) == before.replacingOccurrences(of: "\"Best\"", with: "\"Top\""))
    #expect(history.diff(of: edited.loaded.shelf).contains("+    {\"name\": \"Top\""))
    let (undone, what) = try edited.loaded.undoing(&history)
    #expect(what == "renamed")
    #expect(undone.pack?.segments[0].name == "Best")
    #expect(try shop.text(of: path) == before)
    #expect(history.diff(of: undone.shelf) == "")
    #expect(throws: Problem.self) { try undone.undoing(&history) }
  }

  @Test("An edit that says nothing new writes nothing")
  func nothingNew() throws {
    var history = EditHistory()
    #expect(try rename(try shop.loaded(), "Best", &history) == nil)
  }

  @Test("What another program has written meanwhile is never written over")
  func conflict() throws {
    let loaded = try shop.loaded()
    let theirs = InventedShop.pack.replacingOccurrences(of: "Middle", with: "Between")
    try shop.write(theirs, to: path)
    var history = EditHistory()
    let problem = #expect(throws: Problem.self) { try rename(loaded, "Top", &history) }
    #expect(problem?.kind == .conflict)
    #expect(try shop.text(of: path) == theirs)
    let (now, news) = loaded.distrusting(shop.folder + "/" + path).refreshed()
    #expect(now.pack?.segments[1].name == "Between")
    #expect(news.sentences == ["\(shop.folder)/\(path) was changed on disk and is taken up"])
  }

  @Test("A pack that breaks stays as it was, and the sentence says where it broke")
  func broken() throws {
    let loaded = try shop.loaded()
    try shop.write("{\n  nonsense", to: path)
    let (now, news) = loaded.refreshed()
    #expect(now.pack?.segments[0].name == "Best")
    #expect(news.sentences.count == 1)
    #expect(news.sentences[0].contains("\(path):2:3: "))
    #expect(news.sentences[0].hasSuffix("; the pack stays as it was"))
  }

  @Test("A rename that lint has something to say about says it")
  func findings() throws {
    let loaded = try shop.loaded()
    var history = EditHistory()
    let edited = try loaded.editing(
      PackEdit(segment: 0, change: .when("{}")), of: try loaded.bookInUse(), what: "changed",
      history: &history)
    #expect(try #require(edited).findings.contains { $0.severity == .error })
  }
}

@Suite("Taking up what others have done")
struct LoadedModelTests {
  let shop: InventedShop

  init() throws { shop = try InventedShop() }

  @Test("The pack in use is the model's own, and another one on demand")
  func choosing() throws {
    let loaded = try shop.loaded()
    #expect(loaded.pack?.name == "plain-names")
    #expect(try loaded.using("by-score").pack?.name == "by-score")
    #expect(loaded.pack?.name == "plain-names")
    let problem = #expect(throws: Problem.self) { try loaded.using("plain-name") }
    #expect(problem?.message == "there is no pack 'plain-name'; did you mean 'plain-names'?")
    #expect(problem?.kind == .notFound)
  }

  @Test("A training is taken up once, with the pack that was in use")
  func training() throws {
    let loaded = try shop.loaded(using: "by-score")
    #expect(loaded.refreshed().1.sentences.isEmpty)
    try shop.train(seed: 3)
    let (now, news) = loaded.refreshed()
    #expect(news.isOfCustomers)
    #expect(news.sentences.count == 1)
    #expect(news.sentences[0].hasPrefix("\(shop.modelPath) was trained again and is taken up: as of "))
    #expect(now.pack?.name == "by-score")
    #expect(now.refreshed().1.sentences.isEmpty)
  }

  @Test("A model that is gone is said once, and goes on as it was")
  func gone() throws {
    let loaded = try shop.loaded()
    try FileManager.default.removeItem(atPath: shop.modelPath)
    let (now, news) = loaded.refreshed()
    #expect(news.sentences == ["\(shop.modelPath): it is gone; the prompt goes on with the model as it was"])
    #expect(now.refreshed().1.sentences.isEmpty)
    #expect(try Inquiry(now, work: .still).subject(customer: "17001").rfm == shop.table[1])
  }

  @Test("A model without its store scores, and says why it cannot look anybody up")
  func withoutStore() throws {
    let store = try #require(try shop.loaded().store?.path)
    try FileManager.default.removeItem(atPath: store)
    let loaded = try shop.loaded()
    #expect(loaded.storeProblem == "\(store): the customers of the model are not there")
    let inquiry = Inquiry(loaded, work: .still)
    #expect(inquiry.answer(Subject(shop.table[0])).segment != nil)
    let problem = #expect(throws: Problem.self) { try inquiry.subject(customer: "17001") }
    #expect(problem?.kind == .io)
  }

  @Test("A name that no model has is answered with those that are known")
  func names() throws {
    let problem = #expect(throws: Problem.self) { try shop.library.model(named: "shopp") }
    #expect(problem?.message == "there is no model 'shopp'; known: shop")
    #expect(problem?.kind == .notFound)
    #expect(try shop.library.modelPath(named: nil) == shop.modelPath)
    let empty = Library(roots: [shop.folder + "/nowhere"], own: nil)
    #expect(throws: Problem.self) { try empty.modelPath(named: nil) }
  }

  @Test("Asking writes nothing: every file keeps its bytes and its times")
  func askingWritesNothing() throws {
    func snapshot() throws -> [String: String] {
      var files: [String: String] = [:]
      for path in try FileManager.default.subpathsOfDirectory(atPath: shop.folder) {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(shop.folder)/\(path)")
        let bytes = FileManager.default.contents(atPath: "\(shop.folder)/\(path)")?.hashValue ?? 0
        files[path] = "\(attributes[.modificationDate] ?? "") \(attributes[.size] ?? "") \(bytes)"
      }
      return files
    }
    let before = try snapshot()
    let loaded = try shop.loaded()
    for pack in ["by-score", "plain-names"] {
      let inquiry = Inquiry(try loaded.using(pack).refreshed().0, work: .still)
      let subject = try inquiry.subject(customer: "17004")
      _ = inquiry.answer(subject)
      _ = inquiry.why(subject)
      _ = try inquiry.reach(nil, subject)
      _ = try inquiry.whatIf(.days(10), subject)
      _ = try inquiry.near(0, count: 3)
      _ = try inquiry.watchList(nil, count: 3)
      _ = try inquiry.overdue(nil, count: 3)
      _ = try inquiry.top(0, count: 3)
      _ = try inquiry.typical(0, count: 3)
      _ = try inquiry.segments()
      _ = try inquiry.segment(1)
      _ = try inquiry.find(matching: "1700", count: 3)
      _ = try inquiry.customers()
      _ = try inquiry.lint(try #require(inquiry.pack))
      _ = inquiry.loaded.overview
    }
    #expect(try snapshot() == before)
  }
}
