import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import PluginAPI
import Testing

/// What is taken away from the reference of the venue lowers the items that it served.
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

  static func items(_ text: String) async throws -> [String: Double] {
    let exercise = try ExerciseTests.exercise("trading/continuous-venue")
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

  static func reference() throws -> String {
    let exercise = try ExerciseTests.exercise("trading/continuous-venue")
    let folder = FolderReader(folder: exercise.folder)
    return String(decoding: try folder.read("reference.arch.yaml"), as: UTF8.self)
  }

  @Test(arguments: mutations)
  func takingSomethingAwayCostsWhatItServed(_ mutation: Mutation) async throws {
    let text = try Self.reference()
    #expect(text.contains(mutation.from), "the reference no longer says '\(mutation.from)'")
    let whole = try await Self.items(text)
    let mutant = try await Self.items(text.replacing(mutation.from, with: mutation.to))
    for item in mutation.lowers {
      let before = try #require(whole[item], "\(item) is an item of the scorecard")
      let after = try #require(mutant[item])
      #expect(after < before, "\(mutation.what): \(item) stays at \(after)")
    }
    // What was taken away earns nothing elsewhere.
    for (item, points) in mutant { #expect(points <= whole[item] ?? 0, "\(item) rose") }
  }
}
