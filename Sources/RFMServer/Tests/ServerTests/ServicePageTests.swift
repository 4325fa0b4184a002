import Foundation
import Testing

/// The lines of docs/service.md do what the page says.
@Suite struct ServicePageTests {
  @Test("Every line of the page gets an answer, from top to bottom")
  func lines() throws {
    let folder = NSTemporaryDirectory() + "rfm-page-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in ["Models", "Segments", "Layouts"] {
      try FileManager.default.copyItem(atPath: "\(ServerInTest.root)/\(name)", toPath: "\(folder)/\(name)")
    }
    let sample = try Ran(Ran.rfm, ["sample", "-o", "sales.csv"], in: folder)
    #expect(sample.status == 0, "\(sample.errors)")
    let page = try String(contentsOfFile: ServerInTest.root + "/docs/service.md", encoding: .utf8)
    var isShell = false
    var lines: [String] = []
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isShell = line == "```sh"
      } else if isShell, line.contains("curl ") {
        lines.append(String(line))
      }
    }
    #expect(lines.count > 25)
    let server = try RunningServer(["--port", "0", "--model", "online-retail-2009-2010"], in: folder)
    // An error's status is one of the line, and says which.
    let script =
      "set -eu\ncurl() { command curl --fail-with-body \"$@\"; }\n"
      + lines.map {
        "echo \"RUN $(printf %.60s '\($0.replacingOccurrences(of: "'", with: ""))')\"\n\($0)\necho"
      }
      .joined(separator: "\n").replacingOccurrences(of: ":8734", with: ":\(server.port)")
    let ran = try Ran("/bin/bash", ["-c", script], in: folder)
    #expect(ran.status == 0, "\(ran.text.suffix(2000))\(ran.errors)")
    #expect(ran.text.split(separator: "\n").count { $0.hasPrefix("RUN ") } == lines.count)
    #expect(server.stop() == 0)
  }
}
