// swift-tools-version:6.2
import PackageDescription

// A package of its own, so that who runs the prompt neither fetches nor builds an HTTP server: docs/architecture.md.
let package = Package(
  name: "rfm-server",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "rfm-server", targets: ["RFMServer"])],
  dependencies: [
    .package(name: "rfm", path: "../.."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "RFMServer",
      dependencies: [
        "PageFiles",
        .product(name: "RFMService", package: "rfm"),
        .product(name: "Report", package: "rfm"),
        .product(name: "JSONText", package: "rfm"),
        .product(name: "Tabular", package: "rfm"),
        .product(name: "Customers", package: "rfm"),
        .product(name: "Segmentation", package: "rfm"),
        .product(name: "Transactions", package: "rfm"),
        .product(name: "Campaigns", package: "rfm"),
        .product(name: "Wording", package: "rfm"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      path: ".", exclude: ["Tests", "Page/Files"]),
    // The compiler of C takes files into the program at once; that of Swift needs minutes for them.
    .target(name: "PageFiles", path: "Page/Files"),
    .testTarget(
      name: "ServerTests",
      dependencies: ["RFMServer", .product(name: "JSONText", package: "rfm")],
      path: "Tests/ServerTests"),
  ],
  swiftLanguageModes: [.v6]
)
