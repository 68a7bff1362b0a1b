import ArchitectureModel
import BundledPlugins
import Diagnostics
import ExerciseFiles
import Foundation
import PluginAPI
import Testing

/// What is too large is refused in words and at once, and one mistake is told once.
@Suite struct DesignLimitTests {
  static func problems(_ text: String) -> [Diagnostic] {
    ArchitectureReader(BundledPlugins.all.vocabulary)
      .read(bytes: Array(text.utf8), file: "limits.yaml").problems
  }

  static func file(
    components: String = "  web: { kind: service }\n", top: String = "",
    operations: String =
      "use: { arrivals: { process: poisson, rate: 1/s } }"
  ) -> String {
    "format: arch/1\nentry: web\n\(top)components:\n\(components)"
      + "workload: { lasts: 10s, operations: { \(operations) } }\n"
  }

  private static func told(_ text: String) -> [String] {
    problems(text).map { "\($0.code): \($0.message)" }
  }

  @Test func whatIsTooLargeIsRefused() {
    func many(_ count: Int, _ item: (Int) -> String) -> String {
      (0..<count).map(item).joined()
    }
    let sites = { (count: Int) in
      Self.file(top: "sites: {\(many(count) { " s\($0): { zones: [a] }," }) }\n")
    }
    #expect(Self.told(sites(32)) == [])
    #expect(Self.told(sites(33)) == ["arch.out-of-range: there are 33 sites"])
    let zones = Self.file(top: "sites: { s: { zones: [\(many(17) { "z\($0), " })] } }\n")
    #expect(Self.told(zones) == ["arch.out-of-range: there are 17 zones in 's'"])
    let steps = { (count: Int) in
      Self.file(
        components: "  web: { kind: service, calls: [\(many(count) { _ in "{ read: db }, " })] }\n"
          + "  db: { kind: database }\n")
    }
    #expect(Self.told(steps(1000)) == [])
    #expect(Self.told(steps(30_000)) == ["arch.out-of-range: there are 30000 steps in 'web'"])
    let operations = Self.file(
      operations: many(257) { "o\($0): { arrivals: { process: poisson, rate: 1/s } }, " })
    #expect(Self.told(operations) == ["arch.out-of-range: there are 257 operations"])
    let components = Self.file(
      components: "  web: { kind: service }\n" + many(20_000) { "  c\($0): { kind: service }\n" })
    #expect(Self.told(components) == ["arch.out-of-range: there are 20001 components"])
  }

  @Test func repeatsHaveAnEnd() {
    let call = { (max: Int) in
      Self.file(
        components: "  web: { kind: service, calls: [{ call: b, retry: { max: \(max) } }] }\n"
          + "  b: { kind: service }\n")
    }
    #expect(Self.told(call(100)) == [])
    #expect(Self.told(call(101)) == ["arch.out-of-range: 'max' is 101 repeats"])
  }

  @Test func aKeyThatStandsTwiceIsToldOnce() {
    let text = """
      format: arch/1
      entry: web
      components:
        web: { kind: service, replicas: 1, replicas: 2 }
        db: { kind: database }
        web: { kind: cache }
      """
    #expect(Self.problems(text).map(\.code) == ["yaml.duplicate-key", "yaml.duplicate-key"])
    #expect(Self.problems(text).map { $0.span?.start.line } == [4, 6])
  }

  @Test func whatYAMLRefusesIsNotMissingToo() {
    let text = """
      format: arch/1
      entry: web
      components:
        web: *other
        db: { kind: service, calls: [{ call: web }] }
      """
    #expect(Self.problems(text).map(\.code) == ["yaml.alias"], "\(Self.told(text))")
  }

  @Test func faultsFitTheRunAndTheCopies() {
    func fault(_ words: String) -> [String] {
      Self.told(
        Self.file(components: "  web: { kind: service, replicas: 2 }\n")
          + "faults: [{ \(words) }]\n")
    }
    #expect(fault("crash: web, replicas: 2, at: 9s") == [])
    #expect(
      fault("crash: web, replicas: 3, at: 9s")
        == ["arch.out-of-range: the fault hits 3 copies of 'web', which has 2"])
    #expect(
      fault("crash: web, at: 10s").first?.hasPrefix("arch.out-of-range: the fault begins at 10s")
        == true)
  }

  /// A pipe would be waited for.
  @Test func aPipeIsNoFile() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("windtunnel-pipe-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(mkfifo(folder.appendingPathComponent("trace.csv").path, 0o600) == 0)
    let text = Self.file(
      operations: "use: { arrivals: { process: trace, file: trace.csv } }")
    let reading = ArchitectureReader(BundledPlugins.all.vocabulary).read(
      bytes: Array(text.utf8), file: "pipe.yaml", folder: FolderReader(folder: folder.path))
    #expect(reading.problems.map(\.code) == ["file.unreadable"], "\(reading.problems)")
  }
}
