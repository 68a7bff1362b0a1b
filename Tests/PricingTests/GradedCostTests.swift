import ArchitectureModel
import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import PluginAPI
import Pricing
import Quantities
import Testing

/// Prices in exercises and graded runs.
@Suite struct GradedCostTests {
  /// The requirement R1 of the first exercise about money instead.
  static func changed(
    _ measure: String, _ full: String, _ zero: String, place: String = "in: calm"
  ) -> [(String, String)] {
    [
      (
        "    measure: browse.latency.p95\n    in: calm\n    full_at: 60ms\n    zero_at: 150ms",
        "    measure: \(measure)\n    \(place)\n    full_at: \(full)\n    zero_at: \(zero)"
      )
    ]
  }

  static func problems(_ reading: ExerciseReading) -> [String] {
    reading.problems.map { "\($0.code) \($0.span?.start.line ?? 0)" }
  }

  @Test func moneyIsABoundOfARequirement() throws {
    let reading = try Designs.exercise(
      replacing: Self.changed("cost.monthly", "2000 USD/mo", "4000 USD/mo"))
    let exercise = try #require(reading.exercise, "\(reading.problems.map(\.message))")
    let requirement = exercise.requirements[0]
    #expect(requirement.measure == .costMonthly && requirement.unit == "USD/mo")
    #expect(requirement.fullAt == 2000 && requirement.zeroAt == 4000)
    let million = try Designs.exercise(
      replacing: Self.changed("cost.per_million.order", "2.50 USD", "5 USD"))
    #expect(
      million.exercise?.requirements[0].measure == .costPerMillion(operation: "order"))
    #expect(million.exercise?.requirements[0].unit == "USD")
    let growth = try Designs.exercise(
      replacing: Self.changed("cost.growth", "4", "10", place: "must: no"))
    #expect(growth.exercise?.requirements[0].measure == .costGrowth)
    #expect(growth.exercise?.requirements[0].scenario == nil)
  }

  @Test func boundsInOtherUnitsAreRefused() throws {
    for (measure, full) in [
      ("cost.monthly", "2000"), ("cost.monthly", "2000 USD"), ("cost.monthly", "2000 EUR/mo"),
      ("cost.per_million.order", "2 USD/mo"), ("cost.monthly", "2s"),
    ] {
      let reading = try Designs.exercise(replacing: Self.changed(measure, full, "4000 USD/mo"))
      #expect(Self.problems(reading).contains("exercise.bad-bound 77"), "\(Self.problems(reading))")
    }
    let unknown = try Designs.exercise(
      replacing: Self.changed("cost.per_million.sell", "2 USD", "4 USD"))
    #expect(Self.problems(unknown).contains("exercise.unknown-measure 75"))
  }

  @Test func anExerciseBringsItsOwnBook() throws {
    let own = [("constraints:\n", "prices: mine.yaml\n\nconstraints:\n")]
    let reading = try Designs.exercise(replacing: own, files: ["mine.yaml": Books.file()])
    #expect(reading.exercise?.prices.id == "round", "\(reading.problems.map(\.message))")
    let broken = try Designs.exercise(
      replacing: own, files: ["mine.yaml": Books.file(without: [.core])])
    #expect(Self.problems(broken) == ["prices.missing-item 7"])
    #expect(broken.problems[0].span?.file.hasSuffix("mine.yaml") == true)
    #expect(Self.problems(try Designs.exercise(replacing: own)).count == 1)
    let outside = try Designs.exercise(
      replacing: [("constraints:\n", "prices: ../../mine.yaml\n\nconstraints:\n")])
    #expect(Self.problems(outside).first?.hasPrefix("file.outside-folder") == true)
  }

  @Test func aPlacePaysTheRegionThatTheExerciseSays() throws {
    func places(_ region: String) -> [(String, String)] {
      [("\nload:\n", "\nplaces:\n  europe: { share: 100%, prices: \(region) }\n\nload:\n")]
    }
    let reading = try Designs.exercise(replacing: places("eu-west"))
    #expect(reading.exercise?.placePrices == ["europe": "eu-west"])
    let wrong = try Designs.exercise(replacing: places("eu-wset"))
    #expect(Self.problems(wrong).first?.hasPrefix("exercise.unknown-region") == true)
  }

  @Test func aDesignCannotNameABook() {
    let reading = ArchitectureReader(BundledPlugins.all.vocabulary).read(
      bytes: Array("format: arch/1\nprices: mine.yaml\nentry: a\ncomponents: {}\n".utf8),
      file: "a.yaml")
    #expect(reading.problems.contains { $0.code == "arch.unknown-key" && $0.span?.start.line == 2 })
  }

  static let design = """
    format: arch/1
    exercise: foundations/first-service
    entry: web
    components:
      web: { kind: service, calls: [{ write: db, carries: [order] }] }
      db: { kind: database, holds: [order] }
    """

  static func evaluated(_ design: String, _ exercise: Exercise) async throws -> EvaluationReport {
    let (report, reading) = await Evaluator(BundledPlugins.all).evaluate(
      bytes: Array(design.utf8), file: "a.yaml", folder: FolderReader(folder: nil),
      exercise: exercise,
      options: RunOptions(replications: 1, scenarios: ["calm"]))
    return try #require(report, "\(reading.problems.map(\.message))")
  }

  @Test func pricesAndSmallerMachinesOfASubmissionAreShownAsClaimedOnly() async throws {
    let reading = try Designs.exercise(
      replacing: Self.changed("cost.monthly", "500 USD/mo", "1000 USD/mo"))
    let exercise = try #require(reading.exercise)
    let plain = try await Self.evaluated(Self.design, exercise)
    #expect(plain.claims.isEmpty)
    let wishing = Self.design
      .replacing("kind: service,", with: "kind: service, price: 1 USD/mo,")
      .replacing("kind: database,", with: "kind: database, size: { cpu: 1, memory: 1GiB },")
    let claimed = try await Self.evaluated(wishing, exercise)
    #expect(claimed.cost?.monthly == plain.cost?.monthly)
    #expect(
      claimed.claims.map(\.path) == [
        "components.web.price", "components.db.size.cpu", "components.db.size.memory",
      ])
    #expect(claimed.claims.allSatisfy { !$0.isBelieved })
    let result = try #require(claimed.requirements.first { $0.id == "R1" })
    #expect(result.points == plain.requirements.first { $0.id == "R1" }?.points)
    // As claimed: 1 + 730 x (0.064 + 0.008) = 53.56, and the storage.
    #expect((53.56..<60).contains(result.asClaimed ?? 0), "\(result.asClaimed ?? 0)")
    #expect((result.value.value ?? 0) > 630)
    #expect(result.verdict == .part && result.because.first?.hasPrefix("'db' costs") == true)
    // A larger machine is bought and paid for.
    let larger = try await Self.evaluated(
      Self.design.replacing(
        "kind: service,", with: "kind: service, size: { cpu: 4, memory: 16GiB },"), exercise)
    #expect(larger.claims.isEmpty)
    let more = (larger.cost?.monthly.units ?? 0) - (plain.cost?.monthly.units ?? 0)
    #expect(abs(more - 70.08) < 1e-6, "\(more), expected 140.16 - 70.08")
  }

  @Test func costThatWasNotMeasuredIsNotJudged() async throws {
    let reading = try Designs.exercise(
      replacing: Self.changed("cost.monthly", "500 USD/mo", "1000 USD/mo", place: "in: rush"))
    let report = try await Self.evaluated(Self.design, try #require(reading.exercise))
    #expect(report.cost == nil && !report.isComplete)
  }

  @Test func aPriceOfSomethingElseIsRefused() {
    let reading = ArchitectureReader(BundledPlugins.all.vocabulary).read(
      bytes: Array(
        Self.design.replacing("kind: service,", with: "kind: service, price: 1 USD/call,").utf8),
      file: "a.yaml")
    let found = reading.problems.map { "\($0.code) \($0.span?.start.line ?? 0)" }
    #expect(found.contains("arch.bad-value 5"), "\(found)")
  }
}
