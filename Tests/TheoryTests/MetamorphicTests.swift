import Foundation
import PluginAPI
import Testing

/// What must not change a figure does not, and a unit of time only scales.
@Suite struct MetamorphicTests {
  /// Lines before, blocks of, and lines after the map of components of a file.
  static func parts(_ text: String) -> (head: [String], blocks: [[String]], tail: [String]) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let start = lines.firstIndex(of: "components:") else { return (lines, [], []) }
    let rest = lines[(start + 1)...]
    let end = rest.firstIndex { !$0.hasPrefix(" ") && !$0.isEmpty && !$0.hasPrefix("#") }
    var blocks: [[String]] = []
    for line in rest[..<(end ?? lines.endIndex)] where !line.isEmpty {
      let isKey = line.hasPrefix("  ") && !line.hasPrefix("   ") && !line.hasPrefix("  #")
      if isKey || blocks.isEmpty { blocks.append([]) }
      blocks[blocks.count - 1].append(line)
    }
    return (Array(lines[...start]), blocks, end.map { Array(lines[$0...]) } ?? [])
  }

  static func joined(_ head: [String], _ blocks: [[String]], _ tail: [String]) -> String {
    (head + blocks.flatMap { $0 } + tail).joined(separator: "\n")
  }

  /// All figures of a run by name, without those that add over components in their order: shares of
  /// time may differ in their last digit, and events count what happens to each component.
  static func figures(_ run: ScenarioMeasurements) -> [String: String] {
    var all: [String: String] = [:]
    for operation in run.operations {
      var bare = operation
      bare.timeIn = []
      all["operation \(operation.operation)"] = String(describing: bare)
    }
    for component in run.components {
      all["component \(component.component)"] = String(describing: component)
    }
    return all
  }

  static let examples = Shipped.files.filter { $0.hasPrefix("Documentation") }

  @Test(arguments: examples)
  func theOrderOfComponentsChangesNoFigure(_ file: String) async throws {
    let (head, blocks, tail) = Self.parts(Shipped.text(file))
    #expect(!blocks.isEmpty)
    let one = try #require(await Shipped.shared.observed(file).first).measured
    for order in [Array(blocks.reversed()), Array(blocks.dropFirst() + blocks.prefix(1))] {
      let other = try #require(
        await Shipped.example(file, Self.joined(head, order, tail))
      ).measured
      let figures = Self.figures(one)
      for (name, value) in Self.figures(other) {
        #expect(figures[name] == value, "\(file), \(name)")
      }
      for (left, right) in zip(one.operations, other.operations) {
        for part in left.timeIn {
          let same = right.timeIn.first { $0.component == part.component }
          #expect(abs((same?.waiting ?? -1) - part.waiting) < 1e-12)
          #expect(abs((same?.working ?? -1) - part.working) < 1e-12)
        }
      }
    }
  }

  @Test(arguments: examples)
  func anUnconnectedComponentChangesNoFigureOfTheOthers(_ file: String) async throws {
    let (head, blocks, tail) = Self.parts(Shipped.text(file))
    let lonely = [["  aaa_lonely: { kind: service, replicas: 2 }"]]
    let stray = [["  zzz_stray: { kind: queue }"]]
    let one = try #require(await Shipped.shared.observed(file).first).measured
    let other = try #require(
      await Shipped.example(file, Self.joined(head, lonely + blocks + stray, tail))
    ).measured
    let figures = Self.figures(other)
    #expect(figures["component aaa_lonely"] != nil)
    for (name, value) in Self.figures(one) { #expect(figures[name] == value, "\(file), \(name)") }
  }

  /// The comparison itself sees the smallest change.
  @Test(arguments: examples)
  func anotherSecondIsNoticed(_ file: String) async throws {
    let text = Shipped.text(file)
    let line = try #require(text.firstMatch(of: /( warmup: )([0-9]+)(s|h)/))
    let later = try #require(Int(line.2)) + 1
    let other = text.replacing(line.0, with: line.1 + "\(later)" + line.3)
      // Windows lie in the kept time.
      .replacing("before: { from: 10s", with: "before: { from: 11s")
    let one = try #require(await Shipped.shared.observed(file).first).measured
    let two = try #require(await Shipped.example(file, other)).measured
    #expect(Self.figures(one) != Self.figures(two))
  }

  // MARK: Units of time

  /// A file with everything that takes time, in a unit.
  static func scaled(_ unit: Int, work: Int = 40) -> String {
    """
    format: arch/1
    entry: web
    components:
      web:
        kind: service
        replicas: 2
        concurrency: 4
        work: { mean: \(work * unit)us, cv: 1.3 }
        queue: { limit: 6 }
        calls: [{ call: back, timeout: \(200 * unit)us, latency: { mean: \(5 * unit)us, cv: 0.5 }, retry: { max: 2, wait: \(30 * unit)us, jitter: full, for: [timeouts, errors] } }]
      back:
        kind: service
        concurrency: 3
        work: { mean: \(50 * unit)us, shape: exponential }
        queue: { limit: 20 }
        fails: { errors: 3% }
    workload:
      warmup: \(50_000 * unit)us
      lasts: \(4_000_000 * unit)us
      operations:
        request: { arrivals: { process: gamma, cv: 1.5, rate: \(40_000 / Double(unit))/s }, patience: \(900 * unit)us }
    """
  }

  @Test(arguments: [10, 1000])
  func aLongerUnitOfTimeScalesEveryLatency(_ factor: Int) async throws {
    let one = try await Simulated(Self.scaled(1000), replications: 4)
    let long = try await Simulated(Self.scaled(1000 * factor), replications: 4)
    let left = try one.operation()
    let right = try long.operation()
    #expect(left.arrivals == right.arrivals)
    #expect(left.success == right.success)
    #expect(left.causes.map(\.count) == right.causes.map(\.count))
    let scale = Double(factor)
    let means = (try #require(left.latencyMean.value), try #require(right.latencyMean.value))
    #expect(abs(means.1 / means.0 / scale - 1) < 1e-6, "mean \(means.0), scaled \(means.1)")
    for (a, b) in zip(left.latency, right.latency) {
      let values = (try #require(a.value.value), try #require(b.value.value))
      // Both are read from a histogram.
      #expect(abs(values.1 / values.0 / scale - 1) < 0.01, "p\(100 * a.share)")
    }
    for id in ["web", "back"] {
      let a = try one.component(id)
      let b = try long.component(id)
      #expect(a.called == b.called && a.served == b.served && a.refused == b.refused)
      #expect(a.queueMax == b.queueMax)
      let use = (try #require(a.utilisation.value), try #require(b.utilisation.value))
      #expect(abs(use.1 / use.0 - 1) < 1e-6)
    }
  }

  @Test func aPartThatDoesNotScaleIsNoticed() async throws {
    let one = try await Simulated(Self.scaled(1000), replications: 4)
    let long = try await Simulated(Self.scaled(10_000, work: 41), replications: 4)
    let means = (
      try #require(try one.operation().latencyMean.value),
      try #require(try long.operation().latencyMean.value)
    )
    #expect(abs(means.1 / means.0 / 10 - 1) > 1e-6)
  }
}
