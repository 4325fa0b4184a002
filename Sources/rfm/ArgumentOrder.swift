/// The command line as people type it, in the order in which the parser wants it.
enum ArgumentOrder {
  /// Options that take a value.
  private static let valued: Set<String> = [
    "--model", "--segments", "--pack", "--customer", "--order", "--days", "--change", "--as-of",
    "-n", "-o", "--output", "--format", "--sort", "--segment", "--top", "--svg", "--column", "--delimiter",
    "--decimal",
    "--date-order", "--clean", "--invoice-pattern", "--stock-pattern", "--returns", "--window", "--frequency",
    "--monetary", "--currency", "--threads", "--max-k", "--log", "--outliers", "--restarts",
    "--max-iterations", "--seed", "--k", "--stability", "--by", "--score-bins", "--score-cuts",
    "--where", "--keep", "--holdout", "--from", "--list", "--align", "--save-cleaned", "--save-features",
    "--sheet", "--customers", "--rows", "--layout", "--header-row", "--rates",
    "--features", "--dialect", "--create", "--dbt", "--table", "--forgotten", "--places",
  ]

  /// `--k -1` as `--k=-1`: the parser takes a word with a hyphen in front for another option, and would say
  /// that the value is missing.
  static func negativeValuesJoined(_ arguments: [String]) -> [String] {
    var joined: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" { return joined + [argument] + rest }
      if valued.contains(argument), let value = rest.first, isNegativeNumber(value) {
        joined.append("\(argument)=\(value)")
        rest = rest.dropFirst()
      } else {
        joined.append(argument)
      }
    }
    return joined
  }

  /// `rfm --json score 12 5 1` as `rfm score --json 12 5 1`: options may stand before the command, too.
  static func optionsBehindCommand(_ arguments: [String], _ commands: [String]) -> [String] {
    var i = 0
    while i < arguments.count, arguments[i].hasPrefix("-"), arguments[i] != "--" {
      i += valued.contains(arguments[i]) ? 2 : 1
    }
    guard i > 0, i < arguments.count, commands.contains(arguments[i]) else { return arguments }
    return [arguments[i]] + arguments[..<i] + arguments[(i + 1)...]
  }

  /// Keeps negative numbers from being taken for options: `--` goes in front of the values, and options before
  /// it.
  static func numbersShielded(_ arguments: [String]) -> [String] {
    guard let command = arguments.first, ["score", "customer", "why", "reach", "what-if"].contains(command),
      !arguments.contains("--"), arguments.contains(where: isNegativeNumber)
    else { return arguments }
    var options: [String] = []
    var values: [String] = []
    var i = 1
    while i < arguments.count {
      let argument = arguments[i]
      if argument.hasPrefix("-") && !isNegativeNumber(argument) {
        options.append(argument)
        if valued.contains(argument), i + 1 < arguments.count {
          // With an equals sign, a negative value is one, too.
          options[options.count - 1] = "\(argument)=\(arguments[i + 1])"
          i += 1
        }
      } else {
        values.append(argument)
      }
      i += 1
    }
    return [command] + options + ["--"] + values
  }

  private static func isNegativeNumber(_ text: String) -> Bool {
    guard text.hasPrefix("-"), let second = text.dropFirst().first else { return false }
    return second.isNumber || ["£", "$", "€", "."].contains(second)
  }
}
