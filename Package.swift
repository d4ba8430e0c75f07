// swift-tools-version: 6.2
import PackageDescription

/// The readers, stages and writers that ship, in alphabetical order: each is a folder in Plugins/ and one word here.
/// `sastra new-stage` adds a word; the list in BuiltInStages is made from this one when it is built.
let plugins = [
  "CleanBoilerplate",
  "DecodeLegacy",
  "DetectDuplicates",
  "DetectLanguage",
  "ExtractMetadata",
  "NormalizeKhmer",
  "NormalizeVietnamese",
  "ReadFiles",
  "ReadJSONLines",
  "ReadTEI",
  "ReadWARC",
  "SegmentText",
  "TagEntities",
  "WriteBagIt",
  "WriteCoNLLU",
  "WriteEntities",
  "WriteJSONLines",
  "WriteTEI",
  "WriteText",
  "WriteWebAnnotations",
]

/// Plugins with files that they read at run time, in their folder `data`.
let pluginsWithData: Set<String> = [
  "CleanBoilerplate", "DetectLanguage", "SegmentText", "TagEntities", "WriteTEI",
]

/// Plugins whose data is made by a script in their folder `training`.
let pluginsWithTraining: Set<String> = ["CleanBoilerplate", "DetectLanguage", "SegmentText", "TagEntities"]

/// Plugins whose tests have cases in files, in the folder `cases` of their tests.
let pluginsWithCases: Set<String> = ["TagEntities", "WriteTEI"]

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The modules a plugin may import; ARCHITECTURE.md says which of them which one needs.
let pluginDependencies: [Target.Dependency] = [
  "Compression", "Markup", "StageKit", "UnicodeText", "VietnameseText",
  .product(name: "Crypto", package: "swift-crypto"),
]

func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], testsOnly: [Target.Dependency] = [],
  hasData: Bool = false
) -> [Target] {
  [
    .target(
      name: name, dependencies: dependencies, resources: hasData ? [.copy("data")] : [],
      swiftSettings: swiftSettings),
    .testTarget(
      name: name + "Tests", dependencies: [.byName(name: name)] + dependencies + testsOnly,
      swiftSettings: swiftSettings),
  ]
}

func plugin(_ name: String) -> [Target] {
  [
    .target(
      name: name, dependencies: pluginDependencies, path: "Plugins/\(name)",
      exclude: ["README.md"] + (pluginsWithTraining.contains(name) ? ["training"] : []),
      resources: pluginsWithData.contains(name) ? [.copy("data")] : [], swiftSettings: swiftSettings),
    .testTarget(
      name: name + "Tests", dependencies: [.byName(name: name)] + pluginDependencies,
      path: "Tests/\(name)Tests",
      exclude: pluginsWithCases.contains(name) ? ["cases"] : [], swiftSettings: swiftSettings),
  ]
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let modules: [[Target]] = [
  module("DocumentModel"),
  module("StageKit", ["DocumentModel", argumentParser]),
  module("UnicodeText", ["CICU"]),
  module("VietnameseText", hasData: true),
  module("Markup", ["CLibXML2"]),
  module("Compression", ["CBrotli", "CZlib", "CZstd"]),
  module("PipelineFile", ["StageKit", "Yams"]),
  module(
    "Runner",
    [
      "Compression", "PipelineFile", "StageKit", .product(name: "GRDB", package: "GRDB.swift"),
      .product(name: "GRDBSQLite", package: "GRDB.swift"),
      .product(name: "Crypto", package: "swift-crypto"), .product(name: "Logging", package: "swift-log"),
      "CXXHash",
    ]),
  module(
    "SastraCommands",
    [
      "Runner", "PipelineFile", "StageKit", argumentParser, .product(name: "Logging", package: "swift-log"),
    ], testsOnly: ["sastra", .product(name: "Subprocess", package: "swift-subprocess")]),
]

let package = Package(
  name: "sastra",
  products: [
    .library(name: "StageKit", targets: ["StageKit"]),
    .library(name: "BuiltInStages", targets: ["BuiltInStages"]),
    .library(name: "SastraCommands", targets: ["SastraCommands"]),
    .executable(name: "sastra", targets: ["sastra"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: modules.flatMap { $0 } + plugins.flatMap(plugin) + [
    .systemLibrary(
      name: "CICUSystem", path: "Sources/CICUSystem", pkgConfig: "icu-i18n", providers: [.apt(["libicu-dev"])]
    ),
    .target(name: "CICU", dependencies: ["CICUSystem"]),
    .systemLibrary(
      name: "CLibXML2System", path: "Sources/CLibXML2System", pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"])]),
    .target(name: "CLibXML2", dependencies: ["CLibXML2System"]),
    .systemLibrary(
      name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CBrotli", path: "Sources/CBrotli", pkgConfig: "libbrotlidec",
      providers: [.apt(["libbrotli-dev"])]),
    .systemLibrary(
      name: "CZstd", path: "Sources/CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(
      name: "CXXHash", path: "Sources/CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .plugin(name: "ListStages", capability: .buildTool(), path: "Sources/ListStages"),
    .target(
      name: "BuiltInStages", dependencies: ["StageKit"] + plugins.map { .byName(name: $0) },
      swiftSettings: swiftSettings, plugins: ["ListStages"]),
    .testTarget(
      name: "MutationTests",
      dependencies: ["CleanBoilerplate", "DecodeLegacy", "ExtractMetadata", "Markup", "StageKit"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "NormalizationTests", dependencies: ["NormalizeKhmer", "NormalizeVietnamese", "StageKit"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "RoundTripTests", dependencies: ["ReadTEI", "StageKit", "WriteTEI"], swiftSettings: swiftSettings),
    .testTarget(
      name: "BuiltInStagesTests", dependencies: ["BuiltInStages", "StageKit"], swiftSettings: swiftSettings),
    .executableTarget(
      name: "sastra", dependencies: ["BuiltInStages", "SastraCommands"], swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6]
)
