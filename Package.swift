// swift-tools-version:6.1
import PackageDescription

// Who may import whom. What each room is for: docs/architecture.md.
let package = Package(
  name: "rfm",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "rfm", targets: ["rfm"]),
    .library(name: "RFMService", targets: ["RFMService"]),
    .library(name: "JSONText", targets: ["JSONText"]),
    .library(name: "Tabular", targets: ["Tabular"]),
    .library(name: "Workbooks", targets: ["Workbooks"]),
    .library(name: "Customers", targets: ["Customers"]),
    .library(name: "Segmentation", targets: ["Segmentation"]),
    .library(name: "Lifetime", targets: ["Lifetime"]),
    .library(name: "Transactions", targets: ["Transactions"]),
    .library(name: "Exchange", targets: ["Exchange"]),
    .library(name: "CustomerStore", targets: ["CustomerStore"]),
    .library(name: "Campaigns", targets: ["Campaigns"]),
    .library(name: "Wording", targets: ["Wording"]),
    .library(name: "Report", targets: ["Report"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // A command of the package manager for `make docs`: no product is built with it.
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CReadline", providers: [.apt(["libreadline-dev"]), .brew(["readline"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(
      name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),
    .systemLibrary(
      name: "CMinizip", pkgConfig: "minizip", providers: [.apt(["libminizip-dev"]), .brew(["minizip"])]),
    .target(name: "CByteScan"),
    .target(name: "CDistance"),
    .target(name: "Wording"),
    .target(name: "JSONText", dependencies: ["Wording"]),
    .target(name: "Tabular", dependencies: ["CByteScan", "CZlib", "CZstd", "Wording"]),
    .target(name: "Customers"),
    .target(
      name: "Segmentation", dependencies: ["Customers", "Lifetime", "CDistance", "JSONText", "Wording"]),
    .target(name: "Workbooks", dependencies: ["Tabular", "CExpat", "CMinizip", "CZlib"]),
    .target(
      name: "Transactions",
      dependencies: [
        "Tabular", "CByteScan", "Workbooks", "Customers", "JSONText", "Forgetting", "Wording",
      ]),
    .target(name: "Lifetime", dependencies: ["Customers"]),
    .target(name: "Campaigns", dependencies: ["Customers", "Segmentation"]),
    .target(name: "Forgetting"),
    .target(name: "SafeFiles"),
    .target(
      name: "CustomerStore",
      dependencies: [
        "Customers", "Segmentation", "Exchange", "JSONText", "SafeFiles", "Wording",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .target(
      name: "Exchange",
      dependencies: ["Customers", "Segmentation", "Transactions", "JSONText", "Wording", "CExpat"]),
    .target(name: "Report", dependencies: ["Customers", "Segmentation", "Wording"]),
    .target(
      name: "RFMService",
      dependencies: [
        "Wording", "JSONText", "Tabular", "Workbooks", "Customers", "Lifetime", "Segmentation",
        "Transactions", "CustomerStore", "SafeFiles", "Report", "Campaigns", "Forgetting", "Exchange",
        .product(name: "Algorithms", package: "swift-algorithms"),
      ]),
    .executableTarget(
      name: "rfm",
      dependencies: [
        "CReadline", "RFMService", "Wording", "JSONText", "Tabular", "Workbooks", "Customers",
        "Segmentation", "Transactions", "CustomerStore", "SafeFiles", "Report", "Campaigns", "Forgetting",
        "Exchange",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "WordingTests", dependencies: ["Wording"]),
    .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "TestSupport"]),
    .testTarget(name: "SafeFilesTests", dependencies: ["SafeFiles", "TestSupport"]),
    .target(name: "TestSupport", dependencies: ["SafeFiles"], path: "Tests/TestSupport"),
    .testTarget(name: "TabularTests", dependencies: ["Tabular", "CZlib", "CZstd", "TestSupport"]),
    .testTarget(name: "WorkbooksTests", dependencies: ["Workbooks", "Tabular", "TestSupport"]),
    .testTarget(name: "CustomersTests", dependencies: ["Customers", "TestSupport"]),
    .testTarget(
      name: "SegmentationTests",
      dependencies: [
        "Segmentation", "Customers", "Lifetime", "CDistance", "JSONText", "Wording", "TestSupport",
      ]),
    .testTarget(
      name: "LifetimeTests", dependencies: ["Lifetime", "Customers", "JSONText", "TestSupport"],
      exclude: ["lifetime-fixture.py", "lifetime-fixture.json"]),
    .testTarget(
      name: "StatisticsTests",
      dependencies: ["Lifetime", "Segmentation", "Campaigns", "Transactions", "Customers", "TestSupport"]),
    .testTarget(
      name: "CampaignsTests",
      dependencies: ["Campaigns", "Customers", "Segmentation", "JSONText", "TestSupport"],
      exclude: ["uplift-fixture.py", "uplift-fixture.json"]),
    .testTarget(name: "ForgettingTests", dependencies: ["Forgetting"]),
    .testTarget(
      name: "TransactionsTests",
      dependencies: [
        "Transactions", "Tabular", "Customers", "Segmentation", "JSONText", "Forgetting", "Wording",
        "TestSupport",
      ]),
    .testTarget(
      name: "CustomerStoreTests",
      dependencies: [
        "CustomerStore", "Customers", "Segmentation", "SafeFiles", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "RFMServiceTests",
      dependencies: [
        "RFMService", "CustomerStore", "Customers", "Lifetime", "Segmentation", "Transactions", "Campaigns",
        "JSONText",
        "Wording", "TestSupport",
      ]),
    .testTarget(
      name: "ExchangeTests",
      dependencies: [
        "Exchange", "Segmentation", "Transactions", "Customers", "JSONText", "Wording", "TestSupport",
      ], exclude: ["Foreign", "Golden", "foreign-models.py", "foreign-pmml.py"]),
    .testTarget(name: "ReportTests", dependencies: ["Report", "Customers", "Segmentation", "TestSupport"]),
    .executableTarget(
      name: "rfm-inner-benchmarks",
      dependencies: ["Tabular", "Customers", "Segmentation", "Transactions", "CustomerStore", "SafeFiles"],
      path: "Tests/Benchmarks/InnerParts", exclude: ["count-instructions.sh"]),
    .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["rfm", "CPseudoTerminal", "JSONText", "Tabular", "Workbooks", "Wording", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
