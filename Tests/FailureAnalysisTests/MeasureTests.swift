import ArchitectureModel
import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import Quantities
import Reporting
import Testing

/// Derived measures as requirements of an exercise.
@Suite struct MeasureTests {
  static let requirements = """
    requirements:
      - { id: A, text: available, measure: browse.availability, full_at: 99.95%, zero_at: 99%, points: 4 }
      - { id: N, text: nines, measure: order.nines, full_at: 3.5, zero_at: 2, points: 4 }
      - { id: Z, text: zone, must: true, measure: order.survives.zone, full_at: 1, zero_at: 0, points: 4 }
      - { id: S, text: site, measure: order.survives.site, full_at: 1, zero_at: 0, points: 4 }
      - { id: P, text: point, measure: order.rpo, full_at: 0s, zero_at: 10s, points: 2 }
      - { id: T, text: time, measure: order.rto, full_at: 1min, zero_at: 1h, points: 2 }
    """

  /// A folder with the shipped first exercise and other requirements.
  static func exercise(_ requirements: String) throws -> ExerciseReading {
    let source = ReferenceTests.library.folder(of: "foundations/first-service")
    let root = FileManager.default.temporaryDirectory
      .appendingPathComponent("windtunnel-measures-\(UUID().uuidString)")
    let folder = root.appendingPathComponent("foundations/first-service")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let text = try String(contentsOfFile: source + "/exercise.yaml", encoding: .utf8)
    let start = try #require(text.range(of: "requirements:\n")?.lowerBound)
    let end = try #require(text.range(of: "constraints:\n")?.lowerBound)
    try text.replacingCharacters(in: start..<end, with: requirements + "\n")
      .write(to: folder.appendingPathComponent("exercise.yaml"), atomically: true, encoding: .utf8)
    try FileManager.default.copyItem(
      atPath: source + "/brief.md", toPath: folder.path + "/brief.md")
    return ExerciseReader(BundledPlugins.all)
      .read(folder: folder.path, id: "foundations/first-service")
  }

  static func evaluate(
    _ exercise: Exercise, scenarios: [String] = [], _ change: (String) -> String = { $0 }
  ) async throws -> EvaluationReport {
    let folder = ReferenceTests.library.folder(of: "foundations/first-service")
    let text = try String(contentsOfFile: folder + "/reference.arch.yaml", encoding: .utf8)
    let (report, reading) = await Evaluator(BundledPlugins.all).evaluate(
      bytes: Array(change(text).utf8), file: "design.yaml", folder: FolderReader(folder: folder),
      exercise: exercise, options: RunOptions(scenarios: scenarios))
    return try #require(report, "\(reading.problems.map(\.message))")
  }

