import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Segments edited at the prompt: on disk at once, in the next answer, and nothing else touched.
@Suite struct PackEditingTests {
  private static let file = "Segments/retail.json"

  private let workspace: Workspace
  private let original: String

  init() throws {
    workspace = try TrainedShop.workspace()
    original = try workspace.text(of: Self.file)
  }

  private var text: String { get throws { try workspace.text(of: Self.file) } }

  private var segments: [Value] { get throws { try Value(text)["segments"].items } }

  private func ask(_ lines: String...) throws -> Outcome {
    try workspace.rfm("--json", input: lines.joined(separator: "\n") + "\n")
  }

  // MARK: - On disk, and no more than asked for

  @Test(
    "An edit changes its own lines, as git counts them",
    arguments: [
      (#"rename Loyal "Regulars""#, 1, 1), (#"describe Loyal "They come \"often\".""#, 1, 1),
      (#"recommend Loyal add "Call them""#, 2, 1), (#"recommend Loyal set 2 "Call them""#, 1, 1),
      ("recommend Loyal remove 2", 0, 1), ("recommend Loyal move 3 1", 2, 2), ("color Loyal #1f77b4", 1, 1),
      (#"when Loyal {"cluster": 1, "recency": {"max": 400}}"#, 1, 1),
    ])
  func linesChanged(edit: String, added: Int, removed: Int) throws {
    let program = try LineByLine(workspace)
    let answer = try program.ask(edit)
    // The program still runs, and waits for the next line.
    let difference = try text.components(separatedBy: "\n")
      .difference(from: original.components(separatedBy: "\n"))
    #expect(answer.output.contains("(Segments/retail.json)"), "\(answer)")
    #expect(difference.insertions.count == added)
    #expect(difference.removals.count == removed)
    #expect(try workspace.names(in: "Segments") == ["retail.json"])

    _ = try program.ask("undo")
    #expect(try text == original)
  }

  @Test func theNextAnswerKnows() throws {
    let outcome = try ask(
      #"rename At-Risk "Sleepers""#, #"describe Sleepers "They rest.""#, "recommend Sleepers remove 3",
      #"recommend Sleepers set 1 "Write a card""#, #"recommend Sleepers add "Say \"hello\" – 50 % off""#,
      "recommend Sleepers move 3 1", "300 1 20")
    #expect(outcome.status == 0, "\(outcome)")
    let answer = try Value(outcome.lines.last ?? "")
    #expect(answer["segment"].text == "Sleepers")
    #expect(answer["interpretation"].text == "They rest.")
    #expect(
      answer["recommendations"].items.map { $0.text?.prefix(18) } == [
        "Say \"hello\" – 50 %", "Write a card", "Call those few who",
      ])
  }

  @Test func aRuleTakesEffectAtOnce() throws {
    let outcome = try ask("300 1 20", #"when "New Customers" {"recency": {"min": 200}}"#, "300 1 20")
    let answers = outcome.lines.filter { $0.hasPrefix("{") }
    #expect(try answers.map { try Value($0)["segment"].text } == ["At-Risk & Dormant", "New Customers"])
  }

  @Test(
    "A segment by its name, a beginning, its number, its cluster or in quotes",
    arguments: [
      "Loyal & Engaged", "loyal & engaged", "\"Loyal & Engaged\"", "“Loyal & Engaged”", "loy", "5", "\"loy\"",
      "cluster 1",
    ], ["\"Our regulars\"", "Our regulars", "“Our regulars”"])
  func reference(segment: String, name: String) throws {
    let outcome = try ask("rename \(segment) \(name)")
    #expect(
      outcome.output == "renamed 'Loyal & Engaged' to 'Our regulars' (Segments/retail.json)\n", "\(outcome)")
    #expect(try segments.map { $0["name"].text }.contains("Our regulars"))
  }

  @Test func tabCompletesTheSegment() throws {
    let terminal = try prompt()
    try terminal.send("rename Loy\t \"Regulars\"\r")
    try terminal.expect("renamed 'Loyal & Engaged' to 'Regulars'")
    try terminal.expect("rfm> ")
    // The new name is known to the next Tab.
    try terminal.send("color Reg\t #123456\r")
    try terminal.expect("coloured 'Regulars' #123456")
  }

  // MARK: - Edits that are refused

  @Test(
    "An edit that cannot be made leaves the file as it is",
    arguments: [
      (#"rename Loyal "Key Accounts""#, "another segment"), (#"rename Loyal """#, "a segment needs a name"),
      (#"rename Key "X""#, "can mean"), (#"rename Nobody "X""#, "no segment is called"),
      (#"rename 9 "X""#, "there is no segment 9"), ("rename Loyal", "what?"),
      ("rename Champions & VIPs", "what?"),
      ("rename", "no segment is called"), (#"rename Loyal "open"#, "the quote is not closed"),
      (#"rename Loyal "a" b"#, "behind the quote"), ("color Loyal red", "not a colour"),
      (#"when Loyal {"cluster": 1"#, "1:"), (#"when Loyal {"clutser": 1}"#, "cluster"),
      (#"when Loyal {"recency": {"min": 5, "max": 2}}"#, "min"), ("when Loyal", "what?"),
      ("recommend Loyal remove 9", "there is no recommendation 9"), ("recommend Loyal remove x", "which?"),
      (#"recommend Loyal set 0 "X""#, "there is no recommendation 0"), ("recommend Loyal move 1", "which"),
      (#"recommend Loyal add """#, "empty"), ("recommend Loyal", "what?"),
      ("recommend Loyal shout X", "what?"),
      ("undo", "nothing to undo"), ("edit", "needs a terminal"),
    ])
  func refused(edit: String, words: String) throws {
    let before = try FileManager.default.attributesOfItem(atPath: workspace.url(Self.file).path)
    let outcome = try ask(edit)
    expectError(outcome, saying: "line 1: ", words)
    #expect(try text == original)
    let after = try FileManager.default.attributesOfItem(atPath: workspace.url(Self.file).path)
    for key in [FileAttributeKey.systemFileNumber, .modificationDate] {
      #expect("\(before[key] ?? "")" == "\(after[key] ?? "?")")
    }
    #expect(try workspace.names(in: "Segments") == ["retail.json"])
  }

  // MARK: - Taking back, and what was changed

  @Test func undoSeveralSteps() throws {
    let program = try LineByLine(workspace)
    var states = [original]
    for edit in [
      #"rename Loyal "A""#, #"rename A "B""#, "color B #000000", #"describe B "b""#, "recommend B remove 1",
    ] {
      _ = try program.ask(edit)
      states.append(try text)
    }
    #expect(Set(states).count == 6)
    while states.count > 1 {
      #expect(try program.ask("undo").output.hasPrefix("undone: "))
      states.removeLast()
      #expect(try text == states.last)
    }
    #expect(try program.ask("undo").errors.contains("nothing to undo"))
    #expect(try Value(program.ask("segment loy").output)["segment"].text == "Loyal & Engaged")
  }

  @Test func diffShowsWhatWasChanged() throws {
    #expect(try ask("diff").output.contains("no pack was changed"))
    let diff = try ask(#"rename Loyal "Regulars""#, "diff").output
    #expect(diff.contains("-      \"name\": \"Loyal & Engaged\",\n+      \"name\": \"Regulars\",\n"))
    #expect(diff.split(separator: "\n").count { $0.hasPrefix("-") || $0.hasPrefix("+") } == 4)
    #expect(try ask(#"rename Regulars "A""#, "undo", "diff").output.contains("no pack was changed"))
  }

  @Test func lintSaysOnlyWhatIsNew() throws {
    let program = try LineByLine(workspace)
    #expect(try !program.ask(#"rename Loyal "Regulars""#).output.contains("lint: "))
    let gap = try program.ask(#"when At-Risk {"cluster": 3, "recency": {"max": 200}}"#).output
    #expect(gap.split(separator: "\n").count { $0.hasPrefix("lint: ") } == 1, "\(gap)")
    #expect(gap.contains("no segment takes cluster 3, recency at least 201 days"), "\(gap)")
    #expect(try !program.ask(#"rename Regulars "Loyal""#).output.contains("lint: "))
    let shadow = try program.ask(#"when "Key Accounts, Lapsing" {}"#).output
    #expect(shadow.contains("lint: "))
    _ = try program.ask("undo")
    #expect(try !program.ask(#"describe Loyal "x""#).output.contains("lint: "))
  }

  @Test func aRuleThatDoesNotFitTheModel() throws {
    let outcome = try ask(#"when Loyal {"cluster": 7}"#, "undo", "300 1 20")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("does not fit this model any more"))
    #expect(try text == original)
    #expect(try Value(outcome.lines.last ?? "")["segment"].text == "At-Risk & Dormant")
  }

  // MARK: - Other programs

  @Test func aChangeOnDiskIsTakenUp() throws {
    let program = try LineByLine(workspace)
    _ = try program.ask("300 1 20")
    try workspace.write(original.replacing("At-Risk & Dormant", with: "Sleepers"), to: Self.file)
    let answer = try program.ask("300 1 20")
    #expect(answer.errors == "note: Segments/retail.json was changed on disk and is taken up\n")
    #expect(try Value(answer.output)["segment"].text == "Sleepers")
    #expect(try program.ask("300 1 20").errors == "")

    // A change that breaks it is told, and the pack stays in use as it was.
    try workspace.write(original.replacing("\"title\"", with: "\"tilte\""), to: Self.file)
    let broken = try program.ask("300 1 20")
    #expect(broken.errors.hasPrefix("note: Segments/retail.json:5:3: "), "\(broken)")
    #expect(broken.errors.contains("the pack stays as it was"))
    #expect(try Value(broken.output)["segment"].text == "Sleepers")
    #expect(try program.ask(#"rename Sleepers "X""#).errors.contains("another program changed this file"))
    try workspace.write(original, to: Self.file)
    #expect(try Value(program.ask("300 1 20").output)["segment"].text == "At-Risk & Dormant")
  }

  @Test func packsThatComeAndGo() throws {
    let program = try LineByLine(workspace)
    _ = try program.ask("300 1 20")
    let mine =
      #"{"format": "rfm-segments/1", "name": "mine", "title": "M", "segments": [{"name": "All", "when": {}}]}"#
    try workspace.write(mine, to: "Segments/mine.json")
    let came = try program.ask("300 1 20")
    #expect(came.errors == "note: Segments/mine.json is new: pack mine\n")
    #expect(try Value(came.output)["otherPacks"]["mine"].text == "All")
    try FileManager.default.removeItem(at: workspace.url(Self.file))
    let gone = try program.ask("300 1 20")
    #expect(gone.errors == "note: Segments/retail.json is gone\nnote: the pack in use is mine now\n")
    #expect(try Value(gone.output)["segment"].text == "All")
  }

  @Test func twoPacksOfOneName() throws {
    try workspace.write(original.replacing("At-Risk & Dormant", with: "Twin"), to: "Segments/twin.json")
    let program = try LineByLine(workspace)
    let first = try program.ask("300 1 20")
    #expect(
      first.errors.contains("Segments/twin.json: 'retail' is the name of the pack in Segments/retail.json"))
    #expect(try Value(first.output)["segment"].text == "At-Risk & Dormant")
    // When the first gets another name, the second is there.
    try workspace.write(original.replacing("\"retail\"", with: "\"other\""), to: Self.file)
    #expect(try Value(program.ask("300 1 20").output)["segment"].text == "Twin")
  }

  @Test func undoDoesNotTakeBackWhatAnotherProgramDid() throws {
    let program = try LineByLine(workspace)
    _ = try program.ask(#"rename Loyal "A""#)
    try workspace.write(try text.replacing("At-Risk & Dormant", with: "Sleepers"), to: Self.file)
    let answer = try program.ask("undo")
    #expect(answer.errors.contains("undo would take its change back, too"))
    #expect(try text.contains("Sleepers"))
  }

  // MARK: - In an editor

  private func prompt(_ settings: [String: String] = [:]) throws -> PseudoTerminal {
    try FileManager.default.createDirectory(
      at: workspace.home.appending(path: "tmp"), withIntermediateDirectories: true)
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path,
      environment: workspace.environment
        .merging(["TMPDIR": workspace.home.path + "/tmp", "INPUTRC": "/dev/null"]) { $1 }
        .merging(settings) { $1 },
      workingDirectory: workspace.folder.path, columns: 200)
    try terminal.expect("rfm> ")
    return terminal
  }

  /// An editor that does what a script says; `$1` is the file.
  private func editor(_ script: String, name: String = "editor") throws -> String {
    let path = workspace.home.path + "/\(name)"
    try workspace.write("#!/bin/sh\n\(script)\n", to: path)
    chmod(path, 0o755)
    return path
  }

  private var copies: [String] { get throws { try workspace.names(in: workspace.home.path + "/tmp") } }

  @Test func editInAnEditor() throws {
    let visual = try editor("sed -i 's/Loyal & Engaged/Regulars/' \"$1\"", name: "visual")
    let other = try editor("exit 1")
    let terminal = try prompt(["VISUAL": visual, "EDITOR": other])
    try terminal.send("edit\r")
    try terminal.expect("edited retail (Segments/retail.json)")
    #expect(try text == original.replacing("Loyal & Engaged", with: "Regulars"))
    #expect(try copies == [])
    try terminal.send("segment reg\r")
    try terminal.expect("Regulars")
    try terminal.expect("rfm> ")
    try terminal.send("undo\r")
    try terminal.expect("undone: edited retail")
    #expect(try text == original)
  }

  @Test func anEditorWithOptionsAndNothingChanged() throws {
    let path = try editor("[ \"$1\" = --wait ] && touch \"$2\"")
    let terminal = try prompt(["EDITOR": "\(path) --wait"])
    try terminal.send("edit retail\r")
    try terminal.expect("Segments/retail.json is as it was")
    #expect(try text == original)
    #expect(try copies == [])
    try terminal.send("edit retial\r")
    try terminal.expect("did you mean 'retail'?")
  }

  @Test func anInvalidCopyIsOfferedAgain() throws {
    let path = try editor(
      """
      if [ -e once ]; then sed -i 's/"min": "many"/"min": 1/; s/Loyal & Engaged/Regulars/' "$1"
      else touch once; sed -i 's/"min": 1,/"min": "many",/' "$1"; fi
      """)
    let terminal = try prompt(["EDITOR": path])
    try terminal.send("edit\r")
    let said = try terminal.expect("Edit it again? [Y/n] ")
    #expect(said.contains("/retail.json:39:66: segments[2].when.frequency.min: "), "\(said)")
    #expect(try text == original)
    try terminal.send("\r")
    try terminal.expect("edited retail")
    #expect(try text == original.replacing("Loyal & Engaged", with: "Regulars"))
    #expect(try copies == [])
  }

  @Test func givingUpKeepsThePackAndTheCopy() throws {
    let path = try editor("echo '{' > \"$1\"")
    let terminal = try prompt(["EDITOR": path])
    try terminal.send("edit\r")
    try terminal.expect("Edit it again? [Y/n] ")
    try terminal.send("n\r")
    try terminal.expect(
      "Segments/retail.json is as it was; what you wrote is kept in \(workspace.home.path)/tmp/")
    try terminal.expect("rfm> ")
    #expect(try text == original)
    let kept = try #require(try copies.first { $0.hasSuffix("/retail.json") })
    #expect(try workspace.text(of: workspace.home.path + "/tmp/" + kept) == "{\n")
    #expect(try workspace.mode(of: workspace.home.path + "/tmp/" + kept) == 0o600)
  }

  @Test func aCopyThatIsAnotherPackIsInvalid() throws {
    let path = try editor("sed -i 's/\"name\": \"retail\"/\"name\": \"other\"/' \"$1\"")
    let terminal = try prompt(["EDITOR": path])
    try terminal.send("edit\r")
    try terminal.expect("the pack's own name must stay 'retail'")
    try terminal.expect("Edit it again? [Y/n] ")
    try terminal.send("\u{4}")
    try terminal.expect("is as it was")
    #expect(try text == original)
  }

  @Test func anEditorThatFails() throws {
    let terminal = try prompt(["EDITOR": "false"])
    try terminal.send("edit\r")
    try terminal.expect("the editor 'false' ended with an error; nothing was changed")
    #expect(try text == original)
  }

  @Test func aPackChangedWhileTheEditorIsOpen() throws {
    let path = try editor(
      "sed -i 's/At-Risk/Sleepy/' Segments/retail.json; sed -i 's/Loyal & Engaged/Regulars/' \"$1\"")
    let terminal = try prompt(["EDITOR": path])
    try terminal.send("edit\r")
    try terminal.expect("another program changed this file meanwhile")
    try terminal.expect("what you wrote is kept in")
    try terminal.expect("\(workspace.home.path)/tmp/")
    try terminal.expect("rfm> ")
    #expect(try text == original.replacing("At-Risk", with: "Sleepy"))
    let kept = try #require(try copies.first { $0.hasSuffix("/retail.json") })
    #expect(try workspace.text(of: workspace.home.path + "/tmp/" + kept).contains("Regulars"))
    try terminal.send("segment sleepy\r")
    try terminal.expect("Sleepy & Dormant")
  }
}
