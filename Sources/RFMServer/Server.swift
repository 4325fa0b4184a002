import Dispatch
import Hummingbird
import HummingbirdCore
import Logging
import Metrics
import NIOCore
import NIOPosix
import RFMService
import ServiceLifecycle
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The server from its start to its end.
struct Server: Sendable {
  private let settings: ServerSettings
  private let desk: Desk
  private let frontDoor: FrontDoor

  init(_ settings: ServerSettings) {
    self.settings = settings
    var logger = Logger(label: "rfm-server", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel =
      switch settings.options.log {
      case .error: .error
      case .warning: .warning
      case .info: .info
      }
    let metrics = PrometheusMetrics()
    MetricsSystem.bootstrap(metrics)
    desk = Desk(settings, logger: logger, metrics: metrics)
    frontDoor = FrontDoor(desk, Routes.served)
  }

  /// Serves until SIGTERM or SIGINT, and until what runs then is done.
  ///
  /// - Returns: whether all of it was, or else given up.
  func run() async throws -> Bool {
    let options = settings.options
    // The socket is for this user alone from its first moment on.
    let mask = options.socketPath.map { _ in umask(0o177) }
    if let path = options.socketPath { try Self.makeRoom(path) }
    let limits = options.limits
    var quiet = desk.logger
    quiet.logLevel = max(quiet.logLevel, .error)
    let app = Application(
      responder: frontDoor,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionGuard(limits)],
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: limits.maxHeader << 10, maxHeaderListSize: limits.maxHeader << 10,
            maxHeaderFieldCount: 200))),
      configuration: ApplicationConfiguration(
        address: options.socketPath.map { .unixDomainSocket(path: $0) }
          ?? .hostname(options.host, port: options.port),
        availableConnectionsDelegate: MaximumAvailableConnections(limits.maxConnections)),
      onServerRunning: { [desk] channel in
        if let mask { umask(mask) }
        Self.announce(channel, desk)
      },
      logger: quiet)
    let group = ServiceGroup(
      configuration: .init(
        services: [app, Pruning(shelf: desk.shelf), Stopping(desk: desk)],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
    do {
      try await group.run()
    } catch let error as IOError {
      throw Problem(Self.sentence(error, options), .io)
    } catch let error as NIOConnectionError {
      throw Problem("\(options.host): this address cannot be listened on: \(error)", .io)
    } catch let error as SocketAddressError {
      throw Problem("\(options.host): this is no address of this machine: \(error)", .io)
    }
    await desk.finishJobs()
    if let path = options.socketPath { unlink(path) }
    return !desk.isCutOff
  }

  private static func sentence(_ error: IOError, _ options: ServerOptions) -> String {
    let place = options.socketPath ?? "\(options.host):\(options.port)"
    switch error.errnoCode {
    case EADDRINUSE: return "\(place) is in use by another program; choose another with --port"
    case EACCES: return "\(place): this user may not listen there; choose a port from 1024"
    default: return "\(place) cannot be listened on: \(String(cString: strerror(error.errnoCode)))"
    }
  }

  /// A socket that nobody listens on any more gives way; anything else stays.
  private static func makeRoom(_ path: String) throws(Problem) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw Problem("\(path) is there already and is no socket; name another path", .conflict)
    }
  }

  /// One line when requests are answered, and with a token the link to log in.
  private static func announce(_ channel: any Channel, _ desk: Desk) {
    let options = desk.settings.options
    guard let path = options.socketPath else {
      let host = options.host.contains(":") ? "[\(options.host)]" : options.host
      let address = "http://\(host):\(channel.localAddress?.port ?? options.port)\(options.basePath)"
      ServerProgram.write("rfm-server listening on \(address)\n", to: 1)
      if let link = desk.tokens.link {
        ServerProgram.write("log in once at \(address)/login?key=\(link)\n", to: 2)
      }
      return
    }
    ServerProgram.write("rfm-server listening on unix:\(path)\n", to: 1)
  }
}

/// Lets go of uploads when their time is over, also when nobody asks any more.
private struct Pruning: Service {
  let shelf: UploadShelf

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while true {
        try await Task.sleep(for: .seconds(10))
        shelf.prune()
      }
    }
  }
}

/// Waits for the signal, and sees to it that the server ends within its time.
private struct Stopping: Service {
  let desk: Desk

  func run() async throws {
    try? await gracefulShutdown()
    desk.stop()
    let seconds = desk.settings.limits.drain
    let path = desk.settings.options.socketPath
    let desk = desk
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) {
      desk.cutOff()
      usleep(200_000)
      desk.logger.warning("what still ran after \(seconds) s was given up")
      if let path { unlink(path) }
      _exit(1)
    }
  }
}
