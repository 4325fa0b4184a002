import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Nothing is lost when two prompts edit one pack, or when a prompt is killed while it writes.
@Suite(.serialized) struct PackSafetyTests {
  private static let file = "Segments/small.json"
  private static let small = """
    {
      "format": "rfm-segments/1",
      "name": "small",
      "title": "Small",
      "segments": [
        {"name": "A", "when": {"recency": {"max": 30}}, "interpretation": "v-0", "recommendations": []},
        {"name": "B", "when": {}, "recommendations": []}
      ]
    }

    """

  private let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
    try FileManager.default.removeItem(at: workspace.url("Segments/retail.json"))
    try workspace.write(Self.small, to: Self.file)
  }

  private var segments: [Value] {
    get throws { try Value(try workspace.text(of: Self.file))["segments"].items }
  }

  // MARK: - Two at once

  /// A prompt with edits of its own to make; one that is refused is typed again.
  private final class Editor {
    let program: LineByLine
    private(set) var accepted: [String] = []
    private(set) var refusals = 0
    private let segment: String
    private let count: Int
    private var isWaiting = false

    init(_ workspace: Workspace, _ segment: String, _ count: Int) throws {
      program = try LineByLine(workspace)
      self.segment = segment
      self.count = count
    }

    private var text: String { "\(segment.lowercased())-\(accepted.count + 1)" }

    /// Types the next edit, or takes what came of the last one. False when all is done.
    func step() throws -> Bool {
      if !isWaiting {
        guard accepted.count < count else { return false }
        program.send("recommend \(segment) add \"\(text)\"")
        isWaiting = true
      } else if let answer = program.answer() {
        isWaiting = false
        if answer.output.hasPrefix("added a recommendation to '\(segment)'") {
          accepted.append(text)
        } else {
          guard answer.errors.contains("another program changed this file meanwhile") else {
            throw Workspace.Failure("\(answer)")
          }
          refusals += 1
        }
      }
      return true
    }
  }

  @Test func twoPromptsLoseNothing() throws {
    let editors = [try Editor(workspace, "A", 100), try Editor(workspace, "B", 100)]
    let deadline = ContinuousClock.now + .seconds(300)
    while try editors.map({ try $0.step() }).contains(true) {
      guard ContinuousClock.now < deadline else { throw Workspace.Failure("not done in time") }
      poll(nil, 0, 1)
    }
    let segments = try segments
    for (segment, editor) in zip(segments, editors) {
      #expect(segment["recommendations"].items.compactMap(\.text) == editor.accepted)
      #expect(editor.accepted.count == 100)
    }
    #expect(try workspace.names(in: "Segments") == ["small.json"])
    // Each has seen the last edit of the other.
    for editor in editors {
      _ = try editor.program.ask("12 5 7")
      let page = try Value(editor.program.ask("segment A").output)
      #expect(page["recommendations"].items.count == 100)
    }
  }

  @Test func anEditNeverOverwritesAChangeThatThePromptHasNotSeen() throws {
    let program = try LineByLine(workspace)
    _ = try program.ask("12 5 7")
    // Hold the lock, so that the prompt has looked at the file and waits to write it.
    let lock = open(workspace.url("Segments/.small.json.lock").path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    try #require(lock >= 0 && flock(lock, LOCK_EX) == 0)
    program.send("rename A \"Mine\"")
    let deadline = ContinuousClock.now + .seconds(3)
    while ContinuousClock.now < deadline, !program.isWaitingForALock { poll(nil, 0, 5) }
    let theirs = Self.small.replacing("\"B\"", with: "\"Theirs\"")
    try workspace.write(theirs, to: Self.file)
    close(lock)
    let answer = try program.next()
    #expect(answer.output == "")
    #expect(
      answer.errors.hasPrefix("error: line 2: Segments/small.json: another program changed"), "\(answer)")
    #expect(try workspace.text(of: Self.file) == theirs)
    // It is taken up: the same edit typed again is made on top of it.
    #expect(try program.ask("rename A \"Mine\"").output.hasPrefix("renamed 'A' to 'Mine'"))
    #expect(try workspace.text(of: Self.file) == theirs.replacing("\"A\"", with: "\"Mine\""))
  }

  // MARK: - Killed

  @Test func killedWhileSaving() async throws {
    // Two folders at a time, as most of the time goes into starting.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for seed in [3, 4] { group.addTask { try PackSafetyTests().kill(100, seed: UInt64(seed)) } }
      try await group.waitForAll()
    }
  }

  private func kill(_ count: Int, seed: UInt64) throws {
    let input = workspace.home.path + "/edits"
    var random = RandomNumbers(seed: seed)
    var versions: Set<String> = []
    for kill in 1...count {
      try workspace.write((1...200).map { "describe A \"v-\(kill)-\($0)\"\n" }.joined(), to: input)
      let before = Set(try workspace.names(in: "Segments"))
      let run = try workspace.start(["--json"], inputFile: input)
      // Every other time at any moment; else when the new text begins to be written.
      func isWriting() throws -> Bool {
        try workspace.names(in: "Segments").contains { $0.hasSuffix(".part") && !before.contains($0) }
      }
      let deadline = ContinuousClock.now + .seconds(20)
      while !run.outputSoFar.contains("\n"), try kill.isMultiple(of: 2) || !isWriting() {
        // No lock that another left behind keeps the first edit from being made.
        guard ContinuousClock.now < deadline, run.isRunning() else {
          throw Workspace.Failure("kill \(kill): \(run.outputSoFar)\(run.errorsSoFar)")
        }
        usleep(100)
      }
      usleep(UInt32(random.below(kill.isMultiple(of: 2) ? 30_000 : 1000)))
      run.signal(SIGKILL)
      #expect(try run.wait().status == 128 + SIGKILL)
      let text = try workspace.text(of: Self.file)
      let version = try #require(try Value(text)["segments"][0]["interpretation"].text)
      try #require(version == "v-0" || version.hasPrefix("v-\(kill)-") || versions.contains(version))
      try #require(text == Self.small.replacing("v-0", with: version))
      versions.insert(version)
    }
    #expect(versions.count > count / 2)
    let outcome = try workspace.rfm("--json", input: "describe A \"done\"\n")
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome)")
    #expect(try workspace.names(in: "Segments") == ["small.json"])
  }

  @Test func whatAKilledPromptLeftDisturbsNobody() throws {
    try workspace.write("{\"half\": ", to: "Segments/.small.json.4711.part")
    try workspace.write("", to: "Segments/.small.json.lock")
    let outcome = try workspace.rfm("--json", input: "packs\nrename A \"Mine\"\n")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(try Value(outcome.lines[0]).items.count == 1)
    #expect(try segments[0]["name"].text == "Mine")
    #expect(try workspace.names(in: "Segments") == ["small.json"])
    #expect(try workspace.rfm("segments", "lint").status == 0)
  }
}
