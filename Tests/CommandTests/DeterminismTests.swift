import Foundation
import Testing

/// Same inputs, same bytes; and what must not change a figure does not.
@Suite struct DeterminismTests {
  static func shop(
    components: [String] = shopParts, store: String = "db", scale: Int = 1, extra: String = ""
  ) -> String {
    let lines = components.map { $0.replacingOccurrences(of: "db", with: store) }
    return """
      format: arch/1
      entry: web
      components:
      \((lines + [extra]).joined(separator: "\n"))
      workload:
        warmup: \(5 * scale)s
        lasts: \(40 * scale)s
        operations: { use: { arrivals: { process: poisson, rate: \(1000 / scale)/s }, patience: \(2 * scale)s } }
      """.replacingOccurrences(of: "SCALE", with: String(scale))
  }

  static let shopParts = [
    "  web: { kind: service, replicas: 2, work: SCALEms, balance: random, calls: [{ call: hot, timeout: SCALEs, retry: 2 }] }",
    "  hot: { kind: cache, fronts: db, hit: 70%, work: SCALEms }",
    "  db: { kind: database, concurrency: 4, read: { mean: 1SCALEms, shape: exponential }, queue: { limit: 20 } }",
  ].map { $0.replacingOccurrences(of: "1SCALEms", with: "SCALE0ms") }

  @Test func equalRunsGiveEqualBytes() async throws {
    let one = try await Run.of(Self.shop())
    #expect(try await Run.of(Self.shop()).bytes == one.bytes)
    #expect(try await Run.of(Self.shop(), ["--threads", "1"]).bytes == one.bytes)
    #expect(try await Run.of(Self.shop(), ["--threads", "3"]).bytes == one.bytes)
    let other = try await Run.of(Self.shop(), seed: 2)
    #expect(other.bytes != one.bytes)
    #expect(other.operation().description != one.operation().description)
  }

  @Test(arguments: Tool.exerciseIDs, ["reference", "starter"])
  func evaluationsGiveEqualBytes(_ id: String, _ answer: String) async throws {
    let file = "\(Tool.exercises.path)/\(id)/\(answer).arch.yaml"
    guard FileManager.default.fileExists(atPath: file) else { return }
    let options = ["evaluate", file, "--json", "-", "--no-timing", "--replications", "1"]
    let one = try await Tool.run(options + ["--threads", "1"])
    let two = try await Tool.run(options + ["--threads", "2"])
    #expect(one.code == 0 || one.code == 1, one.summary)
    #expect(one.json["format"].text == "result/1")
    #expect(one.output == two.output)
    #expect(one.code == two.code)
  }

  @Test func theOrderOfComponentsChangesNoFigure() async throws {
    let one = try await Run.of(Self.shop())
    let two = try await Run.of(Self.shop(components: Self.shopParts.reversed()))
    #expect(one.run["operations"].description == two.run["operations"].description)
    #expect(one.run["components"].description == two.run["components"].description)
  }

  @Test func anUnconnectedComponentChangesNoFigureOfTheOthers() async throws {
    let one = try await Run.of(Self.shop())
    let two = try await Run.of(Self.shop(extra: "  lonely: { kind: service }"))
    #expect(one.run["operations"].description == two.run["operations"].description)
    for id in ["web", "hot", "db"] {
      #expect(one.component(id).description == two.component(id).description)
    }
    #expect(two.called("lonely") == 0)
  }

  @Test func aLongerUnitOfTimeScalesLatencies() async throws {
    // All times by ten and all rates by a tenth: the same draws, but for nanoseconds.
    let one = try await Run.of(Self.shop())
    let ten = try await Run.of(Self.shop(scale: 10))
    #expect(abs(ten.count("arrivals") - one.count("arrivals")) <= 1)
    #expect(abs(ten.latency().number / one.latency().number - 10) < 0.01)
    for percentile in ["p50", "p99"] {
      let ratio =
        ten.operation()["latency"][percentile].number
        / one.operation()["latency"][percentile].number
      #expect(abs(ratio - 10) < 0.15, "\(percentile): \(ratio)")
    }
  }

  @Test func anotherNameChangesNothingBeyondTheIntervals() async throws {
    let one = try await Run.of(Self.shop())
    let two = try await Run.of(Self.shop(store: "archive"))
    let width = one.latency().high - one.latency().low + two.latency().high - two.latency().low
    #expect(abs(one.latency().number - two.latency().number) < 1.5 * width)
    #expect(one.latency().number != two.latency().number, "streams go by name")
    #expect(one.count("arrivals") == two.count("arrivals"), "the arrivals stay")
  }
}
