import Foundation
import Testing

/// What the commands say about failures.
@Suite struct FailureCommandTests {
  static let design = """
    format: arch/1
    entry: web
    sites: { north: { zones: [a, b, c] } }
    components:
      web: { kind: service, replicas: 3, spread: zone, calls: [{ write: db }] }
      db: { kind: database, replication: { mode: async, copies: 2, failover: { mode: automatic } } }
    workload:
      lasts: 1s
      operations: { buy: { arrivals: { process: poisson, rate: 5/s } } }
    """

  static func sets(_ document: Node) -> [[String]] {
    document["failures"]["cut_sets"].items.map { set in set["units"].items.map(\.text) }
  }

  @Test(arguments: ["check", "simulate"])
  func theDocumentHasWhatBreaksADesign(_ command: String) async throws {
    let flags = ["--json", "-"]
    let outcome = try await Tool.run(
      [command, "-"] + flags, input: Data(Self.design.utf8))
    #expect(outcome.code == 0, outcome.summary)
    let failures = outcome.json["failures"]
    #expect(failures["availability"]["buy"]["survives"]["zone"].flag == true)
    #expect(failures["stores"]["db"]["rpo"].number == 1)
    let nines = failures["availability"]["buy"]["nines"].number
    #expect(nines > 3.5 && nines < 4.5)
    #expect(Self.sets(outcome.json).contains(["site:north"]))
    #expect(!Self.sets(outcome.json).contains { $0.count > 2 })
  }

  @Test func threeFailuresAreFoundOnRequest() async throws {
    let outcome = try await Tool.run(
      ["check", "-", "--json", "-", "--cut-sets", "3"], input: Data(Self.design.utf8))
    #expect(Self.sets(outcome.json).contains(["copy:web/1", "copy:web/2", "copy:web/3"]))
    let wrong = try await Tool.run(
      ["check", "-", "--cut-sets", "9"], input: Data(Self.design.utf8))
    #expect(wrong.code == 64, wrong.summary)
  }

  @Test func theTextNamesTheSinglePoints() async throws {
    let outcome = try await Tool.run(["check", "-"], input: Data(Self.design.utf8))
    #expect(outcome.text.contains("Each of these alone stops 'buy':"), outcome.summary)
    #expect(outcome.text.contains("site 'north'"))
  }
}
