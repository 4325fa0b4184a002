/// Where bytes go, piece by piece: a file, standard output, a pager, an answer over HTTP.
///
/// One thread at a time writes to it, not always the same one.
public protocol ByteSink: AnyObject, Sendable {
  /// Takes the next piece, which is only lent.
  ///
  /// - Returns: false where nobody reads any more.
  func write(_ bytes: UnsafeRawBufferPointer) throws(Problem) -> Bool

  /// All has been written. A sink that is let go of without this keeps nothing where it can.
  func finish() throws(Problem)
}
