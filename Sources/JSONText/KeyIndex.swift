/// Finds a key among members: by looking at each while they are few, by hashing when they are many, so that an
/// object of *n* members is read in O(*n*).
struct KeyIndex: Sendable {
  private static let few = 12
  private var positions: [String: Int] = [:]

  init() {}

  /// An index of all the members.
  init(_ members: [JSONMember]) {
    guard members.count > KeyIndex.few else { return }
    positions.reserveCapacity(members.count)
    for (position, member) in members.enumerated() { positions[member.key] = position }
  }

  /// Where the key stands among the members that this index was made of.
  func position(of key: String, in members: [JSONMember]) -> Int? {
    if positions.isEmpty { return members.firstIndex { $0.key == key } }
    return positions[key]
  }

  /// Notes the key of the member that comes next. Returns where the key stands already, or nil when it is new.
  mutating func add(_ key: String, to members: [JSONMember]) -> Int? {
    if members.count < KeyIndex.few { return members.firstIndex { $0.key == key } }
    if positions.isEmpty {
      for (position, member) in members.enumerated() { positions[member.key] = position }
    }
    if let first = positions[key] { return first }
    positions[key] = members.count
    return nil
  }
}
