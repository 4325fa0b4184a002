import Synchronization

/// Whether the client of a connection is still there: a job whose answer nobody waits for is given up.
///
/// A client that has said that it sends nothing more counts as gone, too, since that is all that is seen of one that
/// went away.
final class Client: Sendable {
  private let gone = Atomic<Bool>(false)

  var isGone: Bool { gone.load(ordering: .relaxed) }
  func leave() { gone.store(true, ordering: .relaxed) }
}
