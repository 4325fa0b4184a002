import JSONText
import Wording

/// One change to one segment of a pack, as a person asks for it at the prompt.
///
/// It is made in the text of the pack: the bytes concerned change and no others, so that `git diff` after a
/// rename shows one line.
public struct PackEdit: Sendable, Hashable {
  /// The place of the segment in the pack, from 0.
  public var segment: Int
  /// What changes about it.
  public var change: Change

  /// Recommendations are counted from 1, as people count them.
  public enum Change: Sendable, Hashable {
    /// A new name, which no other segment has.
    case rename(String)
    /// Sets the interpretation; an empty text is one.
    case describe(String)
    /// `#1f77b4`
    case color(String)
    /// The rule as JSON text: an object of conditions, or a list of them.
    case when(String)
    /// Adds a recommendation at the end.
    case addRecommendation(String)
    /// Puts a text in the place of the recommendation with this number.
    case setRecommendation(Int, String)
    /// Takes out the recommendation with this number.
    case removeRecommendation(Int)
    /// Takes one out and puts it back so that it is at the second number.
    case moveRecommendation(from: Int, to: Int)
  }

  /// An edit of the segment at this place.
  public init(segment: Int, change: Change) {
    self.segment = segment
    self.change = change
  }
}

/// Why an edit was not made.
public enum EditError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The text is no pack, or would be none after the edit.
  case text(JSONError)
  /// The rule that was typed is none; places are in what was typed.
  case rule(JSONError)
  /// A place from 0 that the pack, of so many segments, does not have.
  case noSegment(Int, count: Int)
  /// No segment is called so; a name that is nearly the same, and all there are.
  case unknownSegment(String, meant: String?, names: [String])
  /// Several names begin with the text: these.
  case ambiguousSegment(String, names: [String])
  /// No segment stands for exactly this cluster.
  case noSegmentOfCluster(Int)
  /// Another segment has the name.
  case nameTaken(String)
  /// The new name has nothing in it.
  case emptyName
  /// The recommendation has nothing in it.
  case emptyRecommendation
  /// The text is no colour such as `#1f77b4`.
  case notAColor(String)
  /// A number from 1 that the segment, of so many recommendations, does not have.
  case noRecommendation(Int, segment: String, count: Int)

  public var description: String {
    switch self {
    case .text(let error), .rule(let error):
      error.description
    case .noSegment(let index, let count):
      "there is no segment \(index + 1); the pack has \(count)"
    case .unknownSegment(let reference, let meant?, _):
      "no segment is called \(quoted(reference)); did you mean \(quoted(meant))?"
    case .unknownSegment(let reference, nil, let names):
      "no segment is called \(quoted(reference)); the pack has \(Self.listed(names))"
    case .ambiguousSegment(let reference, let names):
      "\(quoted(reference)) can mean \(Self.listed(names)); write more of the name"
    case .noSegmentOfCluster(let cluster):
      "no segment is for cluster \(cluster) and nothing else; write the segment's name"
    case .nameTaken(let name):
      "another segment of the pack is called \(quoted(name)) already"
    case .emptyName:
      "a segment needs a name"
    case .emptyRecommendation:
      "the recommendation is empty; 'recommend SEGMENT remove N' takes one out"
    case .notAColor(let text):
      "\(quoted(text)) is not a colour; #1f77b4 would be one"
    case .noRecommendation(let number, let segment, let count):
      switch count {
      case 0: "there is no recommendation \(number); \(quoted(segment)) has none"
      case 1: "there is no recommendation \(number); \(quoted(segment)) has only number 1"
      default: "there is no recommendation \(number); \(quoted(segment)) has 1 to \(count)"
      }
    }
  }

  private static func listed(_ names: [String]) -> String {
    let quoted = names.map { Wording.quoted($0) }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " and " + last
  }
}
