import JSONText

/// How bad a finding is; errors and gaps make a check fail.
public enum LintSeverity: String, Sendable, CaseIterable, Hashable {
  /// A rule that does not do what it says.
  case error
  /// Customers whom no segment takes.
  case gap
  /// What is likely to be a mistake.
  case warning
  /// What is good to know and does no harm.
  case info
}

/// One thing that lint has to say of a pack.
public struct LintFinding: Sendable, Hashable {
  /// What is wrong, or only said.
  public enum Kind: String, Sendable, CaseIterable, Hashable {
    /// A rule that no customer can meet.
    case contradiction
    /// Segments above take everyone that the rule would take.
    case shadowed
    /// A cluster that the model does not have.
    case unknownCluster
    /// A score below 1 or above the highest.
    case scoreOutOfRange
    /// A region that no segment covers.
    case gap
    /// A score that no value has, since cut points coincide.
    case scoreNeverOccurs
    /// A condition that none of the model's customers meets.
    case unseen
    /// A bound that all of the model's customers meet.
    case withoutEffect
    /// A claim that the customers of its segment contradict.
    case falseClaim
    /// A claim about words that the segment does not say.
    case unsaid
    /// A name in braces that is no figure's.
    case unknownFigure
    /// A claim that asks for what the model or its store does not know.
    case unchecked
    /// Two rules that take the same customers.
    case overlap
    /// What the geometry of rules on gaps, tenure, average or again does not decide.
    case undecided

    /// How bad a finding of this kind is.
    public var severity: LintSeverity {
      switch self {
      case .contradiction, .shadowed, .unknownCluster, .scoreOutOfRange, .falseClaim: .error
      case .gap: .gap
      case .scoreNeverOccurs, .unseen, .unknownFigure: .warning
      case .withoutEffect, .overlap, .unsaid, .unchecked, .undecided: .info
      }
    }
  }

  /// What it is about.
  public var kind: Kind
  /// The segment or segments that it is about, by name.
  public var segments: [String]
  /// Those that win: the ones that shadow a segment, the one that is first in an overlap.
  public var winners: [String] = []
  /// A sentence, without the example.
  public var message: String
  /// A gap, or the place of an overlap, in words.
  public var region: String?
  /// A gap as the conditions of a segment that would fill it.
  public var conditions: Conditions?
  /// A customer who shows it; nil where nobody can.
  public var example: LintExample?
  /// The example in words.
  public var exampleWords: String?
  /// Stored customers in a gap, once they have been counted; in the first of two gaps that overlap.
  public var customers: Int?
  /// What tells it from others of its kind and segments.
  var subject = ""

  /// How bad it is.
  public var severity: LintSeverity { kind.severity }

  init(_ kind: Kind, _ segments: [String], _ message: String) {
    self.kind = kind
    self.segments = segments
    self.message = message
  }

  /// The finding with its example in words and figures.
  public var json: JSON {
    var members: [(String, JSON)] = [
      ("kind", .string(kind.rawValue)), ("severity", .string(severity.rawValue)),
      ("segments", .array(segments.map(JSON.string))), ("message", .string(message)),
    ]
    if !winners.isEmpty { members.append(("winners", .array(winners.map(JSON.string)))) }
    if let region { members.append(("region", .string(region))) }
    if let example { members.append(("example", example.json)) }
    if let customers { members.append(("customers", .integer(customers))) }
    return .object(members)
  }
}
