import GRDB
import SafeFiles
import Synchronization

/// The connections that a store is read through: as many as there are callers at one time, so that a look-up
/// never waits for a scan of all customers.
///
/// The first is opened with the store, another one only when all are in use, so a store opens as fast as with
/// one. All of them read one and the same file: once another stands in its place (a training, someone taken
/// out of it), no more are opened, and callers wait for those that have the old one open.
///
/// GRDB's DatabasePool would open a second connection for the first question, and later ones on whatever file has
/// the name then.
final class StoreReaders: Sendable {
  private let path: String
  private let first: DatabaseQueue
  /// The file that `first` has open; as long as it has, no other file can have the number.
  private let inode: UInt64?
  private let idle: Mutex<[DatabaseQueue]>

  init(_ path: String) throws {
    let inode = FileBytes.stamp(path)?.inode
    self.path = path
    first = try Self.open(path)
    // Replaced while it was opened: it is not known which of the two is open.
    self.inode = FileBytes.stamp(path)?.inode == inode ? inode : nil
    idle = Mutex([first])
  }

  /// Reads through a connection that nobody else uses meanwhile.
  ///
  /// - Throws: what `body` throws, and GRDB's errors.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    guard let reader = idle.withLock({ $0.popLast() }) ?? another() else {
      // A queue by itself: callers come one after the other.
      return try first.unsafeRead(body)
    }
    defer { idle.withLock { $0.append(reader) } }
    return try reader.unsafeRead(body)
  }

  /// One more connection to the same file; nil where it is not there any more.
  private func another() -> DatabaseQueue? {
    guard let inode, FileBytes.stamp(path)?.inode == inode, let reader = try? Self.open(path),
      FileBytes.stamp(path)?.inode == inode
    else { return nil }
    return reader
  }

  /// A connection that cannot write: it makes no journal and changes no byte and no time of the file.
  static func open(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    // Another process may be writing a view at this moment.
    configuration.busyMode = .timeout(5)
    return try DatabaseQueue(path: path, configuration: configuration)
  }
}