  static func points(_ report: EvaluationReport) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: report.requirements.map { ($0.id, $0.points) })
  }

  /// Reads of followers that are a second behind miss orders; those of the leader miss none.
  @Test func staleReadsAreGraded() async throws {
    let reading = try Self.exercise(
      """
      requirements:
        - { id: F, text: fresh, measure: browse.stale_reads, in: rush,
            full_at: 0.01%, zero_at: 0.5%, points: 20 }
      """)
    let exercise = try #require(reading.exercise, "\(reading.problems.map(\.message))")
    func graded(_ consistency: String) async throws -> RequirementResult {
      let report = try await Self.evaluate(exercise, scenarios: ["rush"]) { text in
        text.replacing(
          "replication: { mode: quorum, copies: 3, across: zone, failover: { mode: automatic } }",
          with: "consistency: \(consistency)\n    replication: { mode: async, copies: 3, "
            + "across: zone, failover: { mode: automatic } }")
      }
      return try #require(report.requirements.first)
    }
    let behind = try await graded("eventual")
    #expect(behind.points == 0 && (behind.value.value ?? 0) > 0.01, "\(behind.value)")
    #expect(behind.because.contains { $0.contains("missed a write") }, "\(behind.because)")
    let strict = try await graded("strict")
    #expect(strict.points == 20 && strict.value.value == 0)
  }

  @Test func requirementsAreGradedWithoutAScenario() async throws {
    let reading = try Self.exercise(Self.requirements)
    let exercise = try #require(reading.exercise, "\(reading.problems.map(\.message))")
    let good = try await Self.evaluate(exercise)
    #expect(Self.points(good) == ["A": 4, "N": 4, "Z": 4, "S": 0, "P": 2, "T": 2])
    #expect(good.isComplete && good.verdict == .met)
    let site = try #require(good.requirements.first { $0.id == "S" })
    #expect(site.because.contains { $0.contains("site 'north'") }, "\(site.because)")
    let operation = try #require(good.failures?.operation("order"))
    #expect(good.requirements.first { $0.id == "N" }?.value.value == operation.nines)
    // Without replication the zone of the only copy takes everything.
    let poor = try await Self.evaluate(exercise) { text in
      text.replacing(
        "replication: { mode: quorum, copies: 3, across: zone, failover: { mode: automatic } }",
        with: "keep: 1y")
    }
    let lost = Self.points(poor)
    #expect(lost["Z"] == 0 && lost["P"] == 0 && lost["T"] == 0)
    #expect((lost["N"] ?? 9) < 4)
    let point = try #require(poor.requirements.first { $0.id == "P" })
    #expect(point.value.isInfinite)
    #expect(
      TextReport.render(poor, style: TextStyle(colour: false, unicode: false, width: 100))
        .contains("everything: no copy outlives the loss"))
  }

  @Test func aClaimThatFailuresAreRareEarnsNothing() async throws {
    let reading = try Self.exercise(Self.requirements)
    let exercise = try #require(reading.exercise)
    let plain = try await Self.evaluate(exercise)
    let boast = try await Self.evaluate(exercise) { text in
      text.replacing(
        "  hot: { kind: cache, fronts: db }",
        with: "  hot: { kind: cache, fronts: db, fails: { every: 50y, lasts: 1s } }"
      ).replacing(
        "{ zones: [a, b, c] }",
        with: "{ zones: [a, b, c], fails: { every: 90y }, zone_fails: { lasts: 1s } }")
    }
    let before = plain.failures?.operation("browse")
    #expect(boast.failures?.operation("browse")?.unavailability == before?.unavailability)
    #expect(boast.claims.filter { !$0.isBelieved }.count == 4)
    let claimed = try #require(boast.requirements.first { $0.id == "A" }?.asClaimed)
    #expect(claimed > 0.9999)
    // A worse number is used.
    let modest = try await Self.evaluate(exercise) { text in
      text.replacing(
        "  hot: { kind: cache, fronts: db }",
        with: "  hot: { kind: cache, fronts: db, fails: { every: 10d, lasts: 1h } }")
    }
    #expect(
      modest.failures?.operation("browse")?.unavailability ?? 0 > before?.unavailability ?? 1)
  }

  @Test func aScenarioBesideADerivedMeasureIsRefused() throws {
    let reading = try Self.exercise(
      """
      requirements:
        - { id: N, text: nines, measure: order.nines, in: calm, full_at: 3.5, zero_at: 2, points: 20 }
      """)
    #expect(reading.exercise == nil || reading.problems.contains { $0.severity == .error })
    #expect(reading.problems.map(\.code).contains("exercise.unused-scenario"))
    let unknown = try Self.exercise(
      """
      requirements:
        - { id: N, text: nines, measure: order.survives.planet, full_at: 1, zero_at: 0, points: 20 }
      """)
    #expect(unknown.problems.map(\.code).contains("exercise.unknown-measure"))
  }

  @Test(arguments: [
    "availability", "nines", "survives.zone", "rpo", "rto", "cut set", "failure unit",
    "fails.every", "fails.lasts", "fails.available", "zone_fails", "exercise.unused-scenario",
  ])
  func everyWordIsExplained(_ word: String) {
    guard case .found(let text) = ExplainPages.explain(word, plugins: BundledPlugins.all) else {
      Issue.record("'\(word)' is not explained")
      return
    }
    #expect(text.count > 60)
  }
}
