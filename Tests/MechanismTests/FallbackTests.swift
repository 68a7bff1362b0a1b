import BundledPlugins
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import Testing

/// What follows where a call fails at last, and how its answers count.
@Suite struct FallbackTests {
  static func falling(
    _ fallback: String, errors: String = "30%", call: String = "", rate: String = "50/s"
  ) -> String {
    flow(
      caller("{ call: back\(call), fallback: \(fallback) }")
        + """

        back: { kind: service, concurrency: none, work: { exact: 1ms }, fails: { errors: \(errors) } }
        other: { kind: service, concurrency: none, work: { exact: 2ms } }
        """, "process: regular, rate: \(rate)")
  }

  @Test func withoutGoesOnAndIsDegraded() async throws {
    let run = try await Flow(Self.falling("without"))
    let degraded = try run.count(\.degraded) / run.count(\.arrivals)
    // 30 % of 5000, within 3.3 standard deviations.
    #expect(abs(degraded - 0.3) < 0.022, "\(degraded)")
    #expect(try run.count(\.full) + run.count(\.degraded) == run.count(\.arrivals))
    #expect(try run.count(\.stale) == 0)
  }

  @Test func completedIsFullAndDegradedAndStale() async throws {
    for fallback in ["without", "stale", "other"] {
      let run = try await Flow(Self.falling(fallback))
      let operation = try run.operation()
      let parts = try run.count(\.full) + run.count(\.degraded) + run.count(\.stale)
      #expect(operation.completed.value == parts, "\(fallback)")
      #expect(operation.completed.value == operation.arrivals.value)
      #expect(abs(try #require(operation.throughput.value) - parts / 100) < 1e-9)
      #expect(operation.causes.isEmpty, "an answer is no cause of failure")
    }
  }

  @Test func staleGoesOnAndIsStale() async throws {
    let run = try await Flow(Self.falling("stale", errors: "100%"))
    #expect(try run.count(\.stale) == run.count(\.arrivals))
    #expect(try run.count(\.degraded) == 0)
    #expect(try run.operation().success.value == 0, "success is the share that ended full")
  }

