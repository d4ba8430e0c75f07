// swift-tools-version: 6.2
import PackageDescription

/// The stages, readers and writers that ship, in alphabetical order: each is a folder in Plugins/ and one word here.
/// `sastra new-stage` adds a word; BuiltInStages is made from this list when it is built.
let plugins = [
  "WriteJSONLines",
]

/// Plugins with files that they read at run time, in a folder `data`.
let pluginsWithData: Set<String> = []

let swiftSettings: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(of name: String, _ others: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name)] + others, swiftSettings: swiftSettings)
}

/// What a plugin may import; see ARCHITECTURE.md.
let pluginDependencies: [Target.Dependency] = ["StageKit"]

let pluginTargets = plugins.flatMap { name in
  [
    Target.target(
      name: name, dependencies: pluginDependencies, path: "Plugins/\(name)", exclude: ["README.md"],
      resources: pluginsWithData.contains(name) ? [.copy("data")] : [], swiftSettings: swiftSettings),
    .testTarget(
      name: name + "Tests", dependencies: [.byName(name: name)] + pluginDependencies, path: "Tests/\(name)Tests",
      swiftSettings: swiftSettings),
  ]
}

let package = Package(
  name: "sastra",
  products: [
    .library(name: "StageKit", targets: ["StageKit"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    module("DocumentModel", []),
    module(
      "StageKit", ["DocumentModel", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
    tests(of: "DocumentModel"),
    tests(of: "StageKit"),
  ] + pluginTargets,
  swiftLanguageModes: [.v6]
)
