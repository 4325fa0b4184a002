import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program itself, and sockets to it.
final class RunningServer {
  private let process = Process()
  private let errors = Pipe()
  /// What it said when it was ready.
  let greeting: String
  var port: UInt16 { UInt16(greeting.split(separator: ":").last?.prefix { $0.isNumber } ?? "") ?? 0 }

  init(_ options: [String], program: String = Ran.server, in folder: String = ServerInTest.root) throws {
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = options
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": NSTemporaryDirectory() + "no-home"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    var line: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A {
      line.append(byte)
    }
    greeting = String(decoding: line, as: UTF8.self)
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  func signal(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// - Returns: the exit status.
  func stop(_ signal: Int32 = SIGTERM) -> Int32 {
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// What it wrote on standard error, after its end.
  var log: String { String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }

  /// A connection; the server's port, or the path of its socket.
  func connect(path: String? = nil) throws -> Connection { try Connection(port: port, path: path) }

  final class Connection {
    private let descriptor: Int32

    fileprivate init(port: UInt16, path: String?) throws {
      descriptor = socket(path == nil ? AF_INET : AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var result: Int32
      if let path {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        result = withUnsafePointer(to: &address) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
          }
        }
      } else {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        result = withUnsafePointer(to: &address) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
          }
        }
      }
      guard result == 0 else { throw POSIXError(.ECONNREFUSED) }
      var time = timeval(tv_sec: 5, tv_usec: 0)
      setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
      let bytes = Array(text.utf8)
      _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// What comes until there is `end` in it, or nothing more.
    func read(until end: String? = nil) -> String {
      var all: [UInt8] = []
      var piece = [UInt8](repeating: 0, count: 65536)
      while true {
        let count = recv(descriptor, &piece, piece.count, 0)
        guard count > 0 else { break }
        all += piece.prefix(count)
        if let end, String(decoding: all, as: UTF8.self).contains(end) { break }
      }
      return String(decoding: all, as: UTF8.self)
    }
  }
}
