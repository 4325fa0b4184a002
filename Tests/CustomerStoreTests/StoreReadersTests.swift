import Customers
import Foundation
import SafeFiles
import Segmentation
import Synchronization
import TestSupport
import Testing

@testable import CustomerStore

@Suite("Many who ask one store")
struct StoreReadersTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func content() -> StoreContent {
    let few = StoreContent.few()
    var table = few.table
    table.kept = [KeptColumn(name: "Name")]
    for id in StoreContent.ids { table.kept[0].values.append("Customer \(id)") }
    return StoreContent(table: table, labels: few.labels, isOutlier: few.isOutlier)
  }

  private func store() throws -> CustomerStore {
    let content = content()
    try StoreWriter.write(content, id: content.id, to: folder["a.sqlite"])
    return try CustomerStore(path: folder["a.sqlite"], id: content.id, k: 2)
  }

  /// A question that is asked on a thread of its own.
  private final class Asked<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let isAnswered = DispatchSemaphore(value: 0)

    init(_ question: @escaping @Sendable () throws -> Value) {
      Thread.detachNewThread { [self] in
        let answer = try? question()
        value.withLock { $0 = answer }
        isAnswered.signal()
      }
    }

    /// Nil where it failed, or still waits after so long.
    func answer(within seconds: Double) -> Value? {
      guard isAnswered.wait(timeout: .now() + seconds) == .success else { return nil }
      isAnswered.signal()
      return value.withLock { $0 }
    }
  }

  /// Stands still at the first customer until it is let go on; gives how many customers it visited.
  private func heldScan(_ store: CustomerStore) -> (scan: Asked<Int>, goOn: () -> Void) {
    let (hasBegun, mayGoOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let scan = Asked {
      var count = 0
      try store.scan { _ in
        count += 1
        guard count == 1 else { return }
        hasBegun.signal()
        mayGoOn.wait()
      }
      return count
    }
    #expect(hasBegun.wait(timeout: .now() + 20) == .success)
    return (scan, { mayGoOn.signal() })
  }

  @Test("A look-up answers while a scan of all customers is held open")
  func lookUpsDoNotWaitForScans() throws {
    let store = try store()
    let (scan, goOn) = heldScan(store)
    #expect(Asked { try store.customer("17")?.rfm.monetary }.answer(within: 20) == 12.5)
    #expect(Asked { try store.kept(of: "17") }.answer(within: 20) == ["Customer 17"])
    let (another, goOnToo) = heldScan(store)
    #expect(Asked { try store.find("785", limit: 9).count }.answer(within: 20) != nil)
    goOnToo()
    #expect(another.answer(within: 20) == 9)
    goOn()
    #expect(scan.answer(within: 20) == 9)
  }

  @Test("All who ask one store get the same file's answers, also once another stands in its place")
  func noReaderSeesAnotherFile() throws {
    let store = try store()
    let (scan, goOn) = heldScan(store)
    try StoreForgetting.remove(["17"], from: store.path)
    // There is no second way to the old file: this one waits for the scan.
    let lookUp = Asked { try store.customer("17")?.rfm.monetary }
    #expect(lookUp.answer(within: 0.2) == nil)
    goOn()
    #expect(lookUp.answer(within: 20) == 12.5)
    #expect(scan.answer(within: 20) == 9)
  }

  @Test("Asking writes nothing: no byte, no time, no file beside", arguments: [true, false])
  func askingNeverWrites(mayWrite: Bool) throws {
    let store = try store()
    StoreView.refresh(store.path, StoreView.all(try .named("shop"), own: nil, among: []))
    func setModes(file: Int, folder: Int) throws {
      for (path, mode) in [(store.path, file), (self.folder.path, folder)] {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      }
    }
    if !mayWrite { try setModes(file: 0o400, folder: 0o500) }
    defer { try? setModes(file: 0o600, folder: 0o700) }
    let before = try folder.states()
    #expect(before.count == 1)
    let asked = try CustomerStore(path: store.path, id: content().id, k: 2)
    #expect(try asked.customer("17") != nil)
    #expect(try asked.ids(startingWith: "17", limit: 2).count == 2)
    #expect(try asked.neighbours(of: "178", count: 1).count == 2)
    #expect(try asked.keptColumns() == ["Name"])
    #expect(try asked.find("cust", limit: 9).count == 9)
    #expect(try asked.completions(of: "customer 17", limit: 9).isEmpty == false)
    #expect(try asked.table(count: 9).count == 9)
    try asked.list(nil) { _ in }
    #expect(try StoreForgetting.held(["17"], in: store.path).count == 1)
    #expect(StoreForgetting.isStore(store.path))
    #expect(StoreForgetting.onlyFinds(["17"], by: "17", in: store.path) == false)
    let (scan, goOn) = heldScan(asked)
    #expect(Asked { try asked.customer("1785")?.id }.answer(within: 20) == "1785")
    goOn()
    #expect(scan.answer(within: 20) == 9)
    #expect(try folder.states() == before)
  }
}
