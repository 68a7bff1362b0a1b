import Foundation
import Testing

/// The layers of the package, held by reading the imports of every source file.
@Suite struct LayeringTests {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// What each module may import of ours.
  static let allowed: [String: Set<String>] = {
    let base: Set<String> = ["Diagnostics", "Quantities", "Stochastics"]
    let plugin = base.union(["ArchitectureModel", "PluginAPI"])
    let files = plugin.union(["ExerciseFiles", "YAMLTree"])
    let engine = files.union(["SimulationKernel", "Evaluation"])
    return [
      "Sources/CLibYAML": [], "Sources/Diagnostics": [], "Sources/Quantities": [],
      "Sources/Stochastics": ["Quantities"], "Sources/YAMLTree": ["CLibYAML", "Diagnostics"],
      "Sources/ArchitectureModel": base, "Sources/SimulationKernel": ["Quantities", "Stochastics"],
      "Sources/PluginAPI": base.union(["ArchitectureModel"]),
      "Sources/ExerciseFiles": plugin.union(["YAMLTree"]),
      "Sources/Evaluation": files.union(["SimulationKernel"]), "Sources/Reporting": files,
      "Plugins/Foundations": plugin, "Plugins/Trading": plugin,
      "Plugins/Bundled": ["PluginAPI", "FoundationsPlugin", "TradingPlugin"],
      "Sources/windtunnel": engine.union(["Reporting", "BundledPlugins"]),
      "Sources/windtunnel-bench": engine.union(["BundledPlugins"]),
    ]
  }()

  /// Modules that are not ours and may be imported where they are needed.
  static let foreign: Set<String> = [
    "ArgumentParser", "Crypto", "Darwin", "Glibc", "Histogram", "Musl", "Synchronization",
  ]

  static func sources(_ folder: String) -> [(name: String, text: String)] {
    let path = root.appendingPathComponent(folder).path
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      (name, (try? String(contentsOfFile: path + "/" + name, encoding: .utf8)) ?? "")
    }
  }

  static func imports(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let at = words.firstIndex(of: "import"), at <= 1, at + 1 < words.count,
        at == 0 || ["public", "internal", "@testable"].contains(words[0])
      else { return nil }
      return String(words[at + 1])
    }
  }

  @Test(arguments: allowed.keys.sorted())
  func aModuleImportsLowerLayersOnly(_ folder: String) {
    let mayImport = Self.allowed[folder] ?? []
    let isHigh =
      folder.hasPrefix("Sources/windtunnel")
      || ["Sources/ExerciseFiles", "Sources/Reporting"].contains(folder)
    for (name, text) in Self.sources(folder) {
      for module in Self.imports(text) where !Self.foreign.contains(module) {
        if module == "Foundation" {
          #expect(isHigh, "\(folder)/\(name) imports Foundation")
        } else {
          #expect(mayImport.contains(module), "\(folder)/\(name) imports \(module)")
        }
      }
    }
  }

  @Test func aForbiddenImportWouldBeSeen() {
    #expect(
      Self.imports("import Foundation\npublic import Evaluation") == ["Foundation", "Evaluation"])
    #expect(!(Self.allowed["Plugins/Trading"] ?? []).contains("Evaluation"))
  }

  @Test func onlyTheConsolePrintsAndNothingForcesItsLuck() {
    let never = ["try!", " as! ", "fatalError(", "@unchecked Sendable", "nonisolated(unsafe)"]
    for folder in Self.allowed.keys.sorted() {
      for (name, text) in Self.sources(folder) {
        for word in never { #expect(!text.contains(word), "\(folder)/\(name) has \(word)") }
        guard name != "Console.swift", folder != "Sources/windtunnel-bench" else { continue }
        for line in text.split(separator: "\n") {
          let start = line.drop { $0 == " " }
          #expect(!start.hasPrefix("print("), "\(folder)/\(name) prints")
        }
      }
    }
  }
}
