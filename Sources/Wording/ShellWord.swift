/// Words of a command line, for commands that are shown to be copied.
public enum ShellWord {
  /// The word as a shell takes it: in single quotes unless every shell reads it as it stands.
  public static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || "._-/:=,@%+".unicodeScalars.contains(scalar)
    }
    if isPlain && !word.isEmpty { return word }
    return "'\(word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
  }
}
