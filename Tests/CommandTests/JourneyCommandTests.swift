import Foundation
import Testing

/// Sessions and windows, as a user of the tool sees them.
@Suite struct JourneyCommandTests {
  static let file = "Documentation/examples/sessions.arch.yaml"

  static func example() throws -> String {
    try String(contentsOf: Tool.root.appendingPathComponent(file), encoding: .utf8)
  }

  @Test func theExampleShowsSessionsAndWindows() async throws {
    let run = try await Run.of(try Self.example(), replications: 4)
    let scenarios = run.document["scenarios"]
    let shopper = scenarios["run"]["journeys"]["shopper"]
    // 2.5 looks and a quarter of an order for each of 20 visitors a second.
    #expect(abs(shopper["requests"]["value"].number - 2.75) < 0.1)
    #expect(abs(shopper["started"]["value"].number / 90 / 20 - 1) < 0.1)
    #expect(scenarios["run"]["window"].description == "null")
    #expect(scenarios["slow"]["window"]["from"].number == 30)
    #expect(scenarios["slow"]["lasts"].number == 20)
    let before = scenarios["before"]["operations"]["browse"]
    let slow = scenarios["slow"]["operations"]["browse"]
    #expect(
      slow["latency"]["mean"]["value"].number > 3 * before["latency"]["mean"]["value"].number)
    // The same rate from the first second on: the run begins with those who would be there.
    #expect(abs(before["arrivals"]["value"].number / 20 / 50 - 1) < 0.15)
  }

  @Test func oneAndTwoThreadsGiveTheSameBytes() async throws {
    let one = try await Run.of(try Self.example(), replications: 3, ["--threads", "1"])
    let two = try await Run.of(try Self.example(), replications: 3, ["--threads", "2"])
    #expect(one.bytes == two.bytes)
    let other = try await Run.of(try Self.example(), seed: 2, replications: 3)
    #expect(other.bytes != one.bytes)
  }

  @Test func theTextAndThePageNameEachWindow() async throws {
    let text = try await Tool.run(
      "simulate", file: try Self.example(), ["--replications", "2"])
    #expect(text.code == 0, text.summary)
    for part in ["MEASURED IN 'run'", "MEASURED IN 'before'", "MEASURED IN 'slow'"] {
      #expect(text.text.contains(part), "\(part)")
    }
    #expect(text.text.contains("shopper: ") && text.text.contains("requests each"))
    let page = try await Tool.run(
      "simulate", file: try Self.example(), ["--replications", "2", "--html", "-"])
    #expect(page.code == 0, page.summary)
    #expect(page.text.contains("Sessions in run") && page.text.contains("from 30s to 50s"))
  }

  /// What draws a load without a design takes sessions at their mean rate.
  @Test func aLoadOfSessionsIsDrawnAtItsMeanRate() async throws {
    let load = try await Tool.run("load", file: try Self.example(), [])
    #expect(load.code == 0, load.summary)
    #expect(load.text.contains("shopper") && load.text.contains("browse"))
  }

  @Test(arguments: [
    "journeys", "journey.walk", "journey_step.think", "windows", "session", "equilibrium",
    "arch.endless-journey", "arch.never-reached", "payload",
  ])
  func eachWordIsExplained(_ word: String) async throws {
    let page = try await Tool.run(["explain", word])
    #expect(page.code == 0 && page.output.count > 100, page.summary)
  }
}
