import Foundation
import Testing
import Wording

/// The pages hang together, and leave out nothing that the program has.
@Suite struct DocsCompletenessTests {
  private static let markdown = Set(DocsPage.all.map(\.path))

  // MARK: Pages

  @Test func readmeIsAFrontPage() {
    let lines = DocsPage("README.md").text.split(separator: "\n", omittingEmptySubsequences: false)
    // Behind the last line end stands nothing.
    #expect((30...150).contains(lines.count - 1))
  }

  @Test("Every link between pages leads to a file", arguments: DocsPage.all)
  func links(of page: DocsPage) {
    for link in page.links {
      let path = DocsPage.root.appending(path: link).path
      #expect(FileManager.default.fileExists(atPath: path), "\(page) links to \(link)")
    }
  }

  @Test func everyPageIsReachedFromReadme() {
    let pages = Dictionary(uniqueKeysWithValues: DocsPage.all.map { ($0.path, $0) })
    var reached: Set<String> = []
    var next = ["README.md"]
    while let path = next.popLast() {
      if reached.insert(path).inserted { next += pages[path]?.links.filter { pages[$0] != nil } ?? [] }
    }
    #expect(reached == Self.markdown)
    #expect(reached.count { $0.hasPrefix("docs/") } > 10)
  }

  @Test("A block of code is one that can be tested, or says what it is", arguments: DocsPage.all)
  func blocks(of page: DocsPage) {
    for block in page.blocks {
      #expect(["", "sh", "json", "swift", "text"].contains(block.language), "\(page):\(block.line)")
      if block.language == "" {
        let first = block.lines.first ?? ""
        #expect(first.hasPrefix("$ ") || first.hasPrefix("rfm> "), "\(page):\(block.line)")
      }
    }
  }

  @Test("Files of the project that a page names are there", arguments: DocsPage.all)
  func namedFiles(of page: DocsPage) throws {
    let known = try Self.filesOfSources()
    for match in page.text.matches(of: #/\b(?:Sources|Tests)/[\w+./-]*\w/#) {
      let path = DocsPage.root.appending(path: String(match.output)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(page): \(match.output)")
    }
    for match in page.text.matches(of: #/\b[A-Z][\w+]*\.swift\b/#) {
      #expect(known.contains(String(match.output)), "\(page): \(match.output)")
    }
  }

  private static func filesOfSources() throws -> Set<String> {
    let paths = try ["Sources", "Tests"].flatMap {
      try FileManager.default.subpathsOfDirectory(atPath: DocsPage.root.appending(path: $0).path)
    }
    return Set(paths.map { URL(fileURLWithPath: $0).lastPathComponent } + ["Package.swift"])
  }

  @Test func architectureNamesEveryRoom() throws {
    let text = DocsPage("docs/architecture.md").text
    let rooms = try FileManager.default.contentsOfDirectory(
      atPath: DocsPage.root.appending(path: "Sources").path)
    #expect(rooms.count > 10)
    for room in rooms where !room.hasPrefix(".") {
      #expect(text.contains("**\(room)**"), "\(room)")
    }
  }

  // MARK: The program

  /// A command, with the options that it has.
  private struct Command {
    let name: String
    let options: Set<String>
  }

  /// All commands as the program tells them, those of commands behind these.
  private static func commands() throws -> [Command] {
    func read(_ value: Value, below parent: String) -> [Command] {
      let name = parent + (value["commandName"].text ?? "")
      let names = value["arguments"].items.flatMap { $0["names"].items }
        .filter { $0["kind"].text == "long" }.compactMap { $0["name"].text.map { "--\($0)" } }
      return [Command(name: name, options: Set(names))]
        + value["subcommands"].items.flatMap { read($0, below: name + " ") }
    }
    let told = try Workspace().rfm("--experimental-dump-help").json()
    let commands = told["command"]["subcommands"].items.flatMap { read($0, below: "") }
    return commands.filter { $0.name != "help" }
  }

  @Test("An option that a library's sentence names is one of the program")
  func optionsInSentences() throws {
    let known = Set(try Self.commands().flatMap(\.options))
    for option in OptionName.allCases { #expect(known.contains("--\(option.rawValue)")) }
  }

  private static func options(in text: String) -> [String] {
    text.matches(of: #/(?:^|[\s\[(])(--[a-z][a-z-]*)/#).map { String($0.output.1) }
  }

  @Test func everyOptionInThePagesIsOneOfTheProgram() throws {
    let commands = try Self.commands()
    let known = Set(commands.flatMap(\.options))
    #expect(known.count > 40)
    // The tests of the server hold its page to its options.
    for page in DocsPage.all where page.path != DocsPage.service {
      for span in page.spans where !span.hasPrefix("rfm ") {
        for option in Self.options(in: span) { #expect(known.contains(option), "\(page): \(span)") }
      }
      for typed in page.commands {
        for part in typed.split(separator: "|") {
          let words = part.split(separator: "#")[0].split(separator: " ").map(String.init)
          guard words.first == "rfm", let word = words.dropFirst().first, !word.hasPrefix("-") else {
            continue
          }
          let own = commands.filter { $0.name == word || $0.name.hasPrefix(word + " ") }
          // One that is mistyped shows what the program says to it.
          if own.isEmpty, word == "trian" || word == "help" { continue }
          #expect(!own.isEmpty, "\(page): \(typed)")
          for option in Self.options(in: String(part)) {
            #expect(own.contains { $0.options.contains(option) }, "\(page): \(typed)")
          }
        }
      }
    }
  }

  @Test func everyCommandAndOptionOfTheProgramIsInThePages() throws {
    let commands = try Self.commands()
    let typed = DocsPage.all.flatMap(\.commands)
    let named = Set((typed + DocsPage.all.flatMap(\.spans)).flatMap(Self.options))
    for command in commands where command.name != "segments sizes" {
      #expect(typed.contains { $0.contains("rfm \(command.name)") }, "rfm \(command.name)")
      for option in command.options { #expect(named.contains(option), "\(command.name) \(option)") }
    }
  }

  @Test func everyOptionOfTrainIsOnItsPage() throws {
    let page = DocsPage("docs/training.md")
    let train = try #require(try Self.commands().first { $0.name == "train" })
    let named = Set(page.spans.flatMap(Self.options))
    #expect(train.options.subtracting(["--help", "--version"]).subtracting(named) == [])
  }

  @Test func everyLineOfThePromptIsOnItsPage() throws {
    let page = DocsPage("docs/asking.md")
    let help = try Workspace.withShippedModel().rfm("repl", input: "help\n").output
    #expect(help.split(separator: "\n", omittingEmptySubsequences: false).count <= 24)
    // The third paragraph has the commands, by what they are for.
    let groups = help.split(separator: "\n\n")[2].split(separator: "\n").map { $0.dropFirst(15) }
    let commands = groups.flatMap { $0.split(separator: " · ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(commands.count > 25)
    for word in commands {
      let about = try Workspace.withShippedModel().rfm("repl", input: "help \(word)\n")
      #expect(about.output.hasPrefix(word) && about.lines.count == 2, "\(about)")
      #expect(page.spans.contains { $0 == word || $0.hasPrefix(word + " ") }, "\(word)")
    }
  }
}

extension Workspace {
  fileprivate static func withShippedModel() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.copy(DocsPage.root.appending(path: "Models"), to: "Models")
    return workspace
  }
}