  @Test func denyAnswersWithAnErrorAtOnce() async throws {
    let run = try await Flow(Self.falling("deny", errors: "100%"))
    #expect(try run.cause("denied") == run.count(\.arrivals))
    #expect(try run.count(\.failed) == run.count(\.arrivals))
    // What would follow is not done.
    let file = flow(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ call: back, fallback: deny }, other] }
      back: { kind: service, concurrency: none, work: { exact: 1ms }, fails: { errors: 100% } }
      other: { kind: service, concurrency: none, work: { exact: 2ms } }
      """, "process: regular, rate: 10/s")
    #expect(try await Flow(file).component("other").called == 0)
    let without = try await Flow(file.replacing("fallback: deny", with: "fallback: without"))
    #expect(try without.component("other").called == without.count(\.arrivals))
  }

  @Test func anotherStepIsDoneInItsPlace() async throws {
    for text in ["other", "{ call: other }", "{ together: [other] }"] {
      let run = try await Flow(Self.falling(text, errors: "100%"))
      #expect(try run.count(\.degraded) == run.count(\.arrivals), "\(text)")
      #expect(try run.component("other").called == run.count(\.arrivals))
      #expect(abs(try run.latency() - 0.003) < 1e-6, "the time of both counts")
    }
  }

  @Test func aStepInItsPlaceMayFailToo() async throws {
    let run = try await Flow(Self.falling("{ call: other, timeout: 1ms }", errors: "100%"))
    #expect(try run.cause("timeout") == run.count(\.arrivals))
    // And have a fallback of its own.
    let nested = try await Flow(
      Self.falling("{ call: other, timeout: 1ms, fallback: stale }", errors: "100%"))
    #expect(try nested.count(\.degraded) == nested.count(\.arrivals))
  }

  @Test func theRepeatsComeFirst() async throws {
    let run = try await Flow(
      Self.falling(
        "without", errors: "50%", call: ", retry: { max: 3, wait: 0s, for: [errors] }"))
    let degraded = try run.count(\.degraded) / run.count(\.arrivals)
    #expect(abs(degraded - 1.0 / 16) < 0.012, "\(degraded)")
    #expect(abs(try run.component("back").called / run.count(\.arrivals) - 1.875) < 0.05)
  }

  @Test func itAnswersForWhatTheCallersMechanismsRefuse() async throws {
    let run = try await Flow(
      flow(
        caller(
          "{ call: back, rate_limit: { rate: 0.001/s, burst: 10 }, fallback: without }")
          + "\nback: { kind: service, concurrency: none, work: { exact: 1ms } }",
        "process: burst, count: 50", lasts: "1s"))
    #expect(try run.count(\.full) == 10)
    #expect(try run.count(\.degraded) == 40)
    #expect(try run.count(\.refused) == 0)
  }

  @Test func aFallbackDeepInsideDegradesTheAnswer() async throws {
    // 'mid' falls back, and its callers know nothing of it; legs and handing on included.
    for steps in ["[mid]", "[{ together: [mid, other] }]", "[{ then: mid }]"] {
      let run = try await Flow(
        flow(
          """
          web: { kind: service, concurrency: none, work: 0s, calls: \(steps) }
          mid: { kind: service, concurrency: none, work: 0s, calls: [{ call: back, fallback: stale }] }
          back: { kind: service, concurrency: none, work: { exact: 1ms }, fails: { errors: 100% } }
          other: { kind: service, concurrency: none, work: { exact: 2ms } }
          """, "process: regular, rate: 10/s"))
      #expect(try run.count(\.stale) == run.count(\.arrivals), "\(steps)")
    }
  }

  @Test func whatDidNotReachTheAnswerDoesNotDegradeIt() async throws {
    // The leg with the fallback comes after the one that was needed; or its caller has given up.
    let late = try await Flow(
      flow(
        """
        web: { kind: service, concurrency: none, work: 0s, calls: [{ together: [other, { call: back, fallback: without }], need: 1 }] }
        back: { kind: service, concurrency: none, work: { exact: 10ms }, fails: { errors: 100% } }
        other: { kind: service, concurrency: none, work: { exact: 2ms } }
        """, "process: regular, rate: 10/s"))
    #expect(try late.operation().success.value == 1)
    let gaveUp = try await Flow(
      flow(
        """
        web: { kind: service, concurrency: none, work: 0s, calls: [{ call: mid, timeout: 50ms, retry: 1 }] }
        mid: { kind: service, replicas: 2, balance: round_robin, concurrency: none, work: { exact: 1ms }, calls: [{ call: back, fallback: without }] }
        back: { kind: service, concurrency: none, work: { exact: 1ms } }
        """, "process: regular, rate: 10/s",
        faults:
          "{ errors: back, share: 100%, at: 50s, lasts: 1h }, { slow: mid, replicas: 1, by: 100, at: 0s }"
      ))
    // Until 50 s all is well at the second try; from then on all are degraded.
    #expect(abs(try gaveUp.count(\.full) - 500) <= 3)
    #expect(abs(try gaveUp.count(\.degraded) - 500) <= 3)
  }

  @Test func aUserWhoHasLeftNeedsNoFallback() async throws {
    let run = try await Flow(
      flow(
        """
        web: { kind: service, concurrency: none, work: 0s, calls: [{ read: db, fallback: other }] }
        db: { kind: database, at: [south], read: { exact: 1ms } }
        other: { kind: service, concurrency: none, work: { exact: 2ms } }
        """, "process: regular, rate: 10/s", operation: "patience: 2s",
        top: "sites: { north: { latency_to: { south: 1ms } }, south: {} }",
        faults: "{ lose: south, at: 0s, lasts: 1h }"))
    #expect(try run.operation().abandoned.value == run.operation().arrivals.value)
    #expect(try run.component("other").called == 0)
  }

  // MARK: What counts

  @Test func whatIsAdmittedCounts() async throws {
    let run = try await Flow(
      flow(
        """
        web: { kind: service, concurrency: none, work: 0s, calls: [{ choose: [{ share: 25%, do: [{ call: back, fallback: without }] }, { share: 25%, do: [{ call: back, fallback: stale }] }, { share: 25%, do: [back] }] }] }
        back: { kind: service, concurrency: none, work: { exact: 1ms }, fails: { errors: 100% } }
        """, "process: poisson, rate: 100/s"))
    let operation = try run.operation()
    func success(_ answers: Set<LesserAnswer>) throws -> Double {
      try #require(operation.admitting(answers).success.value)
    }
    #expect(abs(try success([]) - 0.25) < 0.02)
    #expect(abs(try success([.degraded]) - 0.5) < 0.02)
    #expect(abs(try success([.stale]) - 0.5) < 0.02)
    #expect(abs(try success([.degraded, .stale]) - 0.75) < 0.02)
    func median(_ answers: Set<LesserAnswer>) -> Estimate? {
      operation.admitting(answers).demanded.first { $0.share == 0.5 }?.value
    }
    #expect(median([])?.isInfinite == true, "half of all were not full")
    #expect(median([.degraded, .stale])?.isInfinite == false)
  }

  @Test func withoutFallbacksNothingElseCounts() async throws {
    let operation = try await Flow(
      flow("web: { kind: service }", "process: poisson, rate: 10/s")
    ).operation()
    #expect(operation.admitted.isEmpty)
    #expect(operation.admitting([.degraded]).success == operation.success)
  }

  @Test func aRequirementAdmitsWhatItSays() async throws {
    // A time-out that many reads miss: pages without their answer count where the exercise says so.
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("windtunnel-admit-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let lesson = root.appendingPathComponent("Exercises/foundations/first-service")
    for name in ["brief.md", "reference.arch.yaml"] {
      try FileManager.default.copyItem(
        at: lesson.appendingPathComponent(name), to: folder.appendingPathComponent(name))
    }
    let exercise = try String(
      contentsOf: lesson.appendingPathComponent("exercise.yaml"), encoding: .utf8)
    let design = try String(
      contentsOf: lesson.appendingPathComponent("reference.arch.yaml"), encoding: .utf8
    ).replacing(
      "browse: [{ call: hot, timeout: 500ms }]",
      with: "browse: [{ call: hot, timeout: 1ms, fallback: without }]")
    #expect(design.contains("fallback: without"))
    var values: [String: Double] = [:]
    for admits in ["", "\n    admit: [degraded]", "\n    admit: [stale]"] {
      let measure = "measure: browse.latency.p95\n    in: calm"
      #expect(exercise.contains(measure))
      try exercise.replacing(measure, with: measure + admits).write(
        to: folder.appendingPathComponent("exercise.yaml"), atomically: true, encoding: .utf8)
      let reading = ExerciseReader(BundledPlugins.all).read(
        folder: folder.path, id: "foundations/first-service")
      let read = try #require(reading.exercise, "\(reading.problems.map(\.message))")
      let (report, _) = await Evaluator(BundledPlugins.all).evaluate(
        bytes: Array(design.utf8), file: "design.arch.yaml",
        folder: FolderReader(folder: folder.path), exercise: read,
        options: RunOptions(replications: 4, scenarios: ["calm"]))
      values[admits] = try #require(report?.requirements.first { $0.id == "R1" }).points
    }
    #expect(values[""] == 0, "a page without its answer is not full")
    #expect(values["\n    admit: [degraded]"] == 1)
    #expect(values["\n    admit: [stale]"] == 0)
  }

  @Test func mistakesAreSaid() {
    #expect(problems(Self.falling("nobody")) == ["arch.unknown-component:5"])
    #expect(problems(Self.falling("{ then: other }")) == ["arch.wrong-step:5"])
    #expect(problems(Self.falling("web")) == ["arch.call-circle:5"])
  }
}
