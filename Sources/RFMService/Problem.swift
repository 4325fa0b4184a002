import CustomerStore
import Exchange
import JSONText
import SafeFiles
import Segmentation
import Tabular
import Transactions
import Workbooks

/// Why something that was asked for cannot be done: a kind for a program, a sentence for a person.
///
/// The command line prints the sentence; a server makes a status of the kind.
public struct Problem: Error, Sendable, CustomStringConvertible {
  /// What a program has to know of it.
  public enum Kind: String, Sendable, CaseIterable {
    /// There is no such customer, model, pack or file.
    case notFound
    /// What was given cannot be read, or asks for what cannot be.
    case badInput
    /// Somebody else has changed it, or is changing it now.
    case conflict
    /// This user may not.
    case forbidden
    /// More than there is room for.
    case tooLarge
    /// Whoever asked does not want it any more.
    case cancelled
    /// The disk, the file system or another part of the machine did not do it.
    case io
  }

  /// What a program has to know of it.
  public let kind: Kind
  /// One sentence: what is wrong, where, and what would be right.
  public let message: String
  /// Where in a text or a file it is, counted from 1; nil where it is no place in one.
  public private(set) var place: (line: Int, column: Int?)?

  public var description: String { message }

  /// A problem of this library's own.
  public init(_ message: String, _ kind: Kind = .badInput) {
    self.kind = kind
    self.message = message
  }

  /// What another room of the house throws.
  public init(_ error: any ExplainedError) {
    self.init(error.description, error.kind)
    place = error.position
  }

  /// The answer to who does not want one any more.
  public static let stopped = Problem("stopped", .cancelled)
}

/// An error that describes itself in a sentence, and of which this library knows the kind.
public protocol ExplainedError: Error, CustomStringConvertible {
  /// What a program has to know of it.
  var kind: Problem.Kind { get }
  /// The line, and the column, at fault; nil where there is none.
  var position: (line: Int, column: Int?)? { get }
}

extension ExplainedError {
  public var position: (line: Int, column: Int?)? { nil }
}

extension FileProblem: ExplainedError {
  public var kind: Problem.Kind {
    switch reason {
    case .missing: .notFound
    case .forbidden: .forbidden
    case .full: .tooLarge
    case .other: .io
    }
  }
}

extension StoreError: ExplainedError {
  public var kind: Problem.Kind { isMismatch ? .notFound : .io }
}

extension ModelFile.Problem: ExplainedError {
  public var kind: Problem.Kind {
    switch self {
    case .file(let problem): problem.kind
    case .store(let error): error.kind
    case .format: .badInput
    case .busy: .conflict
    }
  }
}

extension JSONError: ExplainedError {
  public var kind: Problem.Kind { .badInput }
  public var position: (line: Int, column: Int?)? { (place.line, place.column) }
}

extension TabularError: ExplainedError {
  public var kind: Problem.Kind { .badInput }
  public var position: (line: Int, column: Int?)? { line.map { ($0, nil) } }
}

extension TrainingError: ExplainedError {
  public var kind: Problem.Kind {
    if case .stopped = self { .cancelled } else { .badInput }
  }
}

extension EditError: ExplainedError {
  public var kind: Problem.Kind { .badInput }
}

extension ChangeError: ExplainedError {
  public var kind: Problem.Kind { .badInput }
}

extension WorkbookWriter.TooLarge: ExplainedError {
  public var kind: Problem.Kind { .tooLarge }
}

extension ForeignModelProblem: ExplainedError {
  public var kind: Problem.Kind { .badInput }
}

extension SQLProblem: ExplainedError {
  public var kind: Problem.Kind { .badInput }
}

extension ExportProblem: ExplainedError {
  public var kind: Problem.Kind { .badInput }
}

extension SalesOptionsProblem: ExplainedError {
  public var kind: Problem.Kind { .badInput }
}

/// Runs a step of another room, and throws what it throws as a problem of this one.
@discardableResult
public func explained<Value, Failure: ExplainedError>(
  _ step: () throws(Failure) -> Value
) throws(Problem) -> Value {
  do throws(Failure) { return try step() } catch { throw Problem(error) }
}
