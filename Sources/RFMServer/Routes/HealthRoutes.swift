import Hummingbird
import JSONText
import RFMService

extension Routes {
  /// What machines ask of a server.
  static let health: [Route] = [
    Route(
      method: .get, template: "/healthz", summary: "Whether the process answers", answer: "text/plain",
      isOpen: true
    ) { call in call.bytes(Array("ok\n".utf8), "text/plain; charset=utf-8") },
    Route(
      method: .get, template: "/readyz", summary: "Whether there is a model, and the server is not stopping",
      answer: "text/plain", isOpen: true
    ) { call in
      try await call.requireModel()
      return call.bytes(Array("ready\n".utf8), "text/plain; charset=utf-8")
    },
    Route(
      method: .get, template: "/metrics", summary: "What was counted, for Prometheus", answer: "text/plain"
    ) { call in call.bytes(Array(call.desk.metrics.text.utf8), "text/plain; version=0.0.4; charset=utf-8") },
    Route(
      method: .get, template: "/login", summary: "Log in a browser with the link that the server printed",
      parameters: [.init(name: "key", meaning: "What the link ends with", isRequired: true)],
      status: .seeOther, answer: nil, isOpen: true
    ) { call in
      guard let cookie = call.desk.tokens.login(call.query["key"] ?? "") else {
        throw HTTPProblem(
          .forbidden, "this link was used already, or is none; start the server again for another")
      }
      let path = call.desk.settings.options.basePath
      return Response(
        status: .seeOther,
        headers: [
          .location: path + "/",
          .setCookie:
            "\(TokenCheck.cookie)=\(cookie); Path=\(path.isEmpty ? "/" : path); HttpOnly; SameSite=Strict",
        ])
    },
  ]
}
