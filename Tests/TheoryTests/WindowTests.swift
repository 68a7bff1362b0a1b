import Evaluation
import Foundation
import PluginAPI
import Testing

/// Parts of a run, against the whole run and against each other.
@Suite struct WindowTests {
  static func file(windows: String, more: String = "") -> String {
    """
    format: arch/1
    entry: web
    components:
      web:
        kind: service
        replicas: 2
        concurrency: 2
        work: { mean: 20ms, shape: exponential }
        queue: { limit: 5 }
        calls: [{ call: db, timeout: 60ms, fallback: { stale: {} } }]
      db: { kind: database, concurrency: 2, read: { mean: 10ms, shape: exponential } }
    workload:
      warmup: 5s
      lasts: 60s
      operations:
        browse: { arrivals: { process: poisson, rate: 60/s } }
        buy: { arrivals: { process: poisson, rate: 10/s }, patience: 300ms }
      windows: { \(windows) }
    \(more)
    """
    .replacingOccurrences(of: "{ stale: {} }", with: "stale")
  }

  /// A value as text, without what a window does not have.
  static func document(_ report: EvaluationReport, _ scenario: Int) -> [String: String] {
    let measured = report.scenarios[scenario]
    var result: [String: String] = [:]
    for operation in measured.operations {
      var copy = operation
      copy.timeIn = []
      copy.recovery = nil
      // A set has no order in words.
      for index in copy.admitted.indices { copy.admitted[index].answers = [] }
      result["\(operation.operation) admitting"] = copy.admitted.indices.map {
        operation.admitted[$0].answers.map(\.rawValue).sorted().joined(separator: "+")
      }.joined(separator: " ")
      result[operation.operation] = "\(copy)"
    }
    for component in measured.components {
      var copy = component
      copy.outage = nil
      result[component.component] = "\(copy)"
    }
    return result
  }

  @Test func aWindowOfTheWholeTimeIsTheRun() async throws {
    let report = try await Simulated(Self.file(windows: "all: { from: 5s, to: 65s }")).report
    #expect(report.scenarios.map(\.scenario) == ["run", "all"])
    let (run, all) = (Self.document(report, 0), Self.document(report, 1))
    #expect(run.count == 6)
    for (name, text) in run { #expect((all[name] == text) == true, "\(name)") }
    #expect(report.scenarios[1].lasts == 60)
    // Refusals, stale answers and users who leave take part in the comparison.
    let browse = try #require(report.scenarios[1].operation("browse"))
    #expect((browse.refused.value ?? 0) > 0 && (browse.stale.value ?? 0) > 0)
  }

  @Test func theWholeRunIsTheSameWithAndWithoutWindows() async throws {
    let with = try await Simulated(
      Self.file(windows: "a: { from: 6s, to: 31s }, b: { from: 20s, to: 50s }")
    ).report
    let without = try await Simulated(
      Self.file(windows: "").replacingOccurrences(of: "  windows: {  }\n", with: "")
    ).report
    #expect(Self.document(with, 0) == Self.document(without, 0))
    #expect(with.scenarios[0].events - 2 * 101 * 16 == without.scenarios[0].events)
  }

  @Test func partsAddToTheWhole() async throws {
    let report = try await Simulated(
      Self.file(windows: "a: { from: 5s, to: 20s }, b: { from: 20s, to: 65s }")
    ).report
    let (run, a, b) = (report.scenarios[0], report.scenarios[1], report.scenarios[2])
    #expect((a.lasts, b.lasts) == (15, 45))
    func value(_ part: ScenarioMeasurements, _ path: (OperationMeasurements) -> Estimate) -> Double
    {
      part.operations.reduce(0) { $0 + (path($1).value ?? 0) }
    }
    for path: (OperationMeasurements) -> Estimate in [
      \.arrivals, \.full, \.stale, \.refused, \.abandoned, \.failed,
    ] {
      #expect(abs(value(run, path) - value(a, path) - value(b, path)) < 1e-6)
    }
    for (index, whole) in run.components.enumerated() {
      let (one, two) = (a.components[index], b.components[index])
      #expect(abs(whole.served - one.served - two.served) < 1e-6)
      #expect(abs(whole.refused - one.refused - two.refused) < 1e-6)
      #expect(whole.queueMax == max(one.queueMax, two.queueMax))
      let busy = (15 * (one.utilisation.value ?? 0) + 45 * (two.utilisation.value ?? 0)) / 60
      #expect(abs((whole.utilisation.value ?? 0) - busy) < 1e-9)
      let waiting = (15 * (one.queueMean.value ?? 0) + 45 * (two.queueMean.value ?? 0)) / 60
      #expect(abs((whole.queueMean.value ?? 0) - waiting) < 1e-9)
    }
  }

  /// Requests belong to the window in which they arrive, not to that in which they end.
  @Test func whatBreaksShowsWhereItArrived() async throws {
    let report = try await Simulated(
      Self.file(
        windows: "before: { from: 5s, to: 30s }, during: { from: 30s, to: 40s }, "
          + "after: { from: 45s, to: 65s }",
        more: "faults: [{ errors: web, share: 100%, at: 30s, lasts: 10s }]")
    ).report
    let parts = report.scenarios.dropFirst().map { $0.operation("browse")?.failed.value ?? -1 }
    #expect(parts[0] < 3 && parts[2] == 0)
    #expect(parts[1] > 400)
    #expect(report.scenarios[2].faults.map(\.at) == [0])
    #expect(report.scenarios[1].faults.isEmpty && report.scenarios[3].faults.isEmpty)
    #expect(report.scenarios[0].drill != nil && report.scenarios[2].drill == nil)
  }
}
