// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

/// What every domain plugin may import; a plugin imports nothing else of ours.
let pluginMayImport: [Target.Dependency] = [
  "PluginAPI", "ArchitectureModel", "Diagnostics", "Quantities", "Stochastics",
]

/// Makes the two targets of one domain plugin: its module and its tests.
func plugin(_ domain: String) -> [Target] {
  [
    .target(
      name: "\(domain)Plugin", dependencies: pluginMayImport, path: "Plugins/\(domain)",
      exclude: ["CHECKS.md"]),
    .testTarget(
      name: "\(domain)PluginTests", dependencies: ["\(domain)Plugin", "PluginTestSupport"]
        + pluginMayImport, path: "Tests/Plugins/\(domain)PluginTests"),
  ]
}

let domains = ["Foundations", "Trading"]

let targets: [Target] =
  [
    .systemLibrary(
      name: "CLibYAML", path: "Sources/CLibYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(name: "Diagnostics"),
    .target(name: "Quantities"),
    .target(name: "Stochastics", dependencies: ["Quantities"]),
    .target(name: "YAMLTree", dependencies: ["CLibYAML", "Diagnostics"]),
    .target(
      name: "ArchitectureModel", dependencies: ["Diagnostics", "Quantities", "Stochastics"]),
    .target(
      name: "SimulationKernel", dependencies: ["Quantities", "Stochastics", histogram]),
    .target(
      name: "PluginAPI",
      dependencies: ["ArchitectureModel", "Diagnostics", "Quantities", "Stochastics"]),
    .target(
      name: "ExerciseFiles",
      dependencies: [
        "YAMLTree", "ArchitectureModel", "PluginAPI", "Diagnostics", "Quantities", "Stochastics",
      ]),
    .target(
      name: "Evaluation",
      dependencies: [
        "ArchitectureModel", "SimulationKernel", "PluginAPI", "ExerciseFiles", "Diagnostics",
        "Quantities", "Stochastics", histogram, crypto,
      ]),
    .target(
      name: "Reporting",
      dependencies: [
        "PluginAPI", "ArchitectureModel", "ExerciseFiles", "Diagnostics", "Quantities",
        "Stochastics",
      ]),
    .target(
      name: "BundledPlugins", dependencies: domains.map { "\($0)Plugin" } + ["PluginAPI"],
      path: "Plugins/Bundled"),
    .executableTarget(
      name: "windtunnel",
      dependencies: [
        "BundledPlugins", "Evaluation", "Reporting", "ExerciseFiles", "PluginAPI",
        "ArchitectureModel", "Diagnostics", "Quantities", "Stochastics", "SimulationKernel",
        arguments,
      ]),
    .executableTarget(
      name: "windtunnel-bench",
      dependencies: [
        "BundledPlugins", "Evaluation", "ExerciseFiles", "PluginAPI", "ArchitectureModel",
        "Diagnostics", "SimulationKernel", "Stochastics", "Quantities",
      ]),
  ] + domains.flatMap(plugin)

for target in targets where target.type != .system {
  target.swiftSettings = strict
}

let package = Package(
  name: "windtunnel",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "windtunnel", targets: ["windtunnel"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
  ],
  targets: targets
)
