import Foundation

/// A page of the documentation, as its Markdown stands in the project.
struct DocsPage: Sendable, CustomStringConvertible {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// README.md, the other pages beside it, and all under docs/.
  static let all: [DocsPage] = {
    let pages = (try? FileManager.default.contentsOfDirectory(atPath: root.path + "/docs")) ?? []
    let names = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] + pages.sorted().map { "docs/\($0)" }
    return names.filter { $0.hasSuffix(".md") }.map(DocsPage.init)
  }()

  /// The page of the server, whose package tests it.
  static let service = "docs/service.md"

  /// From the project's folder.
  let path: String
  let text: String
  let blocks: [CodeBlock]
  /// What stands between single backticks, in tables and sentences.
  let spans: [String]

  init(_ path: String) {
    self.path = path
    text = (try? String(contentsOf: Self.root.appending(path: path), encoding: .utf8)) ?? ""
    var blocks: [CodeBlock] = []
    var prose = ""
    var open: CodeBlock?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("```") {
        if let block = open { blocks.append(block) }
        open = open == nil ? CodeBlock(language: String(line.dropFirst(3)), line: index + 2) : nil
      } else if open == nil {
        prose += line + "\n"
      } else {
        open?.lines.append(String(line))
      }
    }
    self.blocks = blocks
    spans = prose.matches(of: #/`([^`]+)`/#).map {
      $0.output.1.split(separator: "\n").joined(separator: " ")
    }
  }

  var description: String { path }

  /// The files that the page's links lead to, from the project's folder; none of the web.
  var links: [String] {
    let folder = Self.root.appending(path: path).deletingLastPathComponent()
    return text.matches(of: #/\]\(([^)#\s]+)[^)]*\)/#).map { String($0.output.1) }
      .filter { !$0.contains("://") }
      .map { folder.appending(path: $0).standardized.path }
      .map { String($0.dropFirst(Self.root.path.count + 1)) }
  }

  /// Commands of the shell: those of blocks, and those in sentences that begin with `rfm`.
  var commands: [String] {
    blocks.flatMap { $0.steps.filter { $0.kind != .prompt }.map(\.typed) }
      + spans.filter { $0.hasPrefix("rfm ") }
  }
}

/// A block of code in a page.
struct CodeBlock: Sendable {
  let language: String
  /// The line of the page on which its first line stands, from 1.
  let line: Int
  var lines: [String] = []

  /// Something that is typed, and what the page shows of what comes.
  struct Step: Sendable {
    enum Kind: Sendable {
      /// `$ rfm score 12 5 1840.50`
      case shell
      /// A line of a block of `sh`, which shows nothing of what comes.
      case listed
      /// `rfm> 12 5 1840.50`
      case prompt
    }

    let kind: Kind
    let typed: String
    let line: Int
    var shown: [String] = []
  }

  /// Empty for blocks that show no commands: those of other languages than `sh`.
  var steps: [Step] {
    var steps: [Step] = []
    for (line, text) in zip(line..., lines) {
      switch language {
      case "sh": if !text.isEmpty { steps.append(Step(kind: .listed, typed: text, line: line)) }
      case "":
        if text.hasPrefix("$ ") {
          steps.append(Step(kind: .shell, typed: String(text.dropFirst(2)), line: line))
        } else if text.hasPrefix("rfm> ") {
          steps.append(Step(kind: .prompt, typed: String(text.dropFirst(5)), line: line))
        } else if !steps.isEmpty {
          steps[steps.count - 1].shown.append(text)
        }
      default: break
      }
    }
    return steps
  }

  /// What must be at hand for the block to be run.
  enum Need: Sendable {
    case nothing, realSales, sqliteShell
  }

  var need: Need {
    let typed = steps.map(\.typed)
    if typed.contains(where: { $0.contains(#/online-retail-20\d\d-20\d\d\.csv/#) }) { return .realSales }
    return typed.contains { $0.hasPrefix("sqlite3 ") } ? .sqliteShell : .nothing
  }
}
