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
    let files = plugin.union(["ExerciseFiles", "Pricing", "YAMLTree"])
    let engine = files.union(["SimulationKernel", "Evaluation", "FailureAnalysis"])
    return [
      "Sources/CLibYAML": [], "Sources/Diagnostics": [], "Sources/Quantities": [],
      "Sources/Stochastics": ["Quantities"], "Sources/YAMLTree": ["CLibYAML", "Diagnostics"],
      "Sources/ArchitectureModel": base, "Sources/SimulationKernel": ["Quantities", "Stochastics"],
      "Sources/PluginAPI": base.union(["ArchitectureModel"]),
      "Sources/FailureAnalysis": ["ArchitectureModel", "PluginAPI", "Quantities", "Stochastics"],
      "Sources/QueueingAnalysis": ["ArchitectureModel", "PluginAPI", "Quantities", "Stochastics"],
      "Sources/ExerciseFiles": plugin.union(["Pricing", "YAMLTree"]),
      "Sources/Pricing": ["ArchitectureModel", "Quantities"],
      "Sources/Evaluation": files.union([
        "FailureAnalysis", "QueueingAnalysis", "SimulationKernel",
      ]),
      "Sources/Reporting": files,
      "Sources/Experiments": files.union(["Evaluation"]),
      "Plugins/Foundations": plugin, "Plugins/Trading": plugin,
      "Plugins/Bundled": ["PluginAPI", "FoundationsPlugin", "TradingPlugin"],
      "Sources/windtunnel": engine.union(["BundledPlugins", "Experiments", "Reporting"]),
      "Sources/CBench": [],
      "Sources/windtunnel-bench": engine.union(["BundledPlugins", "CBench"]),
    ]
  }()

  /// Modules that are not ours, and the folders that may import them.
  ///
  /// `Foundation` is not among
  /// them below `ExerciseFiles`, and functions of the system's mathematics nowhere.
  static let foreign: [String: Set<String>] = [
    "Sources/Evaluation": ["Crypto", "Histogram"], "Sources/SimulationKernel": ["Histogram"],
    "Sources/ExerciseFiles": ["Foundation"], "Sources/Reporting": ["Foundation"],
    "Sources/windtunnel": [
      "ArgumentParser", "Darwin", "Dispatch", "Foundation", "Glibc", "Musl", "Synchronization",
    ],
    "Sources/windtunnel-bench": ["Foundation"],
  ]

  static func sources(_ folder: String) -> [(name: String, text: String)] {
    let path = root.appendingPathComponent(folder).path
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      (name, (try? String(contentsOfFile: path + "/" + name, encoding: .utf8)) ?? "")
    }
  }

  /// The lines of a text that are not inside a text of several lines, as a script in it would be.
  static func code(_ text: String) -> [Substring] {
    var isInside = false
    return text.split(separator: "\n").filter { line in
      let marks = line.replacing("\\\"\"\"", with: "").ranges(of: "\"\"\"").count
      let wasInside = isInside
      if marks % 2 == 1 { isInside.toggle() }
      return !wasInside
    }
  }

  /// The modules that a text imports, whatever stands before or after the word.
  static func imports(_ text: String) -> [String] {
    let kinds: Set<Substring> = [
      "struct", "class", "enum", "protocol", "typealias", "func", "var", "let",
    ]
    return code(text).compactMap { line in
      let words = line.prefix { $0 != "/" }.split(separator: " ")
      let levels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
      let rest = words.drop { levels.contains($0) || $0.hasPrefix("@") }
      guard rest.first == "import" else { return nil }
      return rest.dropFirst().drop { kinds.contains($0) }.first
        .map { String($0.prefix { $0 != "." }) }
    }
  }

  @Test func everyModuleHasARow() throws {
    for top in ["Sources", "Plugins"] {
      let path = Self.root.appendingPathComponent(top).path
      for name in try FileManager.default.contentsOfDirectory(atPath: path) {
        #expect(Self.allowed["\(top)/\(name)"] != nil, "add \(top)/\(name) to the table")
      }
    }
  }

  @Test(arguments: allowed.keys.sorted())
  func aModuleImportsLowerLayersOnly(_ folder: String) {
    let mayImport = (Self.allowed[folder] ?? []).union(Self.foreign[folder] ?? [])
    for (name, text) in Self.sources(folder) {
      for module in Self.imports(text) {
        #expect(mayImport.contains(module), "\(folder)/\(name) imports \(module)")
      }
    }
  }

  @Test func aForbiddenImportWouldBeSeen() {
    let text = """
      import Foundation
      public import Evaluation
      @testable import A
      @_exported public import B  // no C
        import struct D.E
      // import F
      """
      + "\nlet script = \"\"\"\n  import http\n  \\\"\"\"import os\n  \"\"\"\nimport G\n"
    #expect(Self.imports(text) == ["Foundation", "Evaluation", "A", "B", "D", "G"])
    #expect(!(Self.allowed["Plugins/Trading"] ?? []).contains("Evaluation"))
  }

  /// The page shows the same table as the one above, and every import goes down.
  @Test func thePageOnTheArchitectureAgrees() throws {
    let page = try String(
      contentsOf: Self.root.appendingPathComponent("Documentation/architecture.md"),
      encoding: .utf8)
    var layers: [String: Int] = [:]
    var imports: [String: Set<String>] = [:]
    for line in page.split(separator: "\n") where line.hasPrefix("| ") {
      let cells = line.split(separator: "|").map { $0.filter { $0 != " " && $0 != "`" } }
      guard cells.count >= 4, let layer = Int(cells[0]) else { continue }
      layers[cells[1]] = layer
      imports[cells[2]] = Set(cells[3].split(separator: ",").map(String.init)).subtracting(["—"])
    }
    #expect(imports == Self.allowed)
    for line in page.split(separator: "\n") where line.hasPrefix("| ") {
      let cells = line.split(separator: "|").map { $0.filter { $0 != " " && $0 != "`" } }
      guard cells.count >= 4, let layer = Int(cells[0]) else { continue }
      for module in imports[cells[2]] ?? [] {
        #expect((layers[module] ?? 99) < layer, "\(cells[1]) is not above \(module)")
      }
    }
  }
}
