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

/// The domains: one module each under Plugins, with its tests.
let domains = ["Foundations", "Trading"]

/// What every domain plugin may import; a plugin imports nothing else of ours.
let pluginMayImport = [
  "PluginAPI", "ArchitectureModel", "Diagnostics", "Quantities", "Stochastics",
]

func named(_ names: [String]) -> [Target.Dependency] {
  names.map { Target.Dependency(stringLiteral: $0) }
}

func module(_ name: String, _ needs: [String], _ products: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: named(needs) + products, swiftSettings: strict)
}

func tests(_ name: String, _ needs: [String], _ products: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name, dependencies: named(needs) + products, path: "Tests/\(name)",
    swiftSettings: strict)
}

func tool(_ name: String, _ needs: [String], _ products: [Target.Dependency] = []) -> Target {
  .executableTarget(name: name, dependencies: named(needs) + products, swiftSettings: strict)
}

/// Makes the two targets of one domain plugin: its module and its tests.
func plugin(_ domain: String) -> [Target] {
  let name = "\(domain)Plugin"
  return [
    .target(
      name: name, dependencies: named(pluginMayImport), path: "Plugins/\(domain)",
      exclude: ["CHECKS.md"], swiftSettings: strict),
    .testTarget(
      name: "\(name)Tests",
      dependencies: named(
        [name, "PluginTestSupport", "Evaluation", "ExerciseFiles"] + pluginMayImport),
      path: "Tests/Plugins/\(name)Tests", swiftSettings: strict),
  ]
}

let base = ["Diagnostics", "Quantities", "Stochastics"]
let model = ["ArchitectureModel"] + base
let files = ["ExerciseFiles", "PluginAPI", "Pricing", "YAMLTree"] + model
let engine = ["Evaluation", "FailureAnalysis", "QueueingAnalysis", "SimulationKernel"] + files
let everything = ["BundledPlugins", "Experiments", "Reporting"] + engine

var targets: [Target] = [
  .systemLibrary(
    name: "CLibYAML", path: "Sources/CLibYAML", pkgConfig: "yaml-0.1",
    providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
  module("Diagnostics", []),
  module("Quantities", []),
  .target(
    name: "Stochastics", dependencies: ["Quantities"], swiftSettings: strict,
    // The only function of libm that is linked is sqrt, which IEEE 754 defines exactly.
    linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
  module("YAMLTree", ["CLibYAML", "Diagnostics"]),
  module("ArchitectureModel", base),
  module("SimulationKernel", ["Quantities", "Stochastics"], [histogram]),
  module("PluginAPI", model),
  module("Pricing", ["ArchitectureModel", "Quantities"]),
  module("FailureAnalysis", ["PluginAPI", "ArchitectureModel", "Quantities", "Stochastics"]),
  module("QueueingAnalysis", ["PluginAPI", "ArchitectureModel", "Quantities", "Stochastics"]),
  module("ExerciseFiles", ["YAMLTree", "PluginAPI", "Pricing"] + model),
  module(
    "Evaluation", ["FailureAnalysis", "QueueingAnalysis", "SimulationKernel"] + files,
    [histogram, crypto]),
  module("Reporting", files),
  module("Experiments", ["Evaluation"] + files),
  tool("windtunnel", everything, [arguments]),
  // What only the benchmark needs: hand-written loops, and programs with what they used.
  .target(name: "CBench", path: "Sources/CBench"),
  .executableTarget(
    name: "windtunnel-bench", dependencies: named(["CBench"] + everything),
    exclude: ["Peers", "Workloads"], swiftSettings: strict),
]

targets.append(
  .target(
    name: "BundledPlugins", dependencies: named(domains.map { "\($0)Plugin" } + ["PluginAPI"]),
    path: "Plugins/Bundled", swiftSettings: strict))
targets.append(
  .target(
    name: "PluginTestSupport", dependencies: named(files), path: "Tests/PluginTestSupport",
    swiftSettings: strict))

for domain in domains { targets += plugin(domain) }

targets += [
  tests("DiagnosticsTests", ["Diagnostics"]),
  tests("YAMLTreeTests", ["YAMLTree", "Diagnostics"]),
  tests("QuantitiesTests", ["Quantities"]),
  tests("StochasticsTests", ["Stochastics", "Quantities"]),
  tests("PricingTests", everything),
  tests("HouseRulesTests", everything),
  tests("PluginTestSupportTests", ["PluginTestSupport"] + files),
  .testTarget(
    name: "ExerciseFilesTests", dependencies: named(["BundledPlugins"] + files),
    path: "Tests/ExerciseFilesTests", exclude: ["Broken"], swiftSettings: strict),
  tests("ExerciseTests", everything),
  tests("FailureAnalysisTests", everything),
  tests("TheoryTests", ["BundledPlugins", "CBench"] + engine),
  tests("QueueingAnalysisTests", ["BundledPlugins", "PluginTestSupport"] + engine),
  tests("MechanismTests", everything),
  tests("ExperimentsTests", everything),
  tests("ReportingTests", ["Reporting"] + files),
  // Depends on the tool so that it is built; nothing of it is imported.
  tests("CommandTests", ["windtunnel"]),
]

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
