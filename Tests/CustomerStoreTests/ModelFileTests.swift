import Foundation
import SafeFiles
import Segmentation
import Synchronization
import TestSupport
import Testing

@testable import CustomerStore

@Suite("A model and its store on disk")
struct ModelFileTests {
  private let folder: TemporaryFolder
  private let first = StoreContent.few()
  private let second = StoreContent.few(spent: 99)

  init() throws { folder = try TemporaryFolder() }

  @discardableResult
  private func save(_ content: StoreContent, _ name: String = "a") throws -> String {
    try ModelFile.save(.named(name), customers: content, to: folder["\(name).json"]).store
  }

  @Test func areWrittenTogetherAndReadTogether() throws {
    let store = try save(first)
    #expect(store == folder["a-\(first.id).sqlite"])
    #expect(folder.names == ["a-\(first.id).sqlite", "a.json"])
    let (model, customers) = try ModelFile.open(folder["a.json"])
    #expect(model.name == "a")
    #expect(model.store == StoreReference(file: "a-\(first.id).sqlite", id: first.id))
    #expect(try customers?.customer("17")?.rfm.monetary == 12.5)
    #expect(try folder.mode("a-\(first.id).sqlite") == 0o600)
  }

  @Test func areReplacedAsAWholeAndTheOldStoreIsRemoved() throws {
    try save(first)
    try save(second)
    #expect(folder.names == ["a-\(second.id).sqlite", "a.json"])
    #expect(try ModelFile.open(folder["a.json"]).store?.customer("17")?.rfm.monetary == 99)
    // The same once more changes nothing.
    let bytes = try FileBytes.read(folder["a.json"])
    try save(second)
    #expect(folder.names == ["a-\(second.id).sqlite", "a.json"])
    #expect(try FileBytes.read(folder["a.json"]) == bytes)
  }

  @Test func anotherModelWhoseNameBeginsTheSameIsLeftAlone() throws {
    try save(first, "a-b")
    try folder.write("", to: "a-notes.sqlite")
    try folder.write("", to: ".a-b.json.77.part")
    try save(first)
    try save(second)
    #expect(
      folder.names
        == [
          ".a-b.json.77.part", "a-\(second.id).sqlite", "a-b-\(first.id).sqlite", "a-b.json",
          "a-notes.sqlite",
          "a.json",
        ].sorted())
    #expect(try ModelFile.open(folder["a-b.json"]).store?.customer("17")?.rfm.monetary == 12.5)
  }

  @Test func whatAKilledTrainingLeftIsRemoved() throws {
    try save(first)
    try folder.write("", to: ".a.json.77.part")
    try folder.write("", to: ".a-0123456789abcdef.sqlite.77.part")
    try folder.write("", to: "a-0123456789abcdef.sqlite")
    // Killed before the moment of change: the old model still loads.
    #expect(try ModelFile.open(folder["a.json"]).store?.customer("17") != nil)
    try save(second)
    #expect(folder.names == ["a-\(second.id).sqlite", "a.json"])
  }

  @Test func aStoreThatIsNotTheModelsIsRefused() throws {
    try save(first)
    try save(second, "b")
    try FileManager.default.removeItem(atPath: folder["a-\(first.id).sqlite"])
    #expect(throws: ModelFile.Problem.self) { try ModelFile.open(folder["a.json"]) }
    try FileManager.default.copyItem(
      atPath: folder["b-\(second.id).sqlite"], toPath: folder["a-\(first.id).sqlite"])
    let error = #expect(throws: ModelFile.Problem.self) { try ModelFile.open(folder["a.json"]) }
    #expect(error?.description.hasSuffix("these customers belong to another model") == true)
  }

  @Test func aModelThatCannotBeWrittenLeavesNothing() throws {
    try FileManager.default.createDirectory(atPath: folder["a.json"], withIntermediateDirectories: true)
    #expect(throws: ModelFile.Problem.self) { try save(first) }
    #expect(folder.names == ["a.json"])
    #expect(throws: ModelFile.Problem.self) {
      try ModelFile.save(.named("x"), customers: first, to: folder["no/such/x.json"])
    }
    #expect(folder.names == ["a.json"])
  }

  @Test func aBrokenModelIsOneErrorAndCanBeReplaced() throws {
    try save(first)
    let bytes = try FileBytes.read(folder["a.json"])
    try Data(bytes.prefix(bytes.count / 2)).write(to: URL(fileURLWithPath: folder["a.json"]))
    let error = #expect(throws: ModelFile.Problem.self) { try ModelFile.open(folder["a.json"]) }
    #expect(error?.description.contains(folder["a.json"]) == true)
    try save(second)
    #expect(folder.names == ["a-\(second.id).sqlite", "a.json"])
  }

  @Test func twoTrainingsOfOneModelAtOnceAreRefused() throws {
    let path = folder["a.json"]
    do {
      let lock = try ModelFile.lock(path)
      let error = #expect(throws: ModelFile.Problem.self) { try ModelFile.lock(path) }
      #expect(error?.description.hasPrefix("\(path): another training is writing this model") == true)
      // Another model is another matter.
      #expect(throws: Never.self) { try ModelFile.lock(folder["b.json"]) }
      withExtendedLifetime(lock) {}
    }
    #expect(throws: Never.self) { try ModelFile.lock(path) }
    #expect(folder.names.isEmpty)
  }

  @Test func whoReadsWhileAModelIsReplacedGetsAPairThatBelongsTogether() throws {
    let contents = (0..<20).map { StoreContent.few(spent: Double($0)) }
    try save(contents[0])
    let isDone = Atomic<Bool>(false)
    let failures = Mutex<[String]>([])
    @Sendable func note(_ failure: String) { failures.withLock { $0.append(failure) } }
    let path = folder["a.json"]
    DispatchQueue.concurrentPerform(iterations: 2) { worker in
      if worker == 0 {
        for content in contents {
          do { try save(content) } catch { note("saving: \(error)") }
        }
        isDone.store(true, ordering: .relaxed)
        return
      }
      while !isDone.load(ordering: .relaxed) {
        do {
          let (model, store) = try ModelFile.open(path)
          let spent = try store?.customer("17")?.rfm.monetary
          let expected = contents.first { $0.id == model.store?.id }?.table.monetary[0]
          if spent != expected { note("\(spent ?? -1) is another model's") }
        } catch {
          note("reading: \(error)")
        }
      }
    }
    #expect(failures.withLock { $0 } == [])
  }
}
