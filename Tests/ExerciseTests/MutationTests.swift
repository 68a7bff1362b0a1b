import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import PluginAPI
import Testing

/// What is taken away from a reference lowers the items that it served.
@Suite struct MutationTests {
  /// A change of the reference, and the items of the scorecard that must fall with it.
  struct Mutation: Sendable, CustomTestStringConvertible {
    let what: String
    let from: String
    let to: String
    let lowers: [String]
    var testDescription: String { what }
  }

  static let mutations = [
    Mutation(
      what: "five of six gateways and their zones", from: "    replicas: 6\n    spread: zone",
      to: "    replicas: 1", lowers: ["R6"]),
    Mutation(
      what: "two of six gateways", from: "    replicas: 6\n    spread: zone\n    auth: mutual_tls",
      to: "    replicas: 4\n    spread: zone\n    auth: mutual_tls", lowers: ["R6"]),
    Mutation(
      what: "one of three zones", from: "zones: [a, b, c]", to: "zones: [a, b]",
      lowers: ["R4", "R5"]),
    Mutation(
      what: "two of three zones", from: "zones: [a, b, c]", to: "zones: [a]", lowers: ["R4", "R5"]),
    Mutation(
      what: "the time-out of the risk check", from: "carries: [order], timeout: 20ms,",
      to: "carries: [order],", lowers: ["foundations.call-without-timeout"]),
    Mutation(
      what: "a risk control", from: "credit_limit, price_collar,", to: "credit_limit,",
      lowers: ["trading.incomplete-risk-controls"]),
    Mutation(
      what: "the quorum of the journal", from: "carries: [order], acks: quorum,",
      to: "carries: [order], acks: leader,", lowers: ["R4", "trading.ack-before-replication"]),
  ]

  static let first = [
    Mutation(
      what: "one of three copies", from: "replicas: 3", to: "replicas: 2", lowers: ["R4", "R5"]),
    Mutation(
      what: "two of three zones", from: "zones: [a, b, c]", to: "zones: [a]",
      lowers: ["R6", "R7", "foundations.one-zone"]),
    Mutation(
      what: "a time-out", from: "timeout: 500ms", to: "chance: 100%",
      lowers: ["foundations.call-without-timeout"]),
    Mutation(
      what: "the copies of the orders",
      from:
        "    replication: { mode: quorum, copies: 3, across: zone, failover: { mode: automatic } }",
      to: "    restart: 30s", lowers: ["R6", "foundations.single-copy"]),
  ]

  static func items(
    _ text: String, of id: String = "trading/continuous-venue"
  ) async throws -> [String: Double] {
    let exercise = try ExerciseTests.exercise(id)
    let (report, reading) = await Evaluator(BundledPlugins.all).evaluate(
      bytes: Array(text.utf8), file: "mutant.arch.yaml",
      folder: FolderReader(folder: exercise.folder), exercise: exercise,
      options: RunOptions())
    let scored = try #require(report, "\(reading.problems.map(\.message))")
    var points: [String: Double] = [:]
    for requirement in scored.requirements { points[requirement.id] = requirement.points }
    for check in scored.scoredChecks { points[check.check] = check.points }
    return points
  }

  static func reference(of id: String = "trading/continuous-venue") throws -> String {
    let exercise = try ExerciseTests.exercise(id)
    let folder = FolderReader(folder: exercise.folder)
    return String(decoding: try folder.read("reference.arch.yaml"), as: UTF8.self)
  }

  @Test(arguments: mutations)
  func takingSomethingAwayCostsWhatItServed(_ mutation: Mutation) async throws {
    try await Self.check(mutation, of: "trading/continuous-venue")
  }

  @Test(arguments: first)
  func theFirstServiceLosesItToo(_ mutation: Mutation) async throws {
    try await Self.check(mutation, of: "foundations/first-service")
  }

  private static func check(_ mutation: Mutation, of id: String) async throws {
    let text = try Self.reference(of: id)
    #expect(text.contains(mutation.from), "the reference no longer says '\(mutation.from)'")
    let whole = try await Self.items(text, of: id)
    let mutant = try await Self.items(text.replacing(mutation.from, with: mutation.to), of: id)
    for item in mutation.lowers {
      let before = try #require(whole[item], "\(item) is an item of the scorecard")
      let after = try #require(mutant[item])
      #expect(after < before, "\(mutation.what): \(item) stays at \(after)")
    }
    // What was taken away earns nothing elsewhere.
    for (item, points) in mutant { #expect(points <= whole[item] ?? 0, "\(item) rose") }
  }
}
