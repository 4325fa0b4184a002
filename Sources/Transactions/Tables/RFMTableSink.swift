/// Takes the rows of an RFM table as they are read, a piece of the file at a time, so that a table of any length is
/// worked through in little memory. Customers who stand in it twice are not noticed then.
public protocol RFMTableSink: AnyObject, Sendable {
  /// What is made of some rows, such as their text.
  associatedtype Piece

  /// Whether rows are wanted with all decimals of their amounts, and with their lines in the file.
  static var wantsExactRows: Bool { get }

  /// Makes a piece of some rows: by the thread that has read them, while others make theirs.
  func piece(of rows: RFMRows) -> Piece

  /// Takes the pieces in the order of the file, one at a time.
  ///
  /// - Returns: false where no more rows are wanted.
  func take(_ piece: Piece) -> Bool
}

extension RFMTableSink {
  public static var wantsExactRows: Bool { false }
}
