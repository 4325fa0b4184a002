/// Lines that a person has typed, which may tell of customers: the history of a prompt.
public struct TypedLines: Sendable {
  /// The file that they are in.
  public let path: String
  /// Takes out the lines that tell of somebody, and says how many those were.
  let remove: @Sendable ((String) -> Bool) throws(Problem) -> Int

  public init(path: String, remove: @escaping @Sendable ((String) -> Bool) throws(Problem) -> Int) {
    self.path = path
    self.remove = remove
  }
}
